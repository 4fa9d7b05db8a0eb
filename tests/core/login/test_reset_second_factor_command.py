"""The way back for an operator who has lost authenticator and recovery codes."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.login.second_factor import begin_setup
from core.models import LoginEvent, LoginEventKind, SealedTotpDevice, User

pytestmark = pytest.mark.django_db


def reset(username: str) -> str:
    out = StringIO()
    call_command("reset_second_factor", username, stdout=out)
    return out.getvalue().strip()


def test_second_factor_is_taken_away_and_that_is_on_record(staff: User) -> None:
    begin_setup(staff, {})
    assert reset(staff.username) == "The second factor is taken away."
    assert not SealedTotpDevice.objects.exists()
    assert LoginEvent.objects.filter(event=LoginEventKind.SECOND_FACTOR_REMOVED, user=staff).count() == 1


def test_login_without_one_is_told_apart(staff: User) -> None:
    assert reset(staff.username) == "It has no second factor."


def test_login_that_does_not_exist_is_named_as_such() -> None:
    with pytest.raises(CommandError, match="no login of this name"):
        reset("nobody")


def test_name_is_taken_as_the_login_takes_it(staff: User) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in staff.username)
    assert reset(f" {wide} ") == "It has no second factor."
