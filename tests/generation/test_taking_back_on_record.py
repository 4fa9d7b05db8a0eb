"""Whoever takes words back, in the admin or from a terminal, leaves one row of history and one access each."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.contrib.auth.management import get_system_username
from django.core.management import call_command
from django.db import DatabaseError, connection
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.local_admin import make_admin
from core.models import AccessEvent, Change, LoginEvent, Message, Patient
from core.practice import taking_back
from generation.erasure import withdraw_summary
from generation.models import SessionBridgeVersion, WithdrawalCause
from tests.builders.jobs import summarise
from tests.builders.people import TESTER, make_diarist, make_organisation, make_user

pytestmark = pytest.mark.django_db
COMMANDS = {
    "delete_messages": (("m1", "m2"), "2 messages deleted", "delete"),
    "replace_words": (("m2",), "message of 2025-11-10 06:40 UTC: words replaced", "replace"),
    "withdraw_summary": (("1", "--reason", "Wrong."), "summary 1 withdrawn", "withdraw"),
    "erase_person": (("--code-again", "P-0042"), "erased; certificate", "erase"),
}


@pytest.fixture
def patient() -> Patient:
    patient = make_diarist()
    Patient.objects.filter(pk=patient.pk).update(code="P-0042")
    patient.refresh_from_db()
    summarise(patient)
    return patient


@pytest.fixture(autouse=True)
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Other words."))


def run(command: str, *arguments: str) -> str:
    call_command(command, *arguments, stdout=io.StringIO(), stderr=io.StringIO())
    return f"manage.py {command} run by {get_system_username()}"


@pytest.mark.parametrize("command", COMMANDS)
def test_command_leaves_one_row_of_history_and_one_access(patient: Patient, command: str) -> None:
    arguments, details, word = COMMANDS[command]
    label = run(command, patient.code, *arguments)
    change, access = Change.objects.get(patient=patient), AccessEvent.objects.get(patient=patient, action=word)
    assert (change.actor_label, change.actor, access.actor_label) == (label, None, label)
    assert change.details.startswith(details)


@pytest.mark.parametrize("command", COMMANDS)
def test_history_says_no_word(patient: Patient, command: str) -> None:
    run(command, patient.code, *COMMANDS[command][0])
    said = Change.objects.get(patient=patient).details + AccessEvent.objects.filter(patient=patient).last().target
    assert not any(word in said for word in ("Slept", "anxious", "Other words", "Wrong", "m1", "m2"))


def test_nothing_done_leaves_nothing(patient: Patient) -> None:
    run("delete_messages", patient.code, "unknown")
    taking_back.replace_words(TESTER, patient, "m2", "Slept 6 h. Still anxious.")
    assert not Change.objects.exists()


DOINGS: dict[str, Callable[[Patient], object]] = {
    "delete": lambda patient: taking_back.delete_messages(TESTER, patient, ["m1"]),
    "replace": lambda patient: taking_back.replace_words(TESTER, patient, "m1", "Other words."),
    "erase": lambda patient: taking_back.erase_person(TESTER, patient),
    "withdraw": lambda patient: withdraw_summary(
        TESTER, SessionBridgeVersion.objects.get(patient=patient), cause=WithdrawalCause.STAFF, reason="Wrong."
    ),
}


@pytest.mark.parametrize("doing", DOINGS)
def test_what_cannot_be_recorded_does_not_happen(patient: Patient, doing: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE changes ADD CONSTRAINT none_more CHECK (at < '1900-01-01') NOT VALID")
    with pytest.raises(DatabaseError):
        DOINGS[doing](patient)
    assert Message.objects.filter(patient=patient, deleted_at=None, current_revision=1).count() == 3
    assert not SessionBridgeVersion.objects.filter(withdrawal__isnull=False).exists()


def test_second_factor_taken_away_names_the_command() -> None:
    user = make_user(make_organisation(), username="dr-river", is_staff=True)
    TOTPDevice.objects.create(user=user, confirmed=True)
    label = run("reset_second_factor", "dr-river")
    assert Change.objects.get().actor_label == LoginEvent.objects.get(by__gt="").by == label
    assert Change.objects.get().details == "dr-river: second factor taken away"


def test_new_password_of_the_local_account_is_on_record() -> None:
    make_admin()
    label = run("reset_admin_password")
    assert [(change.actor_label, change.details) for change in Change.objects.all()] == [(label, "admin: new password")]
