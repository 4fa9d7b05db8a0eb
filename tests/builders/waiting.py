"""Two connections at once, where one is to wait for the other."""

from __future__ import annotations

import time
from concurrent.futures import Future
from typing import Any

from django.db import connection

_HELD_BACK_BY_US = "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))"


def until_done_or_waiting(other: Future[Any], seconds: float = 10) -> None:
    """Return as soon as `other` has ended, or waits in the database for the transaction that is open here."""
    last = time.monotonic() + seconds
    while not other.done():
        with connection.cursor() as cursor:
            cursor.execute(_HELD_BACK_BY_US)
            if cursor.fetchone()[0]:
                return
        assert time.monotonic() < last, "neither ended nor held back"
        time.sleep(0.005)
