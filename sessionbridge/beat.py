"""Celery's beat that says in Postgres that it lives: `/readyz` and `/metrics` tell since when it does not."""

from __future__ import annotations

import logging
import time
from typing import Any

from celery.beat import PersistentScheduler
from django.conf import settings

logger = logging.getLogger(__name__)


class RecordingScheduler(PersistentScheduler):
    """Records itself after looking for what is due, about as often as there is a sweep.

    A database that is away holds up nothing: it is said in one line when it goes.
    """

    _recorded = float("-inf")
    _is_away = False

    def tick(self, *args: Any, **kwargs: Any) -> float:
        wait = float(super().tick(*args, **kwargs))
        now = time.monotonic()
        if now - self._recorded >= settings.SWEEP_SECONDS:
            self._recorded = now
            self._record()
        return min(wait, float(settings.SWEEP_SECONDS))

    def _record(self) -> None:
        # Imported here: Celery imports this module before the apps are ready.
        from django.db import Error, close_old_connections, connection  # noqa: PLC0415

        from core.database_errors import describe  # noqa: PLC0415
        from core.last_runs import record_run  # noqa: PLC0415
        from core.models import Run  # noqa: PLC0415

        close_old_connections()
        try:
            record_run(Run.BEAT)
            self._is_away = False
        except Error as error:
            if not self._is_away:
                logger.warning("beat goes on; that it does cannot be recorded: %s", describe(error))
            self._is_away = True
        finally:
            connection.close()
