"""A password that somebody else set opens nothing but the choice of one's own, and shows."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from core.actors import Actor
from core.local_admin import make_admin, reset_admin_password
from core.models import AccessEvent, ApiToken, Change, LoginEvent, LoginEventKind, Patient, User
from core.practice.logins import create_staff, link_app_login, make_app_login, unlink_app_login
from core.roles import Role
from tests.builders.people import TESTER, make_clinician, make_organisation, make_patient, make_staff, make_user
from tests.core.login.pages import HOME, LOGIN, PASSWORD, SECOND_FACTOR, code_of, log_in, set_up, type_code

pytestmark = pytest.mark.django_db
API, CHOICE = "/api/v1/auth/login/", "/api/v1/auth/password/"
CHOOSE, CHANGE = "/admin/choose-password/", "/admin/password_change/"
GIVEN, OWN = "a given lighthouse", "riverbank of my own"


@pytest.fixture
def person(db: None) -> Patient:
    """Somebody whose app login an administrator has just made."""
    patient = make_patient(organisation=make_organisation(), code="P-0042")
    make_app_login(TESTER, patient, "anna", GIVEN)
    patient.refresh_from_db()
    return patient


@pytest.fixture
def api(client: Client) -> APIClient:
    return APIClient(REMOTE_ADDR=client.defaults["REMOTE_ADDR"])


def kind(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def token(api: APIClient, password: str, username: str = "anna") -> Any:
    return api.post(API, {"username": username, "password": password})


def choose(api: APIClient, password: str, new: str, **more: str) -> Any:
    return api.post(CHOICE, {"username": "anna", "password": password, "new_password": new, **more})


@pytest.mark.usefixtures("person")
def test_password_of_a_new_app_login_gives_no_token(api: APIClient) -> None:
    assert kind(token(api, GIVEN)) == (401, "password_must_be_chosen")
    assert not ApiToken.objects.filter(revoked_at=None).exists()


@pytest.mark.usefixtures("person")
def test_password_chosen_by_its_owner_gives_one(api: APIClient) -> None:
    assert choose(api, GIVEN, OWN).status_code == 204
    assert (token(api, OWN).status_code, kind(token(api, GIVEN))) == (201, (401, "authentication_failed"))
    event = LoginEvent.objects.get(event=LoginEventKind.PASSWORD_CHANGED, path=CHOICE)
    assert (event.username, event.by) == ("anna", "")


@pytest.mark.usefixtures("person")
def test_own_password_is_changed_by_the_same_call_and_every_token_ends(api: APIClient) -> None:
    choose(api, GIVEN, OWN)
    held = token(api, OWN).json()["token"]
    assert choose(api, OWN, "another lighthouse").status_code == 204
    api.credentials(HTTP_AUTHORIZATION=f"Token {held}")
    assert api.get("/api/v1/summaries/x/").status_code == 401
    api.credentials()
    assert token(api, "another lighthouse").status_code == 201


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("new", [GIVEN, "short", "password12345"])
def test_weak_password_and_the_given_one_are_not_taken(api: APIClient, new: str) -> None:
    answer = choose(api, GIVEN, new)
    assert (kind(answer), answer.json()["errors"][0]["field"]) == ((400, "invalid"), "new_password")
    assert kind(token(api, GIVEN)) == (401, "password_must_be_chosen")


@pytest.mark.usefixtures("person")
def test_wrong_passwords_at_the_choice_are_counted_with_those_at_the_login(api: APIClient) -> None:
    for _ in range(4):
        assert kind(choose(api, "wrong", "short")) == (401, "authentication_failed")
    token(api, "wrong")
    assert kind(choose(api, GIVEN, OWN)) == (429, "locked_out")


def administrators_reset(patient: Patient) -> User:
    """The password of the person's app set on the admin's page; who did it."""
    administrator = make_staff(patient.organisation, Role.ADMINISTRATOR, username="ada")
    desk = Client()
    desk.force_login(administrator)
    page = reverse("admin:auth_user_password_change", args=[patient.user_id])
    assert desk.post(page, {"password1": GIVEN + "2", "password2": GIVEN + "2"}).status_code == 302
    return administrator


def test_administrator_who_sets_a_password_reads_nothing_by_it(person: Patient, api: APIClient) -> None:
    choose(api, GIVEN, OWN)
    administrators_reset(person)
    assert kind(token(api, GIVEN + "2")) == (401, "password_must_be_chosen")
    assert kind(token(api, OWN)) == (401, "authentication_failed")


def test_password_that_was_set_shows_in_the_history_and_under_who_looked(person: Patient) -> None:
    administrator = administrators_reset(person)
    change = Change.objects.filter(patient=person).latest("at")
    assert (change.details, change.actor) == ("password set by ada", administrator)
    clinician = make_clinician(person)
    desk = Client()
    desk.force_login(clinician)
    shown = desk.get(reverse("admin:core_patient_who_looked", args=[person.pk])).content.decode()
    assert "set the password of the app" in shown


def test_password_set_by_a_command_shows_too(person: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: GIVEN + "3")
    call_command("changepassword", "anna", stdout=StringIO())
    event = AccessEvent.objects.filter(patient=person).latest("at")
    assert (event.action, event.actor_label.startswith("a command run by")) == ("set the password of the app", True)
    assert User.objects.get(username="anna").must_choose_password


def test_login_linked_to_another_diary_has_no_password_of_its_own_any_more(person: Patient, api: APIClient) -> None:
    # An administrator could have chosen one while there was no diary to read.
    choose(api, GIVEN, OWN)
    token(api, OWN)
    unlink_app_login(TESTER, person)
    link_app_login(TESTER, person, User.objects.get(username="anna"))
    assert kind(token(api, OWN)) == (401, "password_must_be_chosen")
    assert {*AccessEvent.objects.filter(patient=person).values_list("action", flat=True)} == {
        "app login made and linked",
        "app login unlinked",
        "app login linked",
    }


def test_hash_that_django_makes_anew_is_no_new_password(settings: Any) -> None:
    user = make_user()
    user.choose_password(OWN)
    user.save()
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    assert user.check_password(OWN)
    assert (user.must_choose_password, User.objects.get().must_choose_password) == (False, False)


# In the admin.


@pytest.fixture
def newcomer(db: None) -> User:
    """Somebody of staff who has their first password."""
    return create_staff(Actor(None, "a test"), make_organisation(), "dr-new", GIVEN, role=Role.CLINICIAN)


def choose_here(client: Client, new: str = OWN, again: str = OWN, **more: str) -> Any:
    return client.post(CHOOSE, {"new_password1": new, "new_password2": again, **more})


def test_nothing_opens_before_the_choice(client: Client, newcomer: User) -> None:
    log_in(client, newcomer.username, GIVEN)
    for page in (HOME, "/admin/core/message/", CHANGE):
        assert client.get(page)["Location"].startswith(LOGIN)
    assert (
        client.get(LOGIN, {"next": "/admin/core/message/"})["Location"] == f"{CHOOSE}?next=%2Fadmin%2Fcore%2Fmessage%2F"
    )
    assert b"Choose your own password" in client.get(CHOOSE).content


def test_choice_opens_the_admin_and_ends_other_sessions(client: Client, newcomer: User) -> None:
    other = Client()
    for each in (client, other):
        log_in(each, newcomer.username, GIVEN)
    assert choose_here(client, next="/admin/core/message/")["Location"] == "/admin/core/message/"
    assert client.get(HOME).status_code == 200
    assert other.get(CHOOSE)["Location"].startswith(LOGIN)


@pytest.mark.parametrize(("new", "again"), [(GIVEN, GIVEN), ("short", "short"), (OWN, "another"), ("", "")])
def test_bad_choice_is_said_and_opens_nothing(client: Client, newcomer: User, new: str, again: str) -> None:
    log_in(client, newcomer.username, GIVEN)
    answer = choose_here(client, new, again)
    assert (answer.status_code, b"errorlist" in answer.content) == (200, True)
    assert client.get(HOME).status_code == 302


@pytest.mark.usefixtures("second_factor_on")
def test_choice_comes_before_a_second_factor_is_set_up(client: Client, newcomer: User) -> None:
    log_in(client, newcomer.username, GIVEN)
    assert client.get(SECOND_FACTOR)["Location"] == CHOOSE
    choose_here(client)
    assert b"Scan this picture" in client.get(SECOND_FACTOR).content
    assert type_code(client, code_of(newcomer)).status_code == 200


@pytest.mark.usefixtures("second_factor_on")
def test_code_comes_before_the_choice_where_there_is_a_second_factor(client: Client, staff: User) -> None:
    set_up(client, staff)
    staff.refresh_from_db()
    staff.set_password(GIVEN)
    staff.save()
    other = Client()
    log_in(other, staff.username, GIVEN)
    assert other.get(LOGIN)["Location"].startswith(SECOND_FACTOR)
    assert choose_here(other)["Location"].startswith(LOGIN)
    staff.refresh_from_db()
    assert staff.check_password(GIVEN)


def test_own_password_changed_in_the_admin_is_ones_own(client: Client, staff: User) -> None:
    log_in(client, staff.username)
    new = {"old_password": PASSWORD, "new_password1": OWN, "new_password2": OWN}
    assert client.post(CHANGE, new).status_code == 302
    staff.refresh_from_db()
    assert (staff.check_password(OWN), staff.must_choose_password) == (True, False)
    assert client.get(HOME).status_code == 200


def test_account_of_make_up_has_a_plain_password_in_the_embedded_database_alone(settings: Any) -> None:
    settings.EMBEDDED_SERVICES = {"postgres": True}
    make_admin()
    assert not User.objects.get().must_choose_password
    settings.EMBEDDED_SERVICES = None
    reset_admin_password(Actor(None, "a test"))
    assert User.objects.get().must_choose_password
