"""The Celery application: `celery -A sessionbridge worker`, `celery -A sessionbridge beat`."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init

from sessionbridge.embedded import start_or_exit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sessionbridge.settings.development")

app = Celery("sessionbridge")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="scheduled_tasks")


@worker_init.connect
@beat_init.connect
def start_services(**_: Any) -> None:
    """Before the first connection; importing this module starts nothing."""
    start_or_exit()
