"""The Celery application: `celery -A sessionbridge worker`, `celery -A sessionbridge beat`."""

from __future__ import annotations

import os
import warnings
from typing import Any

from celery import Celery
from celery.exceptions import CPendingDeprecationWarning
from celery.signals import beat_init, worker_init, worker_shutting_down

from sessionbridge.embedded import start_or_exit

# Of a setting that is what it shall be; said whenever Redis goes away.
warnings.filterwarnings("ignore", category=CPendingDeprecationWarning, module="celery.worker.consumer")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sessionbridge.settings.development")
# A starting Celery worker would run Django's system checks and ignore the result; they load every page of the site.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("sessionbridge", loader="sessionbridge.settings_error:SettingsLoader")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["generation.worker"])
app.autodiscover_tasks(["core", "generation.worker", "audit"], related_name="scheduled_tasks")
app.autodiscover_tasks(["generation.scheduling"], related_name="look")
app.autodiscover_tasks(["generation"], related_name="session_waves")
app.autodiscover_tasks(["generation"], related_name="summaries_anew")


@worker_init.connect
@beat_init.connect
def start_services(**_: Any) -> None:
    """Before the first connection; importing this module starts nothing."""
    start_or_exit()


@worker_init.connect
def require_guards(**_: Any) -> None:
    """No task runs on a database that does not keep its promises."""
    from generation.database_guards import guards_or_exit  # noqa: PLC0415 - needs the apps

    guards_or_exit()


@worker_shutting_down.connect
def finish_or_give_back(**_: Any) -> None:
    """SIGTERM: what this worker holds is finished soon or given back to the queue."""
    from generation.worker.shutdown import process_stopping  # noqa: PLC0415 - importing this module needs no settings

    process_stopping.begin()
