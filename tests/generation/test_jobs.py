"""Asking for a summary: accepted, busy or there already, with the input pinned and the zone frozen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from django_redis import get_redis_connection

from core.erasure import erase_person
from core.models import Patient
from core.refusals import InputRefused
from core.text_door import WINDOW_MAX_MESSAGES
from generation.lifecycle import transitions
from generation.lifecycle.inflight_hint import clear_hint, read_hint, set_hint
from generation.models import (
    GenerationJob,
    JobState,
    Origin,
    SessionBridgeVersion,
    SummaryWithdrawal,
    WithdrawalCause,
)
from generation.run.errors import RunFailed
from generation.summary_requests import Accepted, Busy, Exists, request_summary
from generation.worker.execution import run_job
from tests.builders.jobs import make_job, make_overdue_job
from tests.builders.people import AS_OF, make_diarist, make_patient, write
from tests.generation.tiny_stages import TinyStages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]

DAY = timedelta(days=1)


def accepted(patient: Patient, **terms: Any) -> GenerationJob:
    answer = request_summary(patient, **{"as_of": AS_OF, **terms})
    assert isinstance(answer, Accepted)
    return answer.job


def summarised(patient: Patient) -> SessionBridgeVersion:
    job = accepted(patient)
    assert run_job(job.id, TinyStages())
    return SessionBridgeVersion.objects.get(job=job)


def withdraw(version: SessionBridgeVersion) -> None:
    SummaryWithdrawal.objects.create(
        session_bridge_version=version, cause=WithdrawalCause.STAFF, reason="names another person"
    )


# --- accepted -------------------------------------------------------------------------------------


def test_first_request_is_accepted() -> None:
    job = accepted(make_diarist())
    assert (job.state, job.regen, job.window_first, job.window_last) == (JobState.QUEUED, 0, date(2025, 11, 7), AS_OF)


def test_deadline_is_15_minutes_after_acceptance() -> None:
    job = accepted(make_diarist())
    assert timedelta(minutes=14, seconds=59) < job.deadline_at - job.created_at <= timedelta(minutes=15)


def test_messages_of_the_window_are_pinned_at_their_revision() -> None:
    patient = make_diarist(
        ("in", "2025-11-10T08:00+01:00", "First."), ("before", "2025-11-06T08:00+01:00", "Too early.")
    )
    write(patient, ("in", "2025-11-10T08:00+01:00", "Second."))
    pins = accepted(patient).pinned_messages.values_list("message__client_id", "revision")
    assert list(pins) == [("in", 2)]


def test_window_without_messages_is_accepted() -> None:
    assert not accepted(make_patient()).pinned_messages.exists()


def test_window_ends_today_where_the_person_lives() -> None:
    # 25 hours apart, so these two never share a date; for one hour a day they are two dates apart.
    east, west = (request_summary(make_patient(zone)).job for zone in ("Pacific/Kiritimati", "Pacific/Niue"))
    assert east.window_last - west.window_last in (DAY, 2 * DAY)


def test_zone_is_frozen_on_the_job() -> None:
    patient = make_patient("Asia/Tokyo")
    job = accepted(patient)
    Patient.objects.filter(id=patient.id).update(zone="Europe/Paris")
    job.refresh_from_db()
    assert job.zone == "Asia/Tokyo"


# --- refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "reason"),
    [(lambda: timezone.now().date() + 2 * DAY, "is in the future"), (lambda: date(1, 1, 10), "is before 1900")],
)
def test_impossible_date_is_refused(as_of: Callable[[], date], reason: str) -> None:
    with pytest.raises(InputRefused, match=reason):
        request_summary(make_patient(), as_of=as_of())


def test_window_with_too_many_messages_is_refused() -> None:
    rows = [(f"m{number}", "2025-11-10T08:00+01:00", "Again.") for number in range(WINDOW_MAX_MESSAGES + 1)]
    with pytest.raises(InputRefused, match="holds 401 messages"):
        request_summary(make_diarist(*rows), as_of=AS_OF)


def test_erased_diary_is_refused() -> None:
    patient = make_patient()
    erase_person(patient, by="test")
    with pytest.raises(InputRefused, match="was erased"):
        request_summary(patient, as_of=AS_OF)


# --- busy -----------------------------------------------------------------------------------------


def test_request_while_one_is_under_way_is_told_so() -> None:
    patient = make_diarist()
    job = accepted(patient)
    assert request_summary(patient, as_of=AS_OF) == Busy(job)


def test_another_window_has_to_wait_as_well() -> None:
    patient = make_diarist()
    job = accepted(patient)
    assert request_summary(patient, as_of=AS_OF - DAY) == Busy(job)


def test_overdue_job_holds_nobody_up() -> None:
    patient = make_patient()
    overdue = make_overdue_job(patient)
    new = accepted(patient)
    overdue.refresh_from_db()
    assert (overdue.state, new.state) == (JobState.TIMED_OUT, JobState.QUEUED)


def test_other_people_are_not_held_up() -> None:
    accepted(make_diarist())
    assert accepted(make_diarist()).state == JobState.QUEUED


# --- exists ---------------------------------------------------------------------------------------


def test_same_words_are_not_summarised_twice() -> None:
    patient = make_diarist()
    version = summarised(patient)
    assert request_summary(patient, as_of=AS_OF) == Exists(version.job, version)


def test_another_word_is_another_summary() -> None:
    patient = make_diarist()
    summarised(patient)
    write(patient, ("m9", "2025-11-20T08:00+01:00", "Another day."))
    assert accepted(patient).regen == 0


def test_failed_job_does_not_count_as_summarised() -> None:
    patient = make_diarist()
    held = transitions.claim(accepted(patient).id)
    assert held is not None
    transitions.fail(held, "code")
    assert accepted(patient).regen == 0


def test_staff_may_have_it_done_again_for_a_reason() -> None:
    patient = make_diarist()
    summarised(patient)
    job = accepted(patient, origin=Origin.STAFF, again="the planner was mended")
    assert (job.regen, job.regen_reason, job.origin) == (1, "the planner was mended", Origin.STAFF)


def test_person_may_ask_again_after_a_withdrawal() -> None:
    patient = make_diarist()
    withdraw(summarised(patient))
    job = accepted(patient)
    assert (job.regen, job.regen_reason) == (1, "the earlier summary was withdrawn")


# --- the hint -------------------------------------------------------------------------------------


def hint_key(patient: Patient) -> str:
    return f"sessionbridge:inflight:session_bridge:{patient.id}"


def test_accepted_job_is_hinted_for_at_most_15_minutes(django_capture_on_commit_callbacks: Any) -> None:
    patient = make_diarist()
    with django_capture_on_commit_callbacks(execute=True):
        job = accepted(patient)
    assert read_hint("session_bridge", patient.id) == job.id
    assert 0 < get_redis_connection("default").pttl(hint_key(patient)) <= 15 * 60 * 1000


def test_hint_goes_with_the_published_summary(django_capture_on_commit_callbacks: Any) -> None:
    patient = make_diarist()
    with django_capture_on_commit_callbacks(execute=True):
        job = accepted(patient)
        set_hint(job, timedelta(minutes=1))
        run_job(job.id, TinyStages())
    assert read_hint("session_bridge", patient.id) is None


def test_hint_goes_with_the_failed_job(django_capture_on_commit_callbacks: Any) -> None:
    patient = make_diarist()
    with django_capture_on_commit_callbacks(execute=True):
        job = accepted(patient)
        set_hint(job, timedelta(minutes=1))
        with pytest.raises(RunFailed, match="ZeroDivisionError"):
            run_job(job.id, TinyStages(composition=lambda: 1 // 0))
    assert read_hint("session_bridge", patient.id) is None


def test_hinted_request_takes_no_lock(django_assert_num_queries: Any) -> None:
    patient = make_diarist()
    job = accepted(patient)
    set_hint(job, timedelta(minutes=1))
    with django_assert_num_queries(1):
        assert request_summary(patient, as_of=AS_OF) == Busy(job)


def test_stale_hint_is_dropped_and_believed_by_nobody() -> None:
    patient = make_diarist()
    gone = make_job(make_patient(), id=uuid4())
    get_redis_connection("default").set(hint_key(patient), str(gone.id))
    assert accepted(patient).state == JobState.QUEUED
    assert read_hint("session_bridge", patient.id) is None


def test_hint_of_a_newer_job_stays() -> None:
    patient = make_patient()
    newer, older = make_job(patient), make_overdue_job(make_patient())
    older.patient = patient
    set_hint(newer, timedelta(minutes=1))
    clear_hint(older)
    assert read_hint("session_bridge", patient.id) == newer.id


@pytest.mark.parametrize("rubbish", ["", "not an id", b"\xff\xfe"])
def test_rubbish_in_the_hint_is_no_hint(rubbish: str | bytes) -> None:
    patient = make_patient()
    get_redis_connection("default").set(hint_key(patient), rubbish)
    assert read_hint("session_bridge", patient.id) is None
