from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """What happened, and who looked. It reads what generation stored; generation never asks it."""

    name = "audit"
    verbose_name = "Review"

    def ready(self) -> None:
        """Join erasure, as notes of reviews may quote a diary and the log holds salts of words, the roles, what hides
        runs, and what was reviewed."""
        from audit.blind_readings import BlindReadings  # noqa: PLC0415 - models are not loaded before
        from audit.erasure import ReviewEraser  # noqa: PLC0415 - as above
        from audit.heads.erasing import record_erasure  # noqa: PLC0415 - as above
        from audit.role_permissions import AUDIT_PERMISSIONS  # noqa: PLC0415 - as above
        from core.erasure import join_erasure, join_witnessing  # noqa: PLC0415 - as above
        from core.roles import grant_permissions  # noqa: PLC0415 - as above
        from generation.first_readings import join_first_readings  # noqa: PLC0415 - as above
        from generation.history.reviewed import join_reviewing  # noqa: PLC0415 - as above

        join_erasure(ReviewEraser())
        join_witnessing(record_erasure)
        join_first_readings(BlindReadings())
        join_reviewing(_reviewed_among)
        grant_permissions(self, AUDIT_PERMISSIONS)


# As in generation: it loads the pipeline, which only those who show summaries need.
def _reviewed_among(job_ids: Collection[UUID]) -> Collection[UUID]:
    from audit.reviewing import reviewed_among  # noqa: PLC0415 - as above

    return reviewed_among(job_ids)
