"""A hint in Redis that a person's summary is under way, so that impatient requests need no lock.

It is only a hint: a hit is confirmed in Postgres before it is believed, and a Redis that is away, empty or wrong
changes nothing but the speed. The key lives no longer than the job may.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django_redis import get_redis_connection
from redis.exceptions import RedisError

from core.faultpoints import around
from generation.models import Feature, GenerationJob

logger = logging.getLogger(__name__)

# Features of which a person has one job at a time. A session has many waves, and nobody asks for those twice.
HINTED = frozenset({Feature.SESSION_BRIDGE, Feature.YOUR_JOURNEY})
# Another job's hint must survive the end of this one: compare and delete in one step.
_DELETE_IF_EQUAL = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"


def set_hint(job: GenerationJob, time_left: timedelta) -> None:
    """Say that `job` is under way for at most `time_left`."""
    milliseconds = int(time_left.total_seconds() * 1000)
    if milliseconds > 0 and job.feature in HINTED:
        with redis_may_be_away("set_hint"):
            get_redis_connection("default").set(_key(job.feature, job.patient_id), str(job.id), px=milliseconds)


def read_hint(feature: str, patient_id: UUID) -> UUID | None:
    """The job said to be under way, if any is."""
    value: bytes | None = None
    with redis_may_be_away("read_hint"):
        value = get_redis_connection("default").get(_key(feature, patient_id))
    return _job_id(value)


def clear_hint(job: GenerationJob) -> None:
    """Take the hint back, unless it belongs to another job by now."""
    if job.feature in HINTED:
        drop_hint(job.feature, job.patient_id, job.id)


def drop_hint(feature: str, patient_id: UUID, job_id: UUID) -> None:
    """Take back a hint that names `job_id`; one that names another job stays."""
    with redis_may_be_away("drop_hint"):
        get_redis_connection("default").eval(_DELETE_IF_EQUAL, 1, _key(feature, patient_id), str(job_id))


def _key(feature: str, patient_id: UUID) -> str:
    return f"sessionbridge:inflight:{feature}:{patient_id}"


def _job_id(value: bytes | None) -> UUID | None:
    try:
        return UUID(value.decode()) if value else None
    except ValueError:
        return None


@contextmanager
def redis_may_be_away(operation: str) -> Iterator[None]:
    """For one operation of Redis that the caller can do without."""
    try:
        with around(operation):
            yield
    except (RedisError, OSError) as error:
        logger.warning("%s goes without Redis: %s", operation, type(error).__name__)
