from __future__ import annotations

from django.apps import AppConfig


class GenerationConfig(AppConfig):
    """How a summary is made: the pipeline, its jobs and everything they store."""

    name = "generation"
    verbose_name = "Summaries"
