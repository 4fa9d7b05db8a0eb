"""What ends a session or a token: a new password, a deactivation, a time without a request, a working day."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from core.models import LoginEvent, LoginEventKind, User
from tests.builders.people import token_for
from tests.core.login.pages import HOME, log_in

pytestmark = pytest.mark.django_db
SUMMARY = "/api/v1/summaries/x/"


def api_of(user: User) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token_for(user)}")
    return client


def are_open(client: Client, api: APIClient) -> tuple[bool, bool]:
    return client.get(HOME).status_code == 200, api.get(SUMMARY).status_code == 404


def test_new_password_ends_sessions_and_tokens(client: Client, staff: User) -> None:
    client.force_login(staff)
    api = api_of(staff)
    assert are_open(client, api) == (True, True)
    staff.choose_password("another lighthouse")
    staff.save()
    assert are_open(client, api) == (False, False)


@pytest.mark.parametrize("by_row", [True, False], ids=["row", "statement"])
def test_login_switched_off_and_on_again_is_logged_out(client: Client, staff: User, by_row: bool) -> None:
    client.force_login(staff)
    api = api_of(staff)
    for active in (False, True):
        if by_row:
            # The row as it was read before: its epoch is an earlier one.
            staff.is_active = active
            staff.save()
        else:
            User.objects.filter(pk=staff.pk).update(is_active=active)
        assert are_open(client, api) == (False, False)


def test_other_changes_end_nothing(client: Client, staff: User) -> None:
    client.force_login(staff)
    api = api_of(staff)
    User.objects.filter(pk=staff.pk).update(first_name="River", last_login=timezone.now())
    assert are_open(client, api) == (True, True)


def test_own_new_password_keeps_this_session_and_ends_the_others(client: Client, staff: User) -> None:
    other = Client()
    log_in(client, staff.username)
    other.force_login(staff)
    values = {"old_password": "riverbank and lighthouse", "new_password1": "one more lighthouse"}
    answer = client.post("/admin/password_change/", {**values, "new_password2": "one more lighthouse"})
    assert answer.status_code == 302
    assert (client.get(HOME).status_code, other.get(HOME).status_code) == (200, 302)
    assert LoginEvent.objects.filter(event=LoginEventKind.PASSWORD_CHANGED, user=staff, by="").count() == 2


@pytest.mark.parametrize(("minutes", "stays"), [(14, True), (16, False)])
def test_staff_without_a_request_for_15_minutes_are_logged_out(
    client: Client, staff: User, minutes: int, stays: bool
) -> None:
    log_in(client, staff.username)
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
        answer = client.get(HOME)
        assert (answer.status_code == 200) is stays
        if not stays:
            assert "You were logged out" in client.get(answer["Location"]).content.decode()
    assert LoginEvent.objects.filter(event=LoginEventKind.IDLE, user=staff).exists() is not stays


def test_requests_keep_a_session_open_for_a_working_day_and_no_longer(client: Client, staff: User) -> None:
    log_in(client, staff.username)
    start = timezone.now()
    seen = []
    for ten_minutes in range(1, 75):
        with time_machine.travel(start + timedelta(minutes=10 * ten_minutes), tick=False):
            seen.append(client.get(HOME).status_code)
    assert (seen[:71], set(seen[72:])) == ([200] * 71, {302})


def test_session_is_not_written_for_every_request(client: Client, staff: User) -> None:
    log_in(client, staff.username)
    assert "sessionid" not in client.get(HOME).cookies
