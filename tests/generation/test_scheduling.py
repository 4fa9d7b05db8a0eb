"""Schedules of people: set, looked at, and what becomes of a summary that is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from core.erasure import erase_person
from core.messages import IncomingMessage, store_messages
from core.models import Change, ChangeSubject, Patient
from core.practice.zones import change_zone
from core.refusals import InputRefused
from generation.models import Every, GenerationJob, JobState, Origin, ScheduledOutcome, ScheduledSummary
from generation.scheduling.look import ask_for_scheduled
from generation.scheduling.rhythm import Rhythm, schedule_of, set_schedule
from generation.scheduling.words import became_words, schedule_state
from generation.summary_requests import request_summary
from generation.worker.execution import run_job
from tests.builders.jobs import summarise
from tests.builders.people import AS_OF, TESTER, make_diarist, make_patient, write
from tests.builders.schedules import schedule

pytestmark = pytest.mark.django_db

WEEKLY = Rhythm(Every.WEEK, weekday=4, at=time(8))
DAY = timedelta(days=1)


def at(clock: str, day: date = AS_OF) -> datetime:
    """Local time in Berlin, which everybody here lives in."""
    return datetime.fromisoformat(f"{day}T{clock}+01:00")


def run_of(patient: Patient) -> ScheduledSummary:
    return ScheduledSummary.objects.filter(patient=patient).latest("due_on")


def batch_jobs(patient: Patient) -> list[GenerationJob]:
    return list(GenerationJob.objects.filter(patient=patient, origin=Origin.BATCH))


def test_summary_is_asked_for_of_the_day_it_is_due_on() -> None:
    patient = make_diarist()
    schedule(patient)
    assert [ask_for_scheduled(at("08:10")) for _ in range(3)] == [1, 0, 0]
    [job] = batch_jobs(patient)
    assert (job.window_last, job.zone, run_of(patient).job) == (AS_OF, "Europe/Berlin", job)


def test_late_one_is_of_the_day_it_was_due_on_and_earlier_ones_fall_out() -> None:
    patient = make_diarist()
    schedule(patient, days=2)
    ask_for_scheduled(at("23:00", date(2025, 11, 20)))
    [job] = batch_jobs(patient)
    run = run_of(patient)
    assert (job.window_last, run.due_on, run.passed_over) == (date(2025, 11, 19), date(2025, 11, 19), 9)
    assert became_words(run) == "a summary was asked for; 9 earlier ones not made up for"


def test_before_its_time_nothing_is_asked_for() -> None:
    patient = make_diarist()
    schedule(patient, first_on=AS_OF)
    assert (ask_for_scheduled(at("07:59")), batch_jobs(patient)) == (0, [])


def test_without_new_entries_none_is_made_and_it_is_said_why() -> None:
    patient = make_diarist()
    schedule(patient)
    summarise(patient)
    assert ask_for_scheduled(at("08:10", AS_OF + DAY)) == 0
    run = run_of(patient)
    assert (run.outcome, batch_jobs(patient)) == (ScheduledOutcome.NOTHING_NEW, [])
    assert became_words(run).startswith("none made: nothing new was written since the last summary")


def test_entry_since_the_last_summary_has_one_made() -> None:
    patient = make_diarist()
    schedule(patient)
    summarise(patient)
    write(patient, ("new", "2025-11-21T22:00+01:00", "Slept 8 h."))
    assert ask_for_scheduled(at("08:10", AS_OF + DAY)) == 1


def test_summary_that_did_not_come_about_has_read_nothing() -> None:
    patient = make_diarist()
    schedule(patient)
    job = request_summary(patient, as_of=AS_OF).job
    GenerationJob.objects.filter(id=job.id).update(state=JobState.CANCELLED, finished_at=timezone.now(), epoch=1)
    assert ask_for_scheduled(at("08:10", AS_OF + DAY)) == 1


def test_nothing_written_in_the_window_has_none_made() -> None:
    patient = make_diarist()
    schedule(patient)
    assert ask_for_scheduled(at("08:10", date(2025, 12, 20))) == 0
    assert run_of(patient).outcome == ScheduledOutcome.NO_ENTRIES


def test_window_with_more_than_a_summary_reads_has_none_made() -> None:
    patient = make_diarist()
    schedule(patient)
    sent = at("12:00", date(2025, 11, 20))
    store_messages(patient, [IncomingMessage(f"n{n}", sent, "Slept 6 h.") for n in range(401)])
    assert ask_for_scheduled(at("08:10")) == 0
    assert run_of(patient).outcome == ScheduledOutcome.TOO_MUCH


def test_while_another_summary_is_being_made_it_waits() -> None:
    patient = make_diarist()
    schedule(patient)
    job = request_summary(patient, as_of=AS_OF - DAY * 5).job
    assert ask_for_scheduled(at("08:10")) == 0
    assert not ScheduledSummary.objects.filter(patient=patient).exists()
    assert run_job(job.id)
    write(patient, ("new", "2025-11-20T22:00+01:00", "Slept 8 h."))
    assert [ask_for_scheduled(at("08:10")), ask_for_scheduled(at("08:12"))] == [0, 1]


def test_erased_person_is_not_asked_for() -> None:
    patient = make_diarist()
    schedule(patient)
    erase_person(patient, by="test")
    assert ask_for_scheduled(at("08:10")) == 0
    assert schedule_state(Patient.objects.get(pk=patient.pk), timezone.now()).next is None


def test_whoever_moves_is_asked_for_by_the_clocks_there() -> None:
    patient = make_diarist()
    schedule(patient)
    ask_for_scheduled(at("08:10"))
    change_zone(TESTER, patient, "America/Los_Angeles", date(2025, 11, 22))
    GenerationJob.objects.filter(patient=patient).update(state=JobState.CANCELLED, finished_at=timezone.now(), epoch=1)
    los_angeles = datetime.fromisoformat("2025-11-22T07:59-08:00")
    assert ask_for_scheduled(los_angeles) == 0
    assert ask_for_scheduled(los_angeles + timedelta(minutes=11)) == 1
    assert run_of(patient).zone == "America/Los_Angeles"


def test_no_minute_has_more_than_it_may_whoever_looks(settings: Settings) -> None:
    settings.SCHEDULED_A_MINUTE = 2
    for _ in range(5):
        schedule(make_diarist())
    looks = [ask_for_scheduled(at("12:00") + timedelta(seconds=seconds)) for seconds in (0, 20, 40, 61, 80, 125)]
    assert looks == [2, 0, 0, 2, 0, 1]


def test_one_that_breaks_stops_no_other() -> None:
    broken, fine = make_diarist(), make_diarist()
    schedule(broken)
    schedule(fine)

    def break_one(execute: Callable[..., object], sql: str, params: Any, *rest: object) -> object:
        if sql.startswith('INSERT INTO "scheduled_summaries"') and broken.pk in params:
            raise OperationalError("the connection is lost")
        return execute(sql, params, *rest)

    with connection.execute_wrapper(break_one):
        assert ask_for_scheduled(at("08:10")) == 1
    assert (len(batch_jobs(fine)), batch_jobs(broken)) == (1, [])
    assert ask_for_scheduled(at("08:12")) == 1


def test_schedule_is_off_at_first() -> None:
    patient = make_diarist()
    state = schedule_state(patient, timezone.now())
    assert (str(state.rhythm), state.next, state.last) == ("off", None, None)
    assert ask_for_scheduled() == 0


def test_schedule_that_is_set_has_a_next_date_and_a_line_in_the_history() -> None:
    patient = make_patient("Asia/Kathmandu")
    assert set_schedule(TESTER, patient, WEEKLY) == "summaries: off became every Friday at 08:00"
    state = schedule_state(patient, timezone.now())
    assert state.next is not None
    assert (state.next.on.weekday(), f"{state.next.at:%H:%M}") == (4, "02:15")
    [change] = Change.objects.filter(patient=patient, subject=ChangeSubject.SCHEDULE)
    assert change.details == "summaries: off became every Friday at 08:00"


def test_schedule_that_stays_leaves_no_line() -> None:
    patient = make_patient()
    assert [bool(set_schedule(TESTER, patient, WEEKLY)) for _ in range(2)] == [True, False]
    assert Change.objects.filter(patient=patient).count() == 1


def test_what_was_due_before_a_schedule_was_set_is_not_made_up_for() -> None:
    patient = make_diarist()
    past = (timezone.now() - timedelta(minutes=1)).astimezone()
    set_schedule(TESTER, patient, Rhythm(Every.DAYS, days=1, at=time(past.hour, past.minute)))
    ask_for_scheduled()
    assert not ScheduledSummary.objects.filter(patient=patient).exists()


def test_other_time_of_day_leaves_the_days_where_they_were() -> None:
    patient = make_patient()
    row = schedule(patient, days=10)
    set_schedule(TESTER, patient, Rhythm(Every.DAYS, days=10, at=time(19)))
    row.refresh_from_db()
    assert (row.first_on, row.at) == (date(2025, 11, 1), time(19))
    set_schedule(TESTER, patient, Rhythm(Every.DAYS, days=9, at=time(19)))
    row.refresh_from_db()
    assert row.first_on > date(2025, 11, 1)


def test_schedule_is_switched_off() -> None:
    patient = make_diarist()
    schedule(patient)
    set_schedule(TESTER, patient, Rhythm())
    row = schedule_of(patient)
    assert row is not None
    assert (row.every, row.at, row.look_at) == (Every.OFF, None, None)
    assert ask_for_scheduled(at("08:10")) == 0


@pytest.mark.parametrize(
    ("rhythm", "field"),
    [
        (Rhythm(Every.WEEK, at=time(8)), "weekday"),
        (Rhythm(Every.WEEK, weekday=7, at=time(8)), "weekday"),
        (Rhythm(Every.WEEK, weekday=0), "at"),
        (Rhythm(Every.WEEK, weekday=0, days=3, at=time(8)), "days"),
        (Rhythm(Every.DAYS, at=time(8)), "days"),
        (Rhythm(Every.DAYS, days=91, at=time(8)), "days"),
        (Rhythm(Every.DAYS, days=0, at=time(8)), "days"),
        (Rhythm(Every.DAYS, days=3, weekday=0, at=time(8)), "weekday"),
        (Rhythm(Every.OFF, at=time(8)), "at"),
    ],
)
def test_rhythm_that_is_not_whole_is_refused(rhythm: Rhythm, field: str) -> None:
    with pytest.raises(InputRefused) as refused:
        set_schedule(TESTER, make_patient(), rhythm)
    assert refused.value.field == field


@pytest.mark.django_db(transaction=True)
def test_polling_worker_makes_it_without_beat_or_redis(services: object) -> None:
    patient = make_patient()
    yesterday = timezone.now() - DAY
    store_messages(patient, [IncomingMessage("m1", yesterday, "Slept 6 h.")])
    schedule(patient)
    call_command("run_jobs", "--once")
    [job] = batch_jobs(patient)
    assert (job.state, run_of(patient).job) == (JobState.SUCCEEDED, job)
