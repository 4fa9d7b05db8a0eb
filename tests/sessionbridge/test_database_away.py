"""A database that is away is one line, until it answers again; other lines stay as they are."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator

import pytest
from django.db import connection
from psycopg_pool import ConnectionPool

from core.database_errors import DatabaseUnreachable
from sessionbridge.database_away import BACK, WORDS, DatabaseAwayInOneLine, note_answer

NOWHERE = "host=127.0.0.1 port=1 connect_timeout=1"


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What a handler with the filter says of the pool, Celery and ourselves."""
    said: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    handler = Handler()
    handler.addFilter(DatabaseAwayInOneLine())
    loggers = [logging.getLogger(name) for name in ("psycopg.pool", "celery.app.trace", "sessionbridge.database_away")]
    note_answer()
    for logger in loggers:
        logger.addHandler(handler)
    yield said
    for logger in loggers:
        logger.removeHandler(handler)
    note_answer()


def break_a_task() -> None:
    try:
        raise DatabaseUnreachable("it does not answer")
    except DatabaseUnreachable:
        record = logging.LogRecord("celery.app.trace", logging.ERROR, __file__, 1, "Task raised", None, sys.exc_info())
    logging.getLogger(record.name).handle(record)


def test_tries_of_the_pool_and_tasks_that_break_are_one_line(lines: list[str]) -> None:
    with ConnectionPool(NOWHERE, min_size=2, open=False) as pool:
        pool.open()
        time.sleep(2.5)
        break_a_task()
        assert pool.get_stats()["connections_errors"] > 2
    assert lines == [WORDS]


@pytest.mark.django_db(transaction=True)
def test_connection_that_is_sound_is_said_once(lines: list[str]) -> None:
    break_a_task()
    for _ in range(2):
        connection.close()
        connection.close_pool()
        connection.ensure_connection()
    assert lines == [WORDS, BACK]


def test_broken_connection_that_is_replaced_is_no_line(lines: list[str]) -> None:
    logging.getLogger("psycopg.pool").warning("discarding closed connection: %s", "one")
    assert lines == []


def test_other_lines_of_the_pool_stay(lines: list[str]) -> None:
    logging.getLogger("psycopg.pool").warning("rolling back returned connection: %s", "one")
    assert lines == ["rolling back returned connection: one"]
