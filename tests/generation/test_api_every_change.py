"""Every call of the API that changes something leaves a row that names who made it, or is the person's alone to make.

A call that is in neither table below turns the tests red: say where it puts its caller on record.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from core.models import Change, LoginEvent, Message, Patient, Scope, User
from core.practice.consents import current_consent_text
from core.practice.erasure_requests import ask_for_erasure
from core.practice.tokens import issue_service_token, issue_token
from generation.api.urls import urlpatterns
from generation.models import GenerationJob, SessionBridgeVersion, SummaryObjection
from tests.builders.jobs import make_job, summarise
from tests.builders.people import TESTER, make_operator, make_person, set_consent
from tests.builders.rows import imported_journey
from tests.builders.sessions import analysed, make_session
from tests.generation.api_clients import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]
PASSWORD = "riverbank and lighthouse"
CHANGING = ("post", "put", "patch", "delete")


@pytest.fixture(autouse=True)
def model_is_set(settings: Any) -> None:
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"


@pytest.fixture
def patient() -> Patient:
    made = make_person()
    assert made.user is not None
    made.user.choose_password(PASSWORD)
    made.user.save()
    return made


class Caller(NamedTuple):
    user: User
    client: APIClient


def person(patient: Patient) -> Caller:
    assert patient.user is not None
    return Caller(patient.user, client_of(patient.user))


def operator(_patient: Patient) -> Caller:
    user = make_operator()
    return Caller(user, client_of(user))


def service(patient: Patient) -> Caller:
    made = issue_service_token(TESTER, patient.organisation, "App", lasts=timedelta(days=1), scopes=[*Scope])
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {made.token}")
    return Caller(made.row.user, client)


# What is asked for in the end, once all that it takes is there: where, and with which body.
Asked = tuple[str, dict[str, object]]
Preparing = Callable[[Caller, Patient], Asked]


def at(name: str, *ids: object) -> str:
    return reverse(f"api:{name}", args=ids)


def credentials(by: Caller) -> dict[str, object]:
    return {"username": by.user.username, "password": PASSWORD}


def summary_of(patient: Patient) -> SessionBridgeVersion:
    return summarise(patient).sessionbridgeversion


def first_message(patient: Patient) -> str:
    return at("message", Message.objects.filter(patient=patient).earliest("sent_at").pk)


def messages(_by: Caller, patient: Patient) -> Asked:
    row = {"id": "n1", "sent_at": "2025-11-20T08:30:00+01:00", "text": "Walked home."}
    return at("messages"), {"patient": str(patient.pk), "messages": [row]}


def session(_by: Caller, patient: Patient) -> Asked:
    return at("sessions"), {"patient": str(patient.pk), "id": "s1", "session_date": "2025-11-20"}


def consent(_by: Caller, patient: Patient) -> Asked:
    return at("my_consent"), {"allowed": True, "wording_version": current_consent_text(patient.organisation).version}


def journey(_by: Caller, patient: Patient) -> Asked:
    set_consent(patient, allowed=True)
    analysed(make_session(patient))
    return at("journeys"), {"patient": str(patient.pk)}


def wave(_by: Caller, patient: Patient) -> Asked:
    set_consent(patient, allowed=True)
    return at("session_wave", analysed(make_session(patient)).session.pk, "mood"), {"again": "a wrong score"}


def end_of_erasure(by: Caller, patient: Patient) -> Asked:
    ask_for_erasure(TESTER, patient, by.user)
    return at("my_erasure"), {}


def end_of_token(by: Caller, _patient: Patient) -> Asked:
    return at("token", issue_token(TESTER, by.user, "another").row.pk), {}


# Each by a caller who may, and what they ask for.
ON_RECORD: dict[str, tuple[Callable[[Patient], Caller], Preparing]] = {
    "post login": (person, lambda by, patient: (at("login"), credentials(by))),
    "post password": (
        person,
        lambda by, patient: (at("password"), {**credentials(by), "new_password": "a lighthouse by the river"}),
    ),
    "post logout": (person, lambda by, patient: (at("logout"), {})),
    "post summaries": (operator, lambda by, patient: (at("summaries"), {"patient": str(patient.pk)})),
    "post summary_withdraw": (
        operator,
        lambda by, patient: (at("summary_withdraw", summary_of(patient).pk), {"reason": "Not theirs."}),
    ),
    "post summary_objections": (person, lambda by, patient: (at("summary_objections", summary_of(patient).pk), {})),
    "patch summary_metadata": (
        operator,
        lambda by, patient: (at("summary_metadata", summary_of(patient).pk), {"notes": "Slow."}),
    ),
    "post journeys": (operator, journey),
    "post journey_withdraw": (
        operator,
        lambda by, patient: (at("journey_withdraw", imported_journey(patient).pk), {"reason": "Mixed up."}),
    ),
    "patch journey_metadata": (
        operator,
        lambda by, patient: (at("journey_metadata", imported_journey(patient).pk), {"notes": "Slow."}),
    ),
    "put my_zone": (person, lambda by, patient: (at("my_zone"), {"zone": "Asia/Kolkata"})),
    "post my_consent": (person, consent),
    "put my_schedule": (person, lambda by, patient: (at("my_schedule"), {"every": "days", "days": 3, "at": "08:00"})),
    "post my_erasure": (person, lambda by, patient: (at("my_erasure"), {"password": PASSWORD})),
    "delete my_erasure": (person, end_of_erasure),
    "post messages": (service, messages),
    "patch message": (operator, lambda by, patient: (first_message(patient), {"text": "Other words."})),
    "delete message": (operator, lambda by, patient: (first_message(patient), {})),
    "post patients": (service, lambda by, patient: (at("patients"), {"code": "N", "zone": "UTC"})),
    "post sessions": (service, session),
    "post session_wave": (operator, wave),
    "post tokens": (service, lambda by, patient: (at("tokens"), {"patient": str(patient.pk), "name": "phone"})),
    "delete token": (person, end_of_token),
}
# What names nobody, because nobody but the person may do it.
THEIRS_ALONE: dict[str, Callable[[Patient], str]] = {
    "post job_cancel": lambda patient: at("job_cancel", make_job(patient).pk),
    "post notification_read": lambda patient: at("notification_read", summarise(patient).notifications.get().pk),
}


def rows_naming(user: User) -> int:
    """How many rows of what is kept for good name this login as who did something."""
    return sum(
        rows.count()
        for rows in (
            Change.objects.filter(actor=user),
            LoginEvent.objects.filter(user=user),
            GenerationJob.objects.filter(requested_by=user),
            SummaryObjection.objects.filter(by=user),
        )
    )


def test_every_call_that_changes_something_is_in_a_table() -> None:
    named = [pattern for pattern in urlpatterns if pattern.name]
    there = {
        f"{method} {pattern.name}"
        for pattern in named
        for method in CHANGING
        if hasattr(pattern.callback.view_class, method)
    }
    assert there == {*ON_RECORD, *THEIRS_ALONE}


@pytest.mark.parametrize("call", ON_RECORD)
def test_who_changes_something_is_named(patient: Patient, call: str) -> None:
    caller, prepare = ON_RECORD[call]
    by = caller(patient)
    address, body = prepare(by, patient)
    before = rows_naming(by.user)
    # Where a password is sent, no token is.
    client = APIClient() if "username" in body else by.client
    answer = getattr(client, call.partition(" ")[0])(address, body or None, format="json")
    assert answer.status_code in (200, 201, 202, 204), answer.content
    assert rows_naming(by.user) > before


@pytest.mark.parametrize("call", THEIRS_ALONE)
def test_only_the_person_changes_what_names_nobody(patient: Patient, call: str) -> None:
    address = THEIRS_ALONE[call](patient)
    answers = [caller(patient).client.post(address).status_code for caller in (operator, service, person)]
    assert (set(answers[:2]) <= {403, 404}, answers[2]) == (True, 200)
