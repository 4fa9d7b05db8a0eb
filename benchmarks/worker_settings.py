"""The settings of development with the stages of `benchmarks.worker_app`; web processes send tasks to QUEUE."""

from __future__ import annotations

import os

from sessionbridge.settings.development import *  # noqa: F403 - a settings module is its base and what differs

GENERATION_STAGES = {"session_bridge": "benchmarks.worker_app.stages"}
CELERY_TASK_DEFAULT_QUEUE = os.environ.get("QUEUE", "sessionbridge")
