"""A database that is away, said once by each process, and once that it answers again.

The pool of connections tells of each try to connect, several a second, and every task that beat sends breaks meanwhile.
"""

from __future__ import annotations

import logging
import threading

from django.db import Error

from core.database_errors import is_away

logger = logging.getLogger(__name__)

WORDS = "The database cannot be reached; trying again. What was accepted is stored, and jobs go on when it is back."
BACK = "The database answers again."
_POOL = "psycopg.pool"
_POOL_TRIES = ("error connecting in", "reconnection attempt in pool")
# What it does about it.
_POOL_DISCARDS = ("discarding closed connection", "discarding broken connection", "couldn't stop thread")

_lock = threading.Lock()
_is_said = False


class DatabaseAwayInOneLine(logging.Filter):
    """Lets the first of those lines through, in our words."""

    def filter(self, record: logging.LogRecord) -> bool:
        global _is_said
        if record.name == _POOL and str(record.msg).startswith(_POOL_DISCARDS):
            return False
        if not _is_about_the_database(record):
            return True
        with _lock:
            is_first, _is_said = not _is_said, True
        record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        record.msg, record.args = WORDS, None
        record.exc_info = record.exc_text = None
        return is_first


def note_answer() -> None:
    """The database has answered. Says so where it was away."""
    global _is_said
    if not _is_said:
        return
    with _lock:
        was_away, _is_said = _is_said, False
    if was_away:
        logger.warning(BACK)


def _is_about_the_database(record: logging.LogRecord) -> bool:
    if record.name == _POOL:
        return str(record.msg).startswith(_POOL_TRIES)
    error = record.exc_info[1] if record.exc_info else None
    return record.name.startswith("celery") and isinstance(error, Error) and is_away(error)
