"""The settings of development with the stages of `benchmarks.worker_app`."""

from __future__ import annotations

from sessionbridge.settings.development import *  # noqa: F403 - a settings module is its base and what differs

GENERATION_STAGES = {"session_bridge": "benchmarks.worker_app.stages"}
