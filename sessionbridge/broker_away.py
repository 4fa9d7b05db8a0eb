"""A Redis that is away, or refuses us, said once a minute in one line: nothing is lost, and no trace would help."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

from kombu.exceptions import OperationalError
from redis.exceptions import AuthenticationError, NoPermissionError, RedisError

SAY_AGAIN_SECONDS = 60.0
WORDS = "Redis cannot be reached; trying again. Jobs wait in Postgres, and none is lost."
REFUSED = "Redis refuses us: look at the name and password in REDIS_URL. Jobs wait in Postgres, and none is lost."
_REFUSALS = (AuthenticationError, NoPermissionError)
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
        record.msg, record.args = REFUSED if _is_refusal(record) else WORDS, None
        record.exc_info = record.exc_text = None
        return True


def _is_about_the_broker(record: logging.LogRecord) -> bool:
    if not record.name.startswith("celery"):
        return False
    if isinstance(record.msg, str) and record.msg.startswith(_CELERY_SAYS):
        return True
    return any(isinstance(error, OperationalError | RedisError) for error in _errors(record))


def _is_refusal(record: logging.LogRecord) -> bool:
    return any(isinstance(error, _REFUSALS) for error in _errors(record))


def _errors(record: logging.LogRecord) -> Iterator[BaseException]:
    """Those a record is about, beside its words or among them, and what they came from."""
    given = record.args if isinstance(record.args, tuple) else ()
    for first in (record.exc_info[1] if record.exc_info else None, *given):
        error = first if isinstance(first, BaseException) else None
        while error is not None:
            yield error
            error = error.__cause__ or error.__context__
