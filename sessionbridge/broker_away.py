"""A Redis that is away, said once a minute in one line: nothing is lost, so nobody needs the way through the code."""

from __future__ import annotations

import logging
import time

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

SAY_AGAIN_SECONDS = 60.0
WORDS = "Redis cannot be reached; trying again. Jobs wait in Postgres, and none is lost."
# What Celery says without an error beside it.
_CELERY_SAYS = ("consumer: Cannot connect to", "consumer: Connection to broker lost", "beat: Connection error")


class BrokerAwayInOneLine(logging.Filter):
    """Makes the records of Celery about a broker that is away one line a minute, for each process."""

    def __init__(self) -> None:
        super().__init__()
        self._said = float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        if not _is_about_the_broker(record):
            return True
        now = time.monotonic()
        if now - self._said < SAY_AGAIN_SECONDS:
            return False
        self._said = now
        record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        record.msg, record.args = WORDS, None
        record.exc_info = record.exc_text = None
        return True


def _is_about_the_broker(record: logging.LogRecord) -> bool:
    if not record.name.startswith("celery"):
        return False
    if isinstance(record.msg, str) and record.msg.startswith(_CELERY_SAYS):
        return True
    error = record.exc_info[1] if record.exc_info else None
    while error is not None:
        if isinstance(error, OperationalError | RedisError):
            return True
        error = error.__cause__ or error.__context__
    return False
