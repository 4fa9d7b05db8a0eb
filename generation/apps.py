from __future__ import annotations

from django.apps import AppConfig


class GenerationConfig(AppConfig):
    """How a summary is made: the pipeline, its jobs and everything they store."""

    name = "generation"
    verbose_name = "Summaries"

    def ready(self) -> None:
        """Join erasure; refuse to start with model settings that make no sense, in words that name the choices."""
        from core.erasure import join_erasure, join_remaking  # noqa: PLC0415 - models are not loaded before
        from generation.erasure import JobEraser  # noqa: PLC0415 - as above
        from generation.language_models.choose import read_model_settings  # noqa: PLC0415 - as above
        from generation.summaries_anew import put_down  # noqa: PLC0415 - as above

        join_erasure(JobEraser())
        join_remaking(put_down)
        read_model_settings()
