"""Who takes words back, withdraws a summary or enters messages over the API is on record, as in the admin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.db import connection
from rest_framework.test import APIClient

from core.models import AccessEvent, Change, ChangeSubject, Message, Patient, Scope, User
from core.practice.tokens import issue_service_token, issue_token
from core.roles import Role
from generation.models import SessionBridgeVersion
from tests.builders.jobs import summarise
from tests.builders.people import TESTER, make_clinician, make_operator, make_person, make_staff
from tests.generation.api_clients import client_of

pytestmark = pytest.mark.django_db
MESSAGES = "/api/v1/messages/"
SUMMARIES = "/api/v1/summaries/"
SAME_WORDS = "Slept 6 h. Still anxious."
AT = "2025-11-10T07:40:00+01:00"
SERVICE_SCOPES = (Scope.MESSAGES_WRITE, Scope.SUMMARIES_READ, Scope.SUMMARIES_WRITE)
TAKEN_BACK = ("delete", "replace", "withdraw")


@pytest.fixture
def patient() -> Patient:
    patient = make_person()
    summarise(patient)
    return patient


class Caller(NamedTuple):
    """A client, and whose name stands on record for what it does."""

    client: APIClient
    user: User
    label: str


def by_person(patient: Patient) -> Caller:
    assert patient.user is not None
    return Caller(client_of(patient.user), patient.user, patient.user.username)


def by_clinician(patient: Patient) -> Caller:
    clinician = make_clinician(patient)
    return Caller(client_of(clinician), clinician, clinician.username)


def by_operator(patient: Patient) -> Caller:
    operator = make_operator()
    return Caller(client_of(operator), operator, operator.username)


def by_service(patient: Patient) -> Caller:
    row = service_token(patient, *SERVICE_SCOPES)
    return Caller(client_with(row.token), row.row.user, row.row.user.username)


def by_person_through_service(patient: Patient) -> Caller:
    assert patient.user is not None
    issuer = service_token(patient, Scope.TOKENS_ISSUE).row
    made = issue_token(TESTER, patient.user, "phone", issued_by=issuer)
    return Caller(client_with(made.token), patient.user, f"{patient.user.username} through {issuer.user.username}")


def service_token(patient: Patient, *scopes: Scope) -> Any:
    return issue_service_token(TESTER, patient.organisation, "App", lasts=timedelta(days=1), scopes=scopes)


def client_with(token: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


CALLERS: tuple[Callable[[Patient], Caller], ...] = (
    by_person,
    by_clinician,
    by_operator,
    by_service,
    by_person_through_service,
)


def message_of(patient: Patient, client_id: str = "m2") -> Message:
    return Message.objects.get(patient=patient, client_id=client_id)


def delete(client: APIClient, patient: Patient) -> Any:
    return client.delete(f"{MESSAGES}{message_of(patient).pk}/")


def replace(client: APIClient, patient: Patient, text: str = "Other words.") -> Any:
    return client.patch(f"{MESSAGES}{message_of(patient).pk}/", {"text": text}, format="json")


def send(client: APIClient, patient: Patient, *rows: tuple[str, str], at: str = AT) -> Any:
    sent = [{"id": id_, "sent_at": at, "text": text} for id_, text in rows]
    return client.post(MESSAGES, {"patient": str(patient.pk), "messages": sent}, format="json")


def revise(client: APIClient, patient: Patient) -> Any:
    return send(client, patient, ("m2", "Other words."))


def withdraw(client: APIClient, patient: Patient, reason: str = "It says too much.") -> Any:
    version = SessionBridgeVersion.objects.get(patient=patient)
    return client.post(f"{SUMMARIES}{version.pk}/withdraw/", {"reason": reason}, format="json")


def subject_of(patient: Patient, subject: ChangeSubject) -> Any:
    of_messages = subject is ChangeSubject.MESSAGE
    return message_of(patient).pk if of_messages else SessionBridgeVersion.objects.get(patient=patient).pk


# What is done, the word among who looked, and what the history says of it.
ACTS: dict[str, tuple[Callable[[APIClient, Patient], Any], str, ChangeSubject, str]] = {
    "delete": (delete, "delete", ChangeSubject.MESSAGE, "a message deleted"),
    "replace": (replace, "replace", ChangeSubject.MESSAGE, "message of 2025-11-10 06:40 UTC: words replaced"),
    "revise": (revise, "replace", ChangeSubject.MESSAGE, "message of 2025-11-10 06:40 UTC: words replaced"),
    "withdraw": (withdraw, "withdraw", ChangeSubject.SUMMARY, "summary 1 withdrawn"),
}


def history(patient: Patient) -> list[tuple[str, User | None, str]]:
    """What the person's page shows of messages and summaries; their tokens have rows of their own."""
    changes = Change.objects.filter(patient=patient).exclude(subject=ChangeSubject.TOKEN)
    return [(change.actor_label, change.actor, change.details) for change in changes]


def looks(patient: Patient) -> list[tuple[str, User | None, str]]:
    """Who took words back, among who looked."""
    events = AccessEvent.objects.filter(patient=patient, action__in=TAKEN_BACK)
    return [(event.actor_label, event.actor, event.action) for event in events]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("caller", CALLERS, ids=lambda caller: caller.__name__)
def test_taking_back_stands_in_the_history_and_among_who_looked(
    patient: Patient, caller: Callable[[Patient], Caller], act: str
) -> None:
    by, (do, word, subject, details) = caller(patient), ACTS[act]
    subject_id = subject_of(patient, subject)
    assert do(by.client, patient).status_code in (200, 204)
    assert history(patient) == [(by.label, by.user, details)]
    assert looks(patient) == [(by.label, by.user, word)]
    # Found from the page of what was taken back, too.
    assert Change.objects.get(details=details).subject_id == subject_id


@pytest.mark.parametrize("act", ACTS)
def test_record_says_no_word(patient: Patient, act: str) -> None:
    ACTS[act][0](by_clinician(patient).client, patient)
    said = Change.objects.filter(patient=patient).latest("at").details
    said += AccessEvent.objects.get(patient=patient, action=ACTS[act][1]).target
    assert not any(word in said for word in ("Slept", "anxious", "Other words", "too much", "m2"))


def test_many_revised_at_once_are_one_row(patient: Patient) -> None:
    by = by_clinician(patient)
    sent = [
        {"id": message.client_id, "sent_at": message.sent_at.isoformat(), "text": f"Other words of {message.pk}."}
        for message in Message.objects.filter(patient=patient)
    ]
    by.client.post(MESSAGES, {"patient": str(patient.pk), "messages": sent}, format="json")
    assert history(patient) == [(by.label, by.user, "words of 3 messages replaced")]
    assert looks(patient) == [(by.label, by.user, "replace")]


@pytest.mark.parametrize("caller", [by_clinician, by_operator, by_service], ids=lambda caller: caller.__name__)
def test_who_enters_messages_for_a_person_stands_in_their_history(
    patient: Patient, caller: Callable[[Patient], Caller]
) -> None:
    by = caller(patient)
    send(by.client, patient, ("n1", "Walked home."))
    send(by.client, patient, ("n2", "Ran."), ("n3", "Ran again."))
    assert sorted(history(patient)) == [
        (by.label, by.user, "2 messages entered"),
        (by.label, by.user, "message of 2025-11-10 06:40 UTC entered"),
    ]
    assert not looks(patient)


@pytest.mark.parametrize("caller", [by_person, by_person_through_service], ids=lambda caller: caller.__name__)
def test_what_a_person_sends_themselves_is_their_diary_and_no_row_of_its_history(
    patient: Patient, caller: Callable[[Patient], Caller]
) -> None:
    assert send(caller(patient).client, patient, ("n1", "Walked home.")).json()["counts"]["created"] == 1
    assert (history(patient), looks(patient)) == ([], [])


UNDONE: dict[str, tuple[Callable[[Patient], Caller], Callable[[APIClient, Patient], Any], int]] = {
    "the same words": (
        by_clinician,
        lambda client, patient: replace(client, patient, SAME_WORDS),
        200,
    ),
    "words that are none": (by_clinician, lambda client, patient: replace(client, patient, ""), 400),
    "rows that are there": (
        by_service,
        lambda client, patient: send(client, patient, ("m2", SAME_WORDS)),
        200,
    ),
    "rows that are refused": (by_service, lambda client, patient: send(client, patient, ("m2", ""), ("n1", "")), 200),
    "a withdrawal without a reason": (by_clinician, lambda client, patient: withdraw(client, patient, " "), 400),
    "deleting for QA": (lambda patient: by_role(patient, Role.QA), delete, 403),
    "replacing for QA": (lambda patient: by_role(patient, Role.QA), replace, 403),
    "sending for QA": (lambda patient: by_role(patient, Role.QA), revise, 403),
    "withdrawing for QA": (lambda patient: by_role(patient, Role.QA), withdraw, 403),
    "deleting for an administrator": (lambda patient: by_role(patient, Role.ADMINISTRATOR), delete, 404),
    "sending for an administrator": (lambda patient: by_role(patient, Role.ADMINISTRATOR), revise, 404),
    "withdrawing for an administrator": (lambda patient: by_role(patient, Role.ADMINISTRATOR), withdraw, 404),
    "deleting for somebody else": (lambda patient: by_person(make_person()), delete, 404),
}


def by_role(patient: Patient, role: Role) -> Caller:
    user = make_staff(patient.organisation, role)
    return Caller(client_of(user), user, user.username)


@pytest.mark.parametrize("act", UNDONE)
def test_what_is_refused_or_changes_nothing_leaves_no_row(patient: Patient, act: str) -> None:
    caller, do, status = UNDONE[act]
    assert do(caller(patient).client, patient).status_code == status
    assert (history(patient), looks(patient)) == ([], [])


@pytest.mark.parametrize("act", ["delete", "revise", "withdraw"])
def test_done_again_it_is_on_record_once(patient: Patient, act: str) -> None:
    by, address = by_clinician(patient), f"{MESSAGES}{message_of(patient).pk}/"
    for _ in range(2):
        by.client.delete(address) if act == "delete" else ACTS[act][0](by.client, patient)
    assert len(history(patient)) == len(looks(patient)) == 1


def take_no_more(table: str) -> None:
    """Have the table refuse every further row."""
    with connection.cursor() as cursor:
        # A table with checks outstanding is not altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT none_more CHECK (at < '1900-01-01') NOT VALID")


@pytest.mark.parametrize("table", ["changes", "access_events"])
@pytest.mark.parametrize("act", ACTS)
def test_what_cannot_be_recorded_does_not_happen(patient: Patient, act: str, table: str) -> None:
    client = by_clinician(patient).client
    client.raise_request_exception = False
    take_no_more(table)
    assert ACTS[act][0](client, patient).status_code >= 500
    assert Message.objects.filter(patient=patient, deleted_at=None, current_revision=1).count() == 3
    assert not SessionBridgeVersion.objects.filter(withdrawal__isnull=False).exists()


def test_messages_that_cannot_be_recorded_are_not_entered(patient: Patient) -> None:
    client = by_service(patient).client
    client.raise_request_exception = False
    take_no_more("changes")
    assert send(client, patient, ("n1", "Walked home.")).status_code >= 500
    assert Message.objects.filter(patient=patient).count() == 3


def test_person_reads_in_the_app_who_took_their_words_back(patient: Patient) -> None:
    clinician, person = by_clinician(patient), by_person(patient)
    withdraw(person.client, patient)
    delete(clinician.client, patient)
    shown = [(look["who"], look["action"]) for look in person.client.get("/api/v1/me/accesses/").json()["accesses"]]
    assert (clinician.label, "delete") in shown
    assert (person.label, "withdraw") in shown
