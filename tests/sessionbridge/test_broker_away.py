"""A Redis that is away is one line a minute, and whatever else Celery says stays as it is."""

from __future__ import annotations

import logging
import sys
from unittest import mock

from celery.beat import SchedulingError
from redis.exceptions import AuthenticationError
from redis.exceptions import ConnectionError as RedisAway

from sessionbridge import broker_away
from sessionbridge.broker_away import REFUSED, SAY_AGAIN_SECONDS, WORDS, BrokerAwayInOneLine


def record(words: str, name: str = "celery.beat", *, error: Exception | None = None) -> logging.LogRecord:
    try:
        if error is not None:
            raise SchedulingError("sweep") from error
    except SchedulingError:
        return logging.LogRecord(name, logging.ERROR, __file__, 1, words, None, sys.exc_info())
    return logging.LogRecord(name, logging.ERROR, __file__, 1, words, None, None)


def test_trace_of_beat_becomes_one_line() -> None:
    said = record("Message Error: %s\n%s", error=RedisAway("refused"))
    assert BrokerAwayInOneLine().filter(said)
    assert (said.getMessage(), said.exc_info, said.levelname) == (WORDS, None, "WARNING")


def test_redis_that_refuses_the_password_is_not_away() -> None:
    asked = ("redis://", AuthenticationError("Authentication required."), "in 2 s")
    words = "consumer: Cannot connect to %s: %s.\n%s\n"
    of_consumer = logging.LogRecord("celery.worker.consumer", logging.ERROR, __file__, 1, words, asked, None)
    for said in (of_consumer, record("Message Error: %s\n%s", error=AuthenticationError("invalid password"))):
        assert BrokerAwayInOneLine().filter(said)
        assert said.getMessage() == REFUSED


def test_line_is_said_again_after_a_minute_alone() -> None:
    said, times = BrokerAwayInOneLine(), [0.0, 5.0, 5.0 + SAY_AGAIN_SECONDS]
    with mock.patch.object(broker_away.time, "monotonic", side_effect=times):
        passed = [said.filter(record("consumer: Cannot connect to %s", "celery.worker.consumer")) for _ in times]
    assert passed == [True, False, True]


def test_other_errors_of_celery_keep_their_trace() -> None:
    said = record("Task raised", error=ValueError("ours"))
    assert BrokerAwayInOneLine().filter(said)
    assert said.exc_info is not None


def test_errors_of_others_are_not_touched() -> None:
    said = record("it broke", "django.request", error=RedisAway("refused"))
    assert BrokerAwayInOneLine().filter(said)
    assert said.exc_info is not None
