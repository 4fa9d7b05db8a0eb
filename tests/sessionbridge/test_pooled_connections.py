"""What is taken from the pool works, and a busy process does not pay a round trip each time to know it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from sessionbridge.postgresql import base

pytestmark = pytest.mark.django_db(transaction=True)


def pid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        number: int = cursor.fetchone()[0]
        return number


def in_thread(act: Callable[[], object]) -> None:
    """With a connection of its own."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def end(server_process: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [server_process])


def test_connection_that_was_ended_while_nobody_used_it_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "SOUND_SECONDS", 0.0)
    ended = pid()

    def end_it_while_it_lies_in_the_pool() -> None:
        own = pid()
        assert own != ended
        released.set()
        given_back.wait(5)
        end(ended)

    released, given_back = threading.Event(), threading.Event()
    thread = threading.Thread(target=in_thread, args=(end_it_while_it_lies_in_the_pool,))
    thread.start()
    released.wait(5)
    connection.close()
    given_back.set()
    thread.join()
    assert pid() != ended


@pytest.mark.parametrize(("sound", "checks"), [(60.0, 0), (0.0, 1)])
def test_connection_that_worked_a_moment_ago_is_not_checked(
    monkeypatch: pytest.MonkeyPatch, sound: float, checks: int
) -> None:
    # One connection, so that the one given back is the one taken.
    pid()
    connection.close()
    checked: list[object] = []
    monkeypatch.setattr(base, "SOUND_SECONDS", sound)
    monkeypatch.setattr(base.ConnectionPool, "check_connection", staticmethod(checked.append))
    with no_other_connections():
        pid()
    assert len(checked) == checks


@contextmanager
def no_other_connections() -> Iterator[None]:
    """The pool has the one that was given back last, and no more."""
    pool = connection.pool
    others = [pool.getconn() for _ in range(len(pool._pool) - 1)]
    try:
        yield
    finally:
        for other in others:
            pool.putconn(other)
