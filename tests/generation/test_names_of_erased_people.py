"""The login of an erased person opens nothing, and its name is found in no table and in no statistics."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from ipaddress import IPv6Address
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from core.access import record_access
from core.actors import actor_of
from core.erasure import all_kept_words, erase_person
from core.erasure_certificates import in_plain_text
from core.kept_names import KEPT_NAMES, KeptName
from core.login.rank import may_change_login
from core.login.record import key_of
from core.models import Change, ConsentWord, LoginEvent, LoginEventKind, Patient, Scope, User
from core.practice.consents import record_consent
from core.practice.logins import link_app_login, make_app_login, unlink_app_login
from core.practice.tokens import issue_service_token, issue_token
from core.refusals import InputRefused
from core.roles import Role
from generation.summary_objections import object_to
from tests.builders.forms import made_from
from tests.builders.jobs import summarise
from tests.builders.people import TESTER, make_diarist, make_operator, make_staff, token_for
from tests.builders.rows import refused_by

pytestmark = pytest.mark.django_db
GIVEN, OWN = "a given lighthouse", "riverbank of my own"


def name() -> str:
    """A mark nothing else holds, in a shape that a username may have."""
    return f"Canary.{uuid4().hex}"


@pytest.fixture
def patient() -> Patient:
    patient = make_diarist()
    make_app_login(TESTER, patient, name(), GIVEN)
    patient.refresh_from_db()
    return patient


def live(patient: Patient) -> str:
    """All that a person does by their login and others do with it; its name."""
    user = patient.user
    assert user is not None
    api = APIClient(REMOTE_ADDR=str(IPv6Address(uuid4().int)))
    login = {"username": user.username, "password": GIVEN}
    api.post("/api/v1/auth/login/", {**login, "password": "wrong"})
    api.post("/api/v1/auth/password/", {**login, "new_password": OWN})
    token = api.post("/api/v1/auth/login/", {**login, "password": OWN}).json()["token"]
    api.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    job = summarise(patient)
    assert api.get(f"/api/v1/summaries/{job.sessionbridgeversion.pk}/").status_code == 200
    object_to(job.sessionbridgeversion, by=user, words="Not so.")
    record_consent(actor_of(user), patient, allowed=True, on_word_of=ConsentWord.PERSON)
    record_access(actor=user, patient_id=patient.pk, action="view", target="/")
    issue_token(actor_of(user), user, f"telephone of {user.username}")
    _see_to(user)
    return user.username


def _see_to(user: User) -> None:
    """Staff in the admin: the list's actions, the form, the password."""
    user.email = f"{user.username}@example.org"
    user.save()
    desk = Client()
    desk.force_login(make_operator())
    page = reverse("admin:core_user_change", args=[user.pk])
    values = {"username": user.username, "is_active": "on", "first_name": user.username, "email": user.email}
    values |= made_from(desk, page)
    assert desk.post(page, {**values, "organisation": str(user.organisation_id)}).status_code == 302
    new = {"password1": GIVEN + "2", "password2": GIVEN + "2"}
    assert desk.post(reverse("admin:auth_user_password_change", args=[user.pk]), new).status_code == 302
    action = {"action": "lift_login_limits", "_selected_action": [str(user.pk)]}
    assert desk.post(reverse("admin:core_user_changelist"), action).status_code == 302


TEXTS = """
    SELECT table_name, column_name, data_type FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
      AND data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'bytea')
"""


def places_of(*marks: str) -> set[str]:
    """Every column of the database that holds one of these, in whatever capitals."""
    columns: dict[str, dict[str, str]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(TEXTS)
        for table, column, kind in cursor.fetchall():
            text = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            holds = " OR ".join([f"position(%s in lower({text})) > 0"] * len(marks))
            columns[table][column] = f"bool_or({holds})"
        found = set()
        # Each table is read once: those of a long run are full of rows that tests took back.
        for table, looked_at in columns.items():
            asked = ", ".join(looked_at.values())
            cursor.execute(
                f'SELECT {asked} FROM "{table}"',  # noqa: S608 - from the catalogue
                [mark.lower() for _ in looked_at for mark in marks],
            )
            found |= {f"{table}.{column}" for column, holds in zip(looked_at, cursor.fetchone(), strict=True) if holds}
    return found


def test_name_of_an_erased_persons_login_is_left_nowhere(patient: Patient) -> None:
    canary = live(patient)
    assert places_of(canary) >= {
        "users.username", "users.email", "login_events.username", "access_events.actor_label", "changes.actor_label",
        "consents.recorded_by_label", "django_admin_log.object_repr", "api_tokens.name", "api_tokens.made_by_label",
    }  # fmt: skip
    erase_person(patient, by="the practice")
    assert places_of(canary, key_of(canary)) == set()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT 1 FROM pg_stats WHERE position(%s in lower(pg_stats::text)) > 0", [canary.lower()])
        assert cursor.fetchall() == []


@pytest.mark.parametrize("kept", KEPT_NAMES, ids=lambda kept: kept.table)
def test_no_statistics_are_gathered_of_names(kept: KeptName) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attstattarget = 0", [kept.table]
        )
        assert {found for (found,) in cursor.fetchall()} >= {*kept.columns, *kept.texts}


def test_login_opens_nothing_any_more(patient: Patient) -> None:
    canary = live(patient)
    token = token_for(patient.user)
    user_id = patient.user_id
    erase_person(patient, by="the practice")
    user = User.objects.get(pk=user_id)
    assert (user.is_active, user.has_usable_password(), user.username.startswith("erased-")) == (False, False, True)
    assert (user.email, user.first_name, Patient.objects.get(pk=patient.pk).user) == ("", "", None)
    api = APIClient(REMOTE_ADDR="192.0.2.8")
    assert api.post("/api/v1/auth/login/", {"username": canary, "password": OWN}).status_code == 401
    api.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert api.get("/api/v1/summaries/x/").status_code == 401


def test_token_made_while_its_person_is_erased_is_refused_and_keeps_no_name(patient: Patient) -> None:
    user, called = User.objects.get(pk=patient.user_id), name()
    erase_person(patient, by="the practice")
    with pytest.raises(InputRefused, match="switched off"):
        issue_token(actor_of(user), user, called)
    assert places_of(called, user.username) == set()


def test_login_whose_person_is_erased_behind_the_password_opens_nothing(patient: Patient) -> None:
    canary = live(patient)
    User.objects.filter(pk=patient.user_id).update(must_choose_password=False)
    with mock.patch("generation.api.login.authenticate", return_value=User.objects.get(pk=patient.user_id)):
        erase_person(patient, by="the practice")
        sent = APIClient().post("/api/v1/auth/login/", {"username": canary, "password": OWN})
    assert (sent.status_code, sent.json()["code"]) == (401, "authentication_failed")
    assert places_of(canary) == set()


def test_login_that_was_theirs_before_is_forgotten_too(patient: Patient) -> None:
    canary, user = live(patient), patient.user
    unlink_app_login(TESTER, patient)
    make_app_login(TESTER, patient, name(), GIVEN)
    erase_person(patient, by="the practice")
    assert places_of(canary) == set()
    assert user is not None


def test_login_that_was_made_staff_before_that_was_refused_is_forgotten_too(patient: Patient) -> None:
    canary = live(patient)
    User.objects.filter(pk=patient.user_id).update(is_staff=True, is_superuser=True)
    erase_person(patient, by="the practice")
    assert places_of(canary) == set()
    assert not User.objects.get(pk=patient.user_id).is_active


def test_login_that_is_another_persons_by_now_and_staff_keep_their_names(patient: Patient) -> None:
    user, other = patient.user, make_diarist()
    assert user is not None
    staff = make_staff(patient.organisation, Role.CLINICIAN, username="dr-river")
    record_access(actor=staff, patient_id=patient.pk, action="view", target="/")
    unlink_app_login(TESTER, patient)
    link_app_login(TESTER, other, user)
    erase_person(patient, by=staff)
    user.refresh_from_db()
    assert (user.is_active, user.username.startswith("Canary")) == (True, True)
    assert "access_events.actor_label" in places_of("dr-river")


def test_login_of_a_service_or_of_an_erased_person_is_nobodys_to_link_or_change(patient: Patient) -> None:
    lasts = timedelta(days=1)
    service = issue_service_token(
        TESTER, patient.organisation, "App", lasts=lasts, scopes=[Scope.PATIENTS_READ]
    ).row.user
    erased, operator = patient.user, make_operator()
    assert erased is not None
    erase_person(patient, by="the practice")
    erased.refresh_from_db()
    for login in (service, erased):
        with pytest.raises(InputRefused, match="of a service, or of somebody who was erased"):
            link_app_login(TESTER, make_diarist(), login)
        assert not may_change_login(operator, login)


def test_certificate_counts_the_names_and_says_so(patient: Patient) -> None:
    live(patient)
    certificate = erase_person(patient, by="the practice")
    assert certificate is not None
    assert (certificate.blanked["users"], certificate.blanked["consents"]) == (1, 1)
    assert "the name of the login in 1 login" in in_plain_text(certificate, all_kept_words())


@pytest.mark.parametrize(
    ("table", "column"), [(kept.table, kept.columns[-1]) for kept in KEPT_NAMES[1:-1]], ids=lambda part: part
)
def test_names_change_to_those_of_erased_logins_alone(patient: Patient, table: str, column: str) -> None:
    live(patient)
    erase_person(patient, by=make_operator())
    with connection.cursor() as cursor:
        refused = refused_by(lambda: cursor.execute(f"UPDATE {table} SET {column} = 'somebody'"))  # noqa: S608 - our own
    assert refused in {f"{table}_never_changed", f"{table}_fixed"}


def test_failed_tries_at_the_name_keep_no_key_of_it(patient: Patient) -> None:
    assert patient.user is not None
    canary = patient.user.username
    LoginEvent.objects.create(event=LoginEventKind.FAILED, name_key=key_of(canary))
    erase_person(patient, by="the practice")
    assert not LoginEvent.objects.filter(name_key=key_of(canary)).exists()


def test_names_of_before_are_forgotten_as_well(patient: Patient) -> None:
    earlier, user = live(patient), patient.user
    assert user is not None
    User.objects.filter(pk=user.pk).update(username="anna", is_staff=True)
    LoginEvent.objects.create(event=LoginEventKind.FAILED, name_key=key_of(earlier))
    LoginEvent.objects.create(event=LoginEventKind.FAILED, name_key="", by=earlier)
    AccessAttempt.objects.create(username=key_of(earlier), ip_address="192.0.2.1", failures_since_start=1)
    Change.objects.create(
        actor_label="x", organisation=patient.organisation, subject="care_team", subject_id=uuid4(),
        details=f"staff added: {earlier}, joanna",
    )  # fmt: skip
    assert User.objects.get(pk=user.pk).former_usernames == [earlier]
    erase_person(patient, by="the practice")
    assert places_of(earlier, key_of(earlier)) == set()
    assert Change.objects.get(subject="care_team").details.endswith(", joanna")


def test_name_that_another_login_has_by_now_is_that_ones(patient: Patient) -> None:
    earlier, user = live(patient), patient.user
    assert user is not None
    User.objects.filter(pk=user.pk).update(username="anna")
    other = make_staff(patient.organisation, Role.CLINICIAN, username=earlier)
    LoginEvent.objects.create(event=LoginEventKind.FAILED, user=other, username=earlier, name_key=key_of(earlier))
    erase_person(patient, by="the practice")
    assert places_of(earlier) == {"users.username", "login_events.username"}
    assert LoginEvent.objects.get(user=other).name_key == key_of(earlier)


def test_names_of_before_are_the_databases_alone(patient: Patient) -> None:
    user = patient.user
    assert user is not None
    first = user.username
    User.objects.filter(pk=user.pk).update(username="anna")
    user.former_usernames = []
    user.username = "anna"
    user.save()
    user.refresh_from_db()
    assert user.former_usernames == [first]


def test_history_says_that_there_was_a_login_without_its_name(patient: Patient) -> None:
    erase_person(patient, by="the practice")
    said: Any = Change.objects.filter(patient=patient, subject="login").values_list("details", flat=True)
    assert list(said) == ["app login made and linked"]
