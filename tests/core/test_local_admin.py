"""The account that `make up` makes: once, and never changed unless somebody asks."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.local_admin import ADMIN, make_admin
from core.models import ApiToken, User
from tests.builders.people import token_for

pytestmark = pytest.mark.django_db


def reset() -> str:
    out = StringIO()
    call_command("reset_admin_password", stdout=out)
    return out.getvalue().split()[-1]


def test_account_is_made_with_a_password_that_opens_the_admin() -> None:
    password = make_admin()
    user = User.objects.get()
    assert user.check_password(str(password))
    assert (user.is_staff, user.is_superuser, user.organisation) == (True, True, None)


def test_account_that_is_there_is_left_alone() -> None:
    User.objects.create_user(ADMIN, password="their own words", is_active=False)
    assert make_admin() is None
    user = User.objects.get()
    assert (user.check_password("their own words"), user.is_active, user.is_superuser) == (True, False, False)


def test_reset_gives_another_password_and_ends_every_login() -> None:
    first = make_admin()
    token_for(User.objects.get())
    second = reset()
    user = User.objects.get()
    assert (user.check_password(str(first)), user.check_password(second)) == (False, True)
    assert not ApiToken.objects.filter(revoked_at=None).exists()


def test_reset_raises_nobody() -> None:
    User.objects.create_user(ADMIN, password="their own words")
    reset()
    assert not User.objects.get().is_superuser


def test_reset_without_account_says_who_makes_one() -> None:
    with pytest.raises(CommandError, match="`make up` makes one"):
        reset()
