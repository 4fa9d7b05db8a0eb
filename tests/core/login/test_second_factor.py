"""The second factor: set up at the first login, asked at each, and nothing without it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from rest_framework.test import APIClient

from core.login.second_factor import remove_second_factor
from core.models import LoginEvent, LoginEventKind, SealedTotpDevice, User
from tests.core.login.pages import HOME, LOGIN, PASSWORD, SECOND_FACTOR, code_of, log_in, set_up, type_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_factor_on")]
API_LOGIN = "/api/v1/auth/login/"


def fresh(client: Client) -> Client:
    """The same address, without the session."""
    return Client(REMOTE_ADDR=client.defaults["REMOTE_ADDR"])


def later(user: User) -> None:
    """As if the last code had been typed a while ago: neither used up nor too soon after a wrong one."""
    SealedTotpDevice.objects.filter(user=user).update(last_t=-1, throttling_failure_count=0)
    StaticDevice.objects.filter(user=user).update(throttling_failure_count=0)


def events() -> list[str]:
    return [*LoginEvent.objects.order_by("at").values_list("event", flat=True)]


def test_password_alone_opens_nothing(client: Client, staff: User) -> None:
    log_in(client, staff.username)
    for page in (HOME, "/admin/core/message/", "/admin/password_change/"):
        assert client.get(page)["Location"].startswith(LOGIN)
    assert client.get(LOGIN, {"next": "/admin/core/message/"})["Location"] == (
        f"{SECOND_FACTOR}?next=%2Fadmin%2Fcore%2Fmessage%2F"
    )


def test_first_login_sets_it_up_and_shows_ten_codes_once(client: Client, staff: User) -> None:
    codes = set_up(client, staff)
    assert (len(codes), len(set(codes))) == (10, 10)
    assert client.get(HOME).status_code == 200
    again = client.get(SECOND_FACTOR).content.decode()
    assert "Recovery codes left: 10" in again
    assert not any(code in again for code in codes)


def test_page_of_the_setup_keeps_the_key_until_a_code_is_right(client: Client, staff: User) -> None:
    log_in(client, staff.username)
    first = client.get(SECOND_FACTOR).context["key"]
    assert b"This code is wrong" in type_code(client, "000000").content
    assert client.get(SECOND_FACTOR).context["key"] == first
    assert client.get(HOME).status_code == 302


def wide(code: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) for letter in code)


def test_wide_digits_are_the_others(client: Client, staff: User) -> None:
    log_in(client, staff.username)
    client.get(SECOND_FACTOR)
    assert type_code(client, wide(code_of(staff))).status_code == 200
    later(staff)
    again = fresh(client)
    log_in(again, staff.username)
    assert type_code(again, wide(code_of(staff))).status_code == 302


def arabic(code: str) -> str:
    return "".join(chr(0x660 + int(digit)) for digit in code)


@pytest.mark.parametrize("change", [arabic, "+{}".format, "{0[0]}_{0[1]}{0[2]}{0[3]}{0[4]}{0[5]}".format])
def test_code_in_another_notation_is_none(client: Client, staff: User, change: Callable[[str], str]) -> None:
    log_in(client, staff.username)
    client.get(SECOND_FACTOR)
    assert b"This code is wrong" in type_code(client, change(code_of(staff))).content
    later(staff)
    type_code(client, code_of(staff))
    later(staff)
    again = fresh(client)
    log_in(again, staff.username)
    assert b"This code is wrong" in type_code(again, change(code_of(staff))).content


def test_recovery_code_is_taken_in_capitals_and_wide_and_not_with_a_cyrillic_letter(
    client: Client, staff: User
) -> None:
    codes = set_up(client, staff)
    for code, is_good in ((codes[0].upper(), True), (wide(codes[1]), True), (f"\u0430{codes[2][1:]}", False)):
        later(staff)
        again = fresh(client)
        log_in(again, staff.username)
        assert (type_code(again, code).status_code == 302) is is_good


def test_key_of_a_setup_is_good_in_the_session_that_asked_for_it_alone(client: Client, staff: User) -> None:
    other = fresh(client)
    log_in(other, staff.username)
    seen_by_another = other.get(SECOND_FACTOR).context["key"]
    log_in(client, staff.username)
    assert client.get(SECOND_FACTOR).context["key"] != seen_by_another
    code = code_of(staff)
    assert b"This code is wrong" in type_code(other, code).content
    assert not SealedTotpDevice.objects.filter(user=staff, confirmed=True).exists()


def test_code_sent_by_a_session_that_asked_for_no_key_sets_nothing_up(client: Client, staff: User) -> None:
    other = fresh(client)
    log_in(client, staff.username)
    client.get(SECOND_FACTOR)
    log_in(other, staff.username)
    assert b"This code is wrong" in type_code(other, code_of(staff)).content
    assert not SealedTotpDevice.objects.filter(user=staff, confirmed=True).exists()


def test_later_logins_ask_for_a_code(client: Client, staff: User) -> None:
    set_up(client, staff)
    later(staff)
    other = fresh(client)
    log_in(other, staff.username)
    assert "id_code" in other.get(SECOND_FACTOR).content.decode()
    answer = other.post(SECOND_FACTOR, {"code": code_of(staff), "next": "/admin/core/message/"})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/core/message/")
    assert other.get(HOME).status_code == 200


def test_code_works_once(client: Client, staff: User) -> None:
    set_up(client, staff)
    other = fresh(client)
    log_in(other, staff.username)
    assert type_code(other, code_of(staff)).status_code == 200
    assert other.get(HOME).status_code == 302


def test_guessing_is_slowed_down(client: Client, staff: User) -> None:
    set_up(client, staff)
    later(staff)
    other = fresh(client)
    log_in(other, staff.username)
    type_code(other, "000000")
    assert type_code(other, code_of(staff)).status_code == 200
    assert SealedTotpDevice.objects.get().throttling_failure_timestamp <= timezone.now()


def test_recovery_code_works_once(client: Client, staff: User) -> None:
    codes = set_up(client, staff)
    for expected in (302, 200):
        other = fresh(client)
        log_in(other, staff.username)
        assert type_code(other, codes[0].upper()).status_code == expected
        later(staff)
    assert LoginEventKind.RECOVERY_CODE_USED in events()


def test_new_recovery_codes_end_the_old_ones(client: Client, staff: User) -> None:
    old = set_up(client, staff)
    new = client.post(SECOND_FACTOR).context["codes"]
    assert set(old).isdisjoint(new)
    other = fresh(client)
    log_in(other, staff.username)
    assert type_code(other, old[0]).status_code == 200


def test_half_a_login_can_be_given_up(client: Client, staff: User) -> None:
    log_in(client, staff.username)
    assert client.post(SECOND_FACTOR, {"leave": "1"})["Location"] == LOGIN
    assert client.get(SECOND_FACTOR)["Location"].startswith(LOGIN)


def test_page_is_for_staff_who_typed_their_password(client: Client) -> None:
    assert client.get(SECOND_FACTOR)["Location"].startswith(LOGIN)


def test_one_taken_away_is_set_up_again_and_its_sessions_end(client: Client, staff: User) -> None:
    set_up(client, staff)
    assert remove_second_factor(staff)
    assert client.get(HOME).status_code == 302
    assert "Set up" in client.get(SECOND_FACTOR).content.decode()


def test_every_step_is_on_record(client: Client, staff: User) -> None:
    set_up(client, staff)
    later(staff)
    other = fresh(client)
    log_in(other, staff.username)
    type_code(other, "000000")
    later(staff)
    type_code(other, code_of(staff))
    other.post("/admin/logout/")
    kind = LoginEventKind
    assert events()[-6:] == [
        kind.LOGGED_IN, kind.SECOND_FACTOR_SET_UP, kind.LOGGED_IN, kind.SECOND_FACTOR_FAILED,
        kind.SECOND_FACTOR_PASSED, kind.LOGGED_OUT,
    ]  # fmt: skip


def test_staff_get_a_token_with_a_code_alone(client: Client, staff: User) -> None:
    api = APIClient(REMOTE_ADDR=client.defaults["REMOTE_ADDR"])
    body = {"username": staff.username, "password": PASSWORD}
    assert "log in to the admin" in api.post(API_LOGIN, body).json()["detail"]
    set_up(client, staff)
    answer = api.post(API_LOGIN, body)
    assert (answer.status_code, answer.json()["type"][-21:]) == (401, ":second_factor_needed")
    assert api.post(API_LOGIN, {**body, "code": "000000"}).status_code == 401
    later(staff)
    assert api.post(API_LOGIN, {**body, "code": code_of(staff)}).status_code == 201


def test_key_of_a_set_up_that_was_begun_ends_with_the_password(client: Client, staff: User) -> None:
    log_in(client, staff.username)
    client.get(SECOND_FACTOR)
    noted = code_of(staff)
    staff.choose_password("another lighthouse yet")
    staff.save()
    assert not SealedTotpDevice.objects.filter(user=staff).exists()
    owner = fresh(client)
    log_in(owner, staff.username, "another lighthouse yet")
    owner.get(SECOND_FACTOR)
    assert code_of(staff) != noted
