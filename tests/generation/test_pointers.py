"""A person sees the summary of their newest days that is not withdrawn, in whatever order summaries were made."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.models import Patient
from core.practice.zones import change_zone
from generation.erasure import withdraw_summary
from generation.lifecycle.pointers import move_pointers
from generation.models import PatientYourJourney, SessionBridgeVersion, WithdrawalCause
from generation.summary_requests import request_summary
from generation.worker.execution import run_job
from tests.builders.jobs import held_job
from tests.builders.people import AS_OF, TESTER, make_diarist, make_patient, move_west, write
from tests.builders.rows import imported, journey

pytestmark = pytest.mark.django_db

EARLIER = AS_OF - timedelta(days=3)
NEW = ("m9", "2025-11-11T08:00+01:00", "Another day.")


def summary_of(patient: Patient, as_of: date | None = None) -> SessionBridgeVersion:
    job = request_summary(patient, as_of=as_of).job
    assert run_job(job.id)
    return SessionBridgeVersion.objects.get(job=job)


def shown(patient: Patient) -> SessionBridgeVersion | None:
    return Patient.objects.get(id=patient.id).current_session_bridge.current


def test_summary_of_an_earlier_window_does_not_take_the_place_of_a_later_one() -> None:
    patient = make_diarist()
    newest = summary_of(patient, AS_OF)
    summary_of(patient, EARLIER)
    assert shown(patient) == newest


def test_of_one_window_the_highest_number_is_shown() -> None:
    patient = make_diarist()
    summary_of(patient, AS_OF)
    write(patient, NEW)
    assert shown(patient) != (again := summary_of(patient, AS_OF))
    assert shown(patient) == again


def test_withdrawal_goes_back_to_the_latest_window_that_is_left() -> None:
    patient = make_diarist()
    earliest, earlier, newest = (summary_of(patient, AS_OF - timedelta(days=days)) for days in (5, 3, 0))
    last_made = summary_of(patient, AS_OF - timedelta(days=4))
    withdraw_summary(TESTER, newest, cause=WithdrawalCause.PERSON)
    assert shown(patient) == earlier
    for version in (earlier, last_made, earliest):
        withdraw_summary(TESTER, version, cause=WithdrawalCause.PERSON)
    assert shown(patient) is None


def test_after_a_move_west_the_newest_summary_is_shown_though_its_window_ends_on_an_earlier_date() -> None:
    patient = make_patient("Pacific/Kiritimati")
    write(patient, ("m1", (timezone.now() - timedelta(hours=30)).isoformat(), "Felt calm."))
    before = summary_of(patient)
    move_west(patient)
    write(patient, ("m2", (timezone.now() - timedelta(minutes=3)).isoformat(), "I took 30 pills last night."))
    assert shown(patient) == before
    after = summary_of(patient)
    assert after.job.window_last < before.job.window_last
    assert shown(patient) == after
    summary_of(patient, after.job.window_last - timedelta(days=2))
    assert shown(patient) == after


def test_after_a_move_east_the_newest_summary_of_a_past_window_is_shown_though_its_last_date_ended_earlier() -> None:
    patient = make_patient("America/Los_Angeles")
    write(patient, ("m1", "2025-11-08T22:14+01:00", "Felt calm."))
    before = summary_of(patient, AS_OF)
    change_zone(TESTER, patient, "Asia/Tokyo", AS_OF - timedelta(days=1))
    patient.refresh_from_db()
    write(patient, NEW)
    after = summary_of(patient, AS_OF)
    assert (before.job.zone, after.job.zone) == ("America/Los_Angeles", "Asia/Tokyo")
    assert shown(patient) == after


def test_imported_summary_gives_way_to_one_with_a_window() -> None:
    old = imported(version=7)
    old.save()
    patient = old.patient
    move_pointers(patient.id)
    assert shown(patient) == old
    job = patient.generation_jobs.get()
    assert run_job(job.id)
    assert shown(patient) == SessionBridgeVersion.objects.get(job=job)


def test_journeys_have_a_pointer_of_their_own() -> None:
    text = journey(held_job())
    text.save()
    move_pointers(text.patient_id)
    assert PatientYourJourney.objects.get(patient=text.patient).current == text


def test_person_without_summaries_has_no_pointer() -> None:
    patient = make_diarist()
    move_pointers(patient.id)
    assert not hasattr(Patient.objects.get(id=patient.id), "current_session_bridge")
