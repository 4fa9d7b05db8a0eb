"""Wrong passwords: few from one address, more from anywhere, the same for names that do not exist."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from core.login.limits import lift_limits
from core.models import LoginEvent, LoginEventKind, User
from tests.core.login.pages import HOME, LOGIN, PASSWORD, log_in

pytestmark = pytest.mark.django_db
API_LOGIN = "/api/v1/auth/login/"


def fail(client: Client, times: int, username: str = "dr-river") -> list[int]:
    return [log_in(client, username, "wrong").status_code for _ in range(times)]


def test_fifth_wrong_password_locks_and_the_right_one_is_refused_then(client: Client, staff: User) -> None:
    assert fail(client, 5) == [200, 200, 200, 200, 429]
    answer = log_in(client, staff.username)
    assert (answer.status_code, b"too many wrong passwords" in answer.content) == (429, True)
    assert client.get(HOME).status_code == 302


def test_sixty_wrong_passwords_reach_the_password_five_times(client: Client, staff: User) -> None:
    fail(client, 60)
    assert LoginEvent.objects.filter(event=LoginEventKind.FAILED).count() == 5
    assert LoginEvent.objects.filter(event=LoginEventKind.LOCKED).count() == 55


def test_somebody_at_another_address_is_not_locked_out(client: Client, staff: User) -> None:
    fail(client, 5)
    assert log_in(Client(REMOTE_ADDR="192.0.2.1"), staff.username).status_code == 302


def test_name_that_does_not_exist_is_locked_alike(client: Client) -> None:
    assert fail(client, 5, "nobody") == [200, 200, 200, 200, 429]


@pytest.mark.parametrize("typed", ["DR-RIVER", "Dr-River", "ｄｒ-ｒｉｖｅｒ", " dr-river "])
def test_name_is_taken_in_any_capitals_by_admin_and_api(client: Client, staff: User, typed: str) -> None:
    assert log_in(client, typed).status_code == 302
    api = APIClient(REMOTE_ADDR=client.defaults["REMOTE_ADDR"])
    assert api.post(API_LOGIN, {"username": typed, "password": PASSWORD}).status_code == 201
    assert {each.user for each in LoginEvent.objects.filter(event=LoginEventKind.LOGGED_IN)} == {staff}


@pytest.mark.parametrize("name", ["dr-river", "nobody"])
@pytest.mark.usefixtures("staff")
def test_wrong_passwords_at_a_name_count_together_whatever_its_capitals(client: Client, name: str) -> None:
    typed = [name, name.upper(), name.title(), f" {name}", name.swapcase()]
    assert [log_in(client, each, "wrong").status_code for each in typed] == [200, 200, 200, 200, 429]
    api = APIClient(REMOTE_ADDR=client.defaults["REMOTE_ADDR"])
    assert api.post(API_LOGIN, {"username": name.capitalize(), "password": PASSWORD}).status_code == 429


def test_name_that_only_looks_alike_is_another(client: Client, staff: User) -> None:
    # A Cyrillic letter for the "i".
    assert log_in(client, staff.username.replace("i", "\u0456")).status_code == 200
    assert not LoginEvent.objects.filter(user=staff, event=LoginEventKind.FAILED).exists()


def test_api_and_admin_count_together(client: Client, staff: User) -> None:
    fail(client, 4)
    api = APIClient(REMOTE_ADDR=client.defaults["REMOTE_ADDR"])
    api.post(API_LOGIN, {"username": staff.username, "password": "wrong"})
    answer = api.post(API_LOGIN, {"username": staff.username, "password": PASSWORD})
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert answer.json()["type"].endswith(":locked_out")


@pytest.mark.parametrize("username", ["dr-river", "nobody"])
@pytest.mark.usefixtures("staff")
def test_one_name_tried_from_many_addresses_is_locked_for_all(settings: Any, username: str) -> None:
    settings.LOGIN_NAME_FAILURES = 6
    codes = [log_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), username, "wrong").status_code for n in range(8)]
    assert codes == [200] * 6 + [429] * 2


def test_success_begins_the_slower_count_again(settings: Any, staff: User) -> None:
    settings.LOGIN_NAME_FAILURES = 3
    for number in range(6):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        password = PASSWORD if number in {2, 5} else "wrong"
        assert log_in(client, staff.username, password).status_code == (302 if number in {2, 5} else 200)


def test_limits_can_be_lifted(client: Client, settings: Any, staff: User) -> None:
    settings.LOGIN_NAME_FAILURES = 5
    fail(client, 5)
    lift_limits(staff)
    assert log_in(client, staff.username).status_code == 302


def test_new_password_works_at_once(client: Client, staff: User) -> None:
    fail(client, 5)
    staff.choose_password("another lighthouse")
    staff.save()
    assert log_in(client, staff.username, "another lighthouse").status_code == 302


def test_failures_are_kept_without_what_was_typed(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    log_in(client, "my-password-in-the-wrong-field", "wrong")
    kept = [*LoginEvent.objects.values_list("username", "name_key")]
    assert (len(kept), kept[0][0], "wrong-field" in str(kept) + caplog.text) == (1, "", False)


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_unsafe_or_missing_next_leads_home(client: Client, staff: User, next_: str) -> None:
    answer = log_in(client, staff.username, next=next_)
    assert (answer.status_code, answer["Location"]) == (302, HOME)


def test_safe_next_is_followed(client: Client, staff: User) -> None:
    assert log_in(client, staff.username, next="/admin/core/message/")["Location"] == "/admin/core/message/"


def test_somebody_logged_in_is_led_home(client: Client, staff: User) -> None:
    client.force_login(staff)
    assert client.get(LOGIN, {"next": "https://evil.example/"})["Location"] == HOME


def change(client: Client, old: str) -> int:
    new = {"new_password1": "one more lighthouse", "new_password2": "one more lighthouse"}
    return client.post("/admin/password_change/", {"old_password": old, **new}).status_code


def test_wrong_old_passwords_are_limited_as_those_of_the_login(client: Client, staff: User) -> None:
    log_in(client, staff.username)
    assert [change(client, "wrong") for _ in range(6)] == [200, 200, 200, 200, 429, 429]
    assert change(client, PASSWORD) == 429
    staff.refresh_from_db()
    assert staff.check_password(PASSWORD)


def test_wrong_old_password_is_on_record(client: Client, staff: User) -> None:
    log_in(client, staff.username)
    change(client, "wrong")
    event = LoginEvent.objects.get(event=LoginEventKind.FAILED)
    assert (event.user, event.path) == (staff, "/admin/password_change/")


def test_name_in_wide_letters_is_the_same_at_the_api_and_in_the_admin(client: Client, staff: User) -> None:
    wide = staff.username.replace("r", "\uff52")
    assert log_in(client, wide).status_code == 302
    api = APIClient(REMOTE_ADDR="192.0.2.77")
    assert api.post(API_LOGIN, {"username": wide, "password": PASSWORD}).status_code == 201
