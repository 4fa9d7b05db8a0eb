from __future__ import annotations

from django.apps import AppConfig


class GenerationConfig(AppConfig):
    """How a summary is made: the pipeline, its jobs and everything they store."""

    name = "generation"
    verbose_name = "Summaries"

    def ready(self) -> None:
        """Refuse to start with model settings that make no sense; the message names the choices."""
        from generation.language_models.choose import read_model_settings  # noqa: PLC0415 - models load first

        read_model_settings()
