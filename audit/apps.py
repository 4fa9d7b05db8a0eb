from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """What happened, and who looked. It reads what generation stored; generation never asks it."""

    name = "audit"
    verbose_name = "Review"

    def ready(self) -> None:
        """Join erasure: notes of reviews may quote a diary."""
        from audit.erasure import ReviewEraser  # noqa: PLC0415 - models are not loaded before
        from core.erasure import join_erasure  # noqa: PLC0415 - as above

        join_erasure(ReviewEraser())
