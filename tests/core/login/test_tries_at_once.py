"""Wrong passwords sent together reach no more checks than in a row."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client

from core.models import LoginEvent, LoginEventKind, LoginTry
from core.roles import Role
from tests.builders.people import make_organisation, make_staff
from tests.core.login.pages import PASSWORD, log_in

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 30


class SlowHasher(MD5PasswordHasher):
    """As slow as that of production."""

    def verify(self, password: str, encoded: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
        return bool(super().verify(password, encoded))


def at_once(number: int, act: Callable[[int], Any]) -> list[Any]:
    """`act` by so many threads that begin together, each with a connection of its own."""
    barrier = Barrier(number)

    def run(index: int) -> Any:
        barrier.wait()
        try:
            return act(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(run, range(number)))


@pytest.fixture(autouse=True)
def _slow(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.core.login.test_tries_at_once.SlowHasher"]
    user = make_staff(make_organisation(), Role.CLINICIAN, username="dr-river")
    user.choose_password(PASSWORD)
    user.save()


def count(kind: LoginEventKind) -> int:
    return LoginEvent.objects.filter(event=kind).count()


def test_thirty_wrong_passwords_at_once_reach_five_checks() -> None:
    answers = at_once(AT_ONCE, lambda _: log_in(Client(REMOTE_ADDR="192.0.2.1"), "dr-river", "wrong").status_code)
    checked = count(LoginEventKind.FAILED)
    # One that is being counted as wrong may keep its place for a moment longer, never less.
    assert 1 <= checked <= 5
    assert count(LoginEventKind.LOCKED) == AT_ONCE - checked
    assert answers.count(429) >= AT_ONCE - checked
    assert not LoginTry.objects.exists()


def test_from_many_addresses_at_once_they_reach_the_slower_limit(settings: Any) -> None:
    settings.LOGIN_NAME_FAILURES = 8
    at_once(20, lambda index: log_in(Client(REMOTE_ADDR=f"192.0.2.{index}"), "dr-river", "wrong"))
    assert 1 <= count(LoginEventKind.FAILED) <= 8


def test_right_passwords_at_once_all_open_and_leave_nothing() -> None:
    answers = at_once(4, lambda _: log_in(Client(REMOTE_ADDR="192.0.2.1"), "dr-river").status_code)
    assert (answers, LoginTry.objects.count()) == ([302] * 4, 0)
