"""What guards the specimen. Not collected by `make test`: its name does not begin with `test_`."""

from __future__ import annotations

from django.conf import settings

from tests.mutants.specimen import is_enough, tidy


def test_three_is_enough_and_two_is_not() -> None:
    # However a test is run, in a fork or anew.
    assert settings.SETTINGS_MODULE == "sessionbridge.settings.tests"
    assert is_enough(3)
    assert not is_enough(2)


def test_words_come_sorted() -> None:
    assert tidy(["b", "a"]) == ["a", "b"]
