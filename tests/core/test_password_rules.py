"""A password that is built on the login's name is refused, wherever passwords are given."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from core.models import User
from core.password_rules import LongEnough


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("victim", "victimvictim"),
        ("victim", "Victim-2026-Victim"),
        ("victim", "a heron and a VICTIM"),
        ("ada", "adaadaadaada"),
        ("ada", "ada-ada-ada-1"),
        ("a-heron-at-the-weir", "heron-at-the-weir"),
        ("VICTIM", "\uff56\uff49\uff43\uff54\uff49\uff4d and a heron"),
    ],
)
def test_password_and_name_do_not_hold_each_other(username: str, password: str) -> None:
    with pytest.raises(ValidationError, match=r"login name|username"):
        validate_password(password, User(username=username))


@pytest.mark.parametrize(("username", "password"), [("ada", "an armada at the weir"), ("victim", "heron at the weir")])
def test_password_of_its_own_is_taken(username: str, password: str) -> None:
    validate_password(password, User(username=username))


def test_rules_are_said_of_nobodys_password() -> None:
    assert [words for words in password_validators_help_texts() if "your" in words.lower()] == []


@pytest.mark.parametrize("username", ["", None])
def test_login_whose_name_was_refused_still_has_its_password_checked(username: str | None) -> None:
    user = User()
    user.username = username  # type: ignore[assignment]  # as a form leaves it
    validate_password("heron at the weir", user)


def test_password_is_no_longer_than_the_api_takes() -> None:
    rule = LongEnough(min_length=12)
    rule.validate("l" * 1024)
    with pytest.raises(ValidationError, match="At most 1,024"):
        rule.validate("l" * 1025)
