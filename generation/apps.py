from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import AppConfig

if TYPE_CHECKING:
    from generation.models import GenerationJob


class GenerationConfig(AppConfig):
    """How a summary is made: the pipeline, its jobs and everything they store."""

    name = "generation"
    verbose_name = "Summaries and how they are made"

    def ready(self) -> None:
        """Join erasure and the roles; refuse to start with model settings that make no sense, naming the choices."""
        from core.erasure import join_erasure, join_remaking  # noqa: PLC0415 - models are not loaded before
        from core.roles import grant_permissions  # noqa: PLC0415 - as above
        from generation.erasure import JobEraser  # noqa: PLC0415 - as above
        from generation.language_models.choose import read_model_settings  # noqa: PLC0415 - as above
        from generation.lifecycle.endings import when_ended  # noqa: PLC0415 - as above
        from generation.models import Feature  # noqa: PLC0415 - as above
        from generation.role_permissions import GENERATION_PERMISSIONS  # noqa: PLC0415 - as above

        join_erasure(JobEraser())
        join_remaking(_put_down)
        when_ended(Feature.SESSION_WAVE, _go_on_after)
        grant_permissions(self, GENERATION_PERMISSIONS)
        read_model_settings()


# The pipeline and its lists of words take a second and 40 MB, which a command that makes no summary is spared.
def _put_down(patient_id: UUID, window_ends: Sequence[date]) -> None:
    from generation.summaries_anew import put_down  # noqa: PLC0415 - as above

    put_down(patient_id, window_ends)


def _go_on_after(job: GenerationJob) -> None:
    from generation.session_waves import go_on_after  # noqa: PLC0415 - as above

    go_on_after(job)
