"""What a second factor rests on is stored so that the database alone opens nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.login.second_factor import begin_setup, check_code
from core.models import SealedTotpDevice, User
from core.sealed_keys import KeyUnreadable, seal, unseal
from tests.core.login.pages import code_of, set_up

KEY = b"k" * 20


@pytest.fixture
def renew_secret(settings: Any) -> Any:
    """The server's secret becomes another; the one of before is known or not."""

    def renew(*fallbacks: str) -> None:
        settings.SECRET_KEY_FALLBACKS = [*fallbacks]
        settings.SECRET_KEY = "another secret of the tests"

    return renew


def test_sealed_key_opens_for_its_login_alone() -> None:
    sealed = seal(KEY, "ada")
    assert (unseal(sealed, "ada"), len(sealed) <= 80, seal(KEY, "ada") != sealed) == (KEY, True, True)
    with pytest.raises(KeyUnreadable):
        unseal(sealed, "bo")


@pytest.mark.parametrize("text", ["", "s1:", "s1:AAAA", "s1:é", "6b" * 20])
def test_what_is_not_sealed_opens_nothing(text: str) -> None:
    with pytest.raises(KeyUnreadable):
        unseal(text, "ada")


@pytest.fixture
def codes(client: Client, staff: User, second_factor_on: None) -> list[str]:
    """The recovery codes of somebody whose second factor is set up."""
    return set_up(client, staff)


def forget_throttle(staff: User) -> None:
    TOTPDevice.objects.filter(user=staff).update(last_t=-1, throttling_failure_count=0)


@pytest.mark.django_db
def test_neither_key_nor_codes_stand_in_the_database(codes: list[str], staff: User) -> None:
    device = SealedTotpDevice.objects.get(user=staff)
    assert device.bin_key.hex() not in device.key
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert (len(stored), stored & set(codes)) == (10, set())


@pytest.mark.django_db
def test_new_secret_opens_what_the_one_of_before_sealed_and_seals_it_anew(
    codes: list[str], staff: User, settings: Any, renew_secret: Any
) -> None:
    renew_secret(settings.SECRET_KEY)
    forget_throttle(staff)
    assert check_code(staff, code_of(staff)) is not None
    assert check_code(staff, codes[0]) is not None
    assert check_code(staff, codes[0]) is None
    settings.SECRET_KEY_FALLBACKS = []
    assert len(SealedTotpDevice.objects.get(user=staff).bin_key) == 20


@pytest.mark.django_db
def test_without_the_secret_of_before_no_code_is_right(codes: list[str], staff: User, renew_secret: Any) -> None:
    forget_throttle(staff)
    code = code_of(staff)
    renew_secret()
    assert (check_code(staff, code), check_code(staff, codes[0])) == (None, None)


@pytest.mark.django_db
def test_setup_that_was_begun_with_a_lost_secret_begins_again(staff: User, renew_secret: Any) -> None:
    first = begin_setup(staff, {}).bin_key
    renew_secret()
    assert begin_setup(staff, {}).bin_key not in {b"", first}
