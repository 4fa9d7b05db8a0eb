"""What an organisation keeps for a time is erased after it, of nobody on hold, with a certificate; off until set."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit.models import Kept, LegalHold, RetentionCertificate
from audit.retention import erase_what_has_expired, periods_in_force, set_hold, set_period
from core.models import Message, Patient
from generation.models import SessionBridgeVersion, SummaryToMakeAnew
from tests.builders.jobs import summarise
from tests.builders.people import TESTER, make_diarist, make_organisation, make_patient, write
from tests.wire.scripted_server import wait_until

pytestmark = pytest.mark.django_db

DAYS = (timezone.now() - datetime(2025, 11, 11, tzinfo=UTC)).days


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def left(patient: Patient) -> int:
    return Message.objects.filter(patient=patient, deleted_at=None).count()


def test_nothing_is_erased_until_a_period_is_set() -> None:
    patient = make_diarist()
    assert erase_what_has_expired() == []
    assert left(patient) == 3


def test_messages_go_with_what_was_made_of_them_and_it_is_not_made_anew() -> None:
    patient = make_diarist()
    job = summarise(patient)
    set_period(TESTER, patient.organisation, Kept.MESSAGES, DAYS)
    [certificate] = erase_what_has_expired()
    assert left(patient) == 1
    assert SessionBridgeVersion.objects.get(job=job).text is None
    assert not SummaryToMakeAnew.objects.exists()
    assert (certificate.people, certificate.blanked["messages"], certificate.blanked["message_revisions"]) == (1, 2, 2)


def test_people_without_anything_newer_are_erased() -> None:
    old, fresh = make_diarist(), make_diarist()
    Patient.objects.update(created_at=datetime(2025, 1, 1, tzinfo=UTC))
    write(fresh, ("m9", timezone.now().isoformat(), "Slept 7 h."))
    set_period(TESTER, old.organisation, Kept.PEOPLE, 30)
    [certificate] = erase_what_has_expired()
    assert certificate.people == 1
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.erased_at is None, fresh.erased_at is None) == (False, True)
    assert old.erasure_certificate.by_label == "retention: 30 days"


def test_hold_keeps_everything_until_it_ends() -> None:
    patient = make_diarist()
    set_period(TESTER, patient.organisation, Kept.MESSAGES, 30)
    set_hold(TESTER, patient, holds=True)
    assert erase_what_has_expired() == []
    set_hold(TESTER, patient, holds=False)
    erase_what_has_expired()
    assert left(patient) == 0


def test_certificate_counts_who_was_held_back() -> None:
    held, other = make_diarist(), make_diarist()
    set_hold(TESTER, held, holds=True)
    set_period(TESTER, other.organisation, Kept.MESSAGES, 30)
    [certificate] = erase_what_has_expired()
    assert (certificate.people, certificate.held_back) == (1, 1)


def test_period_is_of_one_organisation() -> None:
    elsewhere = make_patient(organisation=make_organisation("Another"))
    write(elsewhere, ("m1", "2025-11-08T22:14+01:00", "Slept 6 h."))
    set_period(TESTER, make_organisation(), Kept.MESSAGES, 30)
    assert erase_what_has_expired() == []
    assert left(elsewhere) == 1


def test_last_period_counts() -> None:
    organisation = make_organisation()
    set_period(TESTER, organisation, Kept.MESSAGES, 30)
    set_period(TESTER, organisation, Kept.MESSAGES, None)
    assert periods_in_force() == []


def test_too_short_a_period_is_refused() -> None:
    with pytest.raises(IntegrityError, match="retention_periods_of_30_days"):
        set_period(TESTER, make_organisation(), Kept.MESSAGES, 29)


def test_command_reports_before_and_after() -> None:
    patient = make_diarist()
    name = patient.organisation.name
    assert "No organisation has a period" in run("retention")
    said = run("retention", "--organisation", name, "--set", "messages=30")
    assert f"{name}, messages: 30 days: 1 people have what is older, 0 more are on hold." in said
    assert "3 of messages" in said
    assert left(patient) == 3
    assert "3 of messages" in run("retention", "--erase").splitlines()[-1]
    assert "0 people have what is older" in run("retention")
    assert RetentionCertificate.objects.get().blanked["messages"] == 3


@pytest.mark.parametrize("wanted", ["messages=29", "logs=90", "people"])
def test_command_says_what_it_takes(wanted: str) -> None:
    with pytest.raises(CommandError, match="of 30 to 36500 days"):
        run("retention", "--organisation", make_organisation().name, "--set", wanted)


def test_command_holds_a_person() -> None:
    patient = make_diarist()
    assert run("legal_hold", patient.code, "on") == f"{patient.code}: on hold.\n"
    set_period(TESTER, patient.organisation, Kept.MESSAGES, int(timedelta(days=30).days))
    assert erase_what_has_expired() == []


def meanwhile(change: Callable[[], object]) -> list[RetentionCertificate]:
    """What is erased by a run that found what is due before `change` was committed."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            change()
            run = pool.submit(erase_and_close)
            assert wait_until(somebody_waits, seconds=10)
        return run.result()


def erase_and_close() -> list[RetentionCertificate]:
    try:
        return erase_what_has_expired()
    finally:
        connection.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_hold_set_while_the_due_are_erased_is_kept() -> None:
    patient = make_diarist()
    set_period(TESTER, patient.organisation, Kept.MESSAGES, 30)
    assert meanwhile(lambda: set_hold(TESTER, patient, holds=True)) == []
    assert left(patient) == 3


@pytest.mark.django_db(transaction=True)
def test_person_who_writes_while_the_due_are_erased_is_not_erased() -> None:
    patient = make_diarist()
    Patient.objects.update(created_at=datetime(2025, 1, 1, tzinfo=UTC))
    set_period(TESTER, patient.organisation, Kept.PEOPLE, 30)
    assert meanwhile(lambda: write(patient, ("m9", timezone.now().isoformat(), "Slept 7 h."))) == []
    patient.refresh_from_db()
    assert patient.erased_at is None


@pytest.mark.django_db(transaction=True)
def test_holds_set_at_once_come_one_after_the_other() -> None:
    patient = make_diarist()

    def hold() -> None:
        set_hold(TESTER, patient, holds=True)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        for task in [pool.submit(hold) for _ in range(8)]:
            task.result()
    assert sorted(LegalHold.objects.values_list("number", flat=True)) == list(range(1, 9))
