"""A process with thousands of streams open asks its database as any other: select() takes no file beyond 1,023."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator

import pytest
from django.db import connection
from psycopg.pq import Ping

from sessionbridge.postgresql.base import _answers
from sessionbridge.postgresql.watched_connection import ping

_FILES = 1100

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def many_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2 * _FILES), hard))
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(_FILES)]
    yield
    for each in held:
        os.close(each)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("many_files")
def test_server_is_asked_whether_it_is_there() -> None:
    assert ping(connection.get_connection_params()) == Ping.OK


@pytest.mark.usefixtures("many_files")
def test_connection_is_asked_whether_it_is_sound() -> None:
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        fresh = type(cursor.connection).connect(**connection.get_connection_params())
    with fresh:
        assert fresh.fileno() > _FILES
        assert _answers(fresh)
