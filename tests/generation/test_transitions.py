"""Every change of a job's state is conditional, raises the epoch and is told where it has to be."""

from __future__ import annotations

import time
from collections import namedtuple
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
import pytest
from django.db import connection
from django.test import TestCase
from django.utils import timezone

from generation.history.next_steps import what_to_do
from generation.lifecycle import transitions
from generation.lifecycle.inflight_hint import read_hint, set_hint
from generation.models import GenerationJob, JobState, LogStatus, NotificationKind
from generation.time_limits import LEASE
from tests.builders.jobs import accept_job, let_lapse, make_job, make_overdue_job, summarise
from tests.builders.people import make_patient, make_person
from tests.builders.sessions import analysed, make_session

pytestmark = pytest.mark.django_db


def claimed(**fields: Any) -> GenerationJob:
    job = transitions.claim(make_job(**fields).id)
    assert job is not None
    return job


def statuses(job: GenerationJob) -> list[tuple[str, int]]:
    return [(line.status, line.retry_count) for line in job.processing_log.order_by("created_at")]


def test_claim_raises_the_epoch_and_takes_a_lease() -> None:
    job = claimed()
    assert (job.state, job.epoch, job.attempts) == (JobState.RUNNING, 1, 1)
    assert job.lease_until is not None


def test_second_claim_gets_nothing() -> None:
    assert transitions.claim(claimed().id) is None


def test_lapsed_lease_is_taken_over_under_a_higher_epoch() -> None:
    first = claimed()
    let_lapse(first)
    second = transitions.claim(first.id)
    assert second is not None
    assert (second.epoch, second.attempts, second.started_at) == (2, 2, first.started_at)


def test_overdue_job_is_not_claimed() -> None:
    assert transitions.claim(make_overdue_job().id) is None


def test_released_job_can_be_claimed_again() -> None:
    job = claimed()
    assert transitions.release(job)
    again = transitions.claim(job.id)
    assert again is not None
    assert again.epoch == 3


@pytest.mark.parametrize("step", [transitions.release, transitions.succeed, lambda job: transitions.fail(job, "code")])
def test_earlier_holder_changes_nothing(step: Any) -> None:
    job = claimed()
    let_lapse(job)
    transitions.claim(job.id)
    assert not step(job)
    job.refresh_from_db()
    assert (job.state, job.epoch) == (JobState.RUNNING, 2)


def test_failed_job_says_why() -> None:
    job = claimed()
    assert transitions.fail(job, "IntegrityError 23514")
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, "IntegrityError 23514")


def test_overdue_job_times_out_and_the_person_is_told_once() -> None:
    job = make_overdue_job()
    assert [transitions.time_out(job.id), transitions.time_out(job.id)] == [True, False]
    job.refresh_from_db()
    assert job.state == JobState.TIMED_OUT
    assert [notice.kind for notice in job.notifications.all()] == [NotificationKind.SUMMARY_TIMED_OUT]


def test_job_in_time_is_not_timed_out() -> None:
    assert not transitions.time_out(claimed().id)


def test_running_overdue_job_times_out_too() -> None:
    job = make_overdue_job(state=JobState.RUNNING, lease_until=timezone.now() + timedelta(minutes=1))
    assert transitions.time_out(job.id)


def test_cancelled_job_tells_nobody() -> None:
    job = claimed()
    assert transitions.cancel(job.id, "message_deleted")
    assert not job.notifications.exists()


def test_reaping_touches_only_this_persons_overdue_job() -> None:
    mine, other = make_overdue_job(), make_overdue_job()
    assert transitions.active_job(mine.patient_id, transitions.Feature.SESSION_BRIDGE) is None
    states = {job.id: job.state for job in GenerationJob.objects.all()}
    assert states == {mine.id: JobState.TIMED_OUT, other.id: JobState.QUEUED}


def test_overdue_jobs_are_those_under_way_whose_deadline_has_passed() -> None:
    queued = make_overdue_job()
    running = make_overdue_job(state=JobState.RUNNING, lease_until=timezone.now() + timedelta(minutes=1))
    ended = make_overdue_job()
    assert transitions.cancel(ended.id, "message_deleted")
    make_job()
    claimed()
    assert set(transitions.overdue_jobs()) == {queued, running}


def stop_the_clock(moment: datetime) -> None:
    """For the rest of the test every statement begins at this moment, as far as Postgres says."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA stopped")
        cursor.execute(
            "CREATE FUNCTION stopped.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE"
            f" AS $$ SELECT '{moment.isoformat()}'::timestamptz $$"
        )
        cursor.execute("SET LOCAL search_path = stopped, pg_catalog, public")


def test_deadline_has_passed_for_everybody_at_its_very_moment() -> None:
    job = make_job()
    stop_the_clock(job.deadline_at)
    assert list(transitions.overdue_jobs()) == [job]
    assert list(transitions.claimable_jobs()) == []
    assert transitions.claim(job.id) is None
    assert transitions.active_job(job.patient_id, transitions.Feature.SESSION_BRIDGE) is None
    job.refresh_from_db()
    assert job.state == JobState.TIMED_OUT


def test_lease_has_lapsed_at_its_very_moment() -> None:
    job = claimed()
    assert job.lease_until
    stop_the_clock(job.lease_until)
    assert list(transitions.claimable_jobs()) == [job]
    taken_over = transitions.claim(job.id)
    assert taken_over
    assert taken_over.epoch == job.epoch + 1


def test_claimable_jobs_come_oldest_first() -> None:
    now = timezone.now()
    ages = [3, 9, 1, 6]
    jobs = {age: make_job(created_at=now - timedelta(minutes=age)) for age in ages}
    let_lapse(transitions.claim(jobs[6].id) or jobs[6])
    assert list(transitions.claimable_jobs()) == [jobs[age] for age in (9, 6, 3, 1)]


def test_active_job_is_that_of_the_person_and_feature_until_it_ends() -> None:
    patient = make_patient()
    of_feature = transitions.Feature
    claimed()
    assert transitions.active_job(patient.id, of_feature.SESSION_BRIDGE) is None
    job = make_job(patient)
    journey = make_job(patient, feature=of_feature.YOUR_JOURNEY)
    for under_way in (job, transitions.claim(job.id)):
        assert transitions.active_job(patient.id, of_feature.SESSION_BRIDGE) == under_way == job
    assert transitions.active_job(patient.id, of_feature.YOUR_JOURNEY) == journey
    assert transitions.cancel(job.id, "message_deleted")
    assert transitions.active_job(patient.id, of_feature.SESSION_BRIDGE) is None
    assert transitions.active_job(patient.id, of_feature.YOUR_JOURNEY) == journey


# --- what each step leaves --------------------------------------------------------------------------


STEPS: dict[str, tuple[Callable[[GenerationJob], object], str, str, int, str, list[str]]] = {
    "release": (transitions.release, "DB_UPDATE", JobState.QUEUED, 2, "", ["started"]),
    "publish": (transitions.succeed, "COMPLETE", JobState.SUCCEEDED, 1, "", ["started", "completed"]),
    "fail": (
        lambda job: transitions.fail(job, "off_schema"),
        "FAILED", JobState.FAILED, 2, "off_schema", ["started", "failed"],
    ),
    "time out": (
        lambda job: transitions.time_out(job.id),
        "FAILED", JobState.TIMED_OUT, 2, "deadline", ["started", "failed"],
    ),
    "cancel": (
        lambda job: transitions.cancel(job.id, "message_deleted"),
        "FAILED", JobState.CANCELLED, 2, "message_deleted", ["started", "failed"],
    ),
    "call off": (
        lambda job: transitions.call_off(job.id),
        "CALLED_OFF", JobState.CANCELLED, 2, "called_off", ["started", "failed"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
def test_step_leaves_the_job_as_it_says_and_tells_both_logs(name: str) -> None:
    step, event, state, epoch, code, lines = STEPS[name]
    job = claimed()
    if name == "time out":
        with pgtrigger.ignore("generation.GenerationJob:generation_jobs_terms_fixed"):
            now = timezone.now()
            times = {"created_at": now - timedelta(hours=1), "deadline_at": now - timedelta(seconds=1)}
            GenerationJob.objects.filter(id=job.id).update(**times)
    assert step(job) is True
    job.refresh_from_db()
    assert (job.state, job.epoch, job.error_code, job.lease_until) == (state, epoch, code, None)
    assert (job.finished_at is None) is (name == "release")
    told = {"step": name, "attempt": 1, "epoch": epoch}
    last = job.events.order_by("number").last()
    assert (last.event, last.status) == (event, state)
    assert last.details == ({**told, "error_code": code} if code else told)
    assert [status for status, _ in statuses(job)] == lines
    # Whoever comes again finds it as it is.
    assert step(job) is False
    assert job.events.count() == 2


def test_claim_and_take_over_are_told_apart() -> None:
    job = claimed()
    let_lapse(job)
    assert transitions.claim(job.id) is not None
    assert [event.details for event in job.events.order_by("number")] == [
        {"step": "claim", "attempt": 1, "epoch": 1},
        {"step": "take over", "attempt": 2, "epoch": 2},
    ]


def test_hold_lasts_for_a_lease_and_is_renewed_for_another() -> None:
    job = claimed()
    assert job.lease_until is not None
    assert job.lease_until - job.clock == LEASE
    let_lapse(job)
    before = timezone.now()
    assert transitions.renew_leases([job]) == {(job.id, job.epoch)}
    job.refresh_from_db()
    assert before + LEASE <= job.lease_until <= timezone.now() + LEASE


def test_what_is_overdue_or_has_ended_is_not_held_any_longer() -> None:
    overdue = make_overdue_job(state=JobState.RUNNING, lease_until=timezone.now() + timedelta(minutes=1))
    ended, held = claimed(), claimed()
    assert transitions.succeed(ended)
    ended.refresh_from_db()
    assert transitions.renew_leases([overdue, ended, held]) == {(held.id, held.epoch)}


def test_overdue_job_is_neither_claimed_nor_taken_over() -> None:
    lapsed = make_overdue_job(state=JobState.RUNNING, lease_until=timezone.now() - timedelta(minutes=1))
    assert transitions.claim(lapsed.id) is None
    lapsed.refresh_from_db()
    assert (lapsed.state, lapsed.epoch) == (JobState.RUNNING, 0)


def test_released_job_is_as_if_it_had_never_been_sent() -> None:
    job = claimed(queued_at=timezone.now())
    assert transitions.release(job)
    job.refresh_from_db()
    assert (job.queued_at, job.lease_until) == (None, None)


def test_failed_job_is_told_to_the_person_and_one_that_is_released_is_not() -> None:
    job = claimed()
    transitions.release(job)
    assert not job.notifications.exists()
    again = transitions.claim(job.id)
    assert again is not None
    transitions.fail(again, "off_schema")
    assert [notice.kind for notice in job.notifications.all()] == [NotificationKind.SUMMARY_FAILED]


@pytest.mark.usefixtures("services")
def test_hint_is_taken_back_once_the_end_is_committed() -> None:
    job = claimed()
    set_hint(job, timedelta(minutes=1))
    assert read_hint(job.feature, job.patient_id) == job.id
    with TestCase.captureOnCommitCallbacks(execute=True):
        transitions.fail(job, "off_schema")
        assert read_hint(job.feature, job.patient_id) == job.id
    assert read_hint(job.feature, job.patient_id) is None


@pytest.mark.usefixtures("services")
def test_whoever_goes_on_from_a_job_is_told_of_its_end(settings: Any) -> None:
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    session = make_session()
    with TestCase.captureOnCommitCallbacks(execute=True):
        analysed(session, "speaker_labels")
        assert not GenerationJob.objects.filter(session=session, state=JobState.QUEUED).exists()
    assert GenerationJob.objects.filter(session=session, state=JobState.QUEUED).exists()


def test_claimable_jobs_are_those_nobody_holds() -> None:
    queued, held, lapsed, overdue = make_job(), claimed(), claimed(), make_overdue_job()
    let_lapse(lapsed)
    found = set(transitions.claimable_jobs().values_list("id", flat=True))
    assert found & {queued.id, held.id, lapsed.id, overdue.id} == {queued.id, lapsed.id}


def test_events_are_numbered_without_gaps() -> None:
    job = claimed()
    transitions.release(job)
    transitions.claim(job.id)
    events = list(job.events.order_by("number").values_list("number", "event", "status"))
    assert events == [(1, "START", "running"), (2, "DB_UPDATE", "queued"), (3, "START", "running")]


def test_each_attempt_has_its_own_lines_in_the_processing_log() -> None:
    job = claimed()
    let_lapse(job)
    again = transitions.claim(job.id)
    assert again is not None
    transitions.fail(again, "code")
    assert statuses(job) == [(LogStatus.STARTED, 0), (LogStatus.STARTED, 1), (LogStatus.FAILED, 1)]


def test_ended_job_says_in_both_logs_how_long_it_took() -> None:
    job = claimed()
    transitions.fail(job, "code")
    assert job.events.get(event="FAILED").duration_ms is not None
    line = job.processing_log.get(status=LogStatus.FAILED)
    assert (line.error_message, line.processing_duration_ms is not None) == ("code", True)


def attempts_of(job: GenerationJob) -> list[Any]:
    """Every try at the job, in the shape of the older system's log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM analysis_attempts WHERE job_id = %s ORDER BY retry_count", [job.id])
        row = namedtuple("row", [column.name for column in cursor.description])
        return [row(*each) for each in cursor.fetchall()]


def test_attempt_took_as_long_as_from_its_own_start_to_its_end() -> None:
    job = claimed()
    time.sleep(0.3)
    let_lapse(job)
    again = transitions.claim(job.id)
    assert again is not None
    time.sleep(0.05)
    assert transitions.succeed(again)
    died, last = attempts_of(job)
    assert (died.retry_count, died.completed_at, died.processing_duration_ms) == (0, None, None)
    assert last.started_at is not None
    assert last.completed_at is not None
    took = last.completed_at - last.started_at
    assert last.processing_duration_ms == int(took.total_seconds() * 1000)
    assert 50 <= last.processing_duration_ms < 300 <= (last.completed_at - again.created_at).total_seconds() * 1000


def test_job_that_nobody_took_was_processed_for_no_time() -> None:
    job = make_overdue_job()
    assert transitions.time_out(job.id)
    [attempt] = attempts_of(job)
    assert (attempt.started_at, attempt.status, attempt.processing_duration_ms) == (None, "failed", None)


def test_every_step_of_the_table_says_what_it_means() -> None:
    assert all(step.meaning for step in transitions.TRANSITIONS)
    assert len({step.name for step in transitions.TRANSITIONS}) == len(transitions.TRANSITIONS)


def test_calling_off_ends_a_job_in_words_of_its_own_and_tells_nobody() -> None:
    job = accept_job(make_person())
    assert transitions.call_off(job.id)
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.CANCELLED, "called_off")
    assert what_to_do(job) == "The person called it off. Ask for a summary whenever one is wanted."
    assert job.events.order_by("number").last().event == "CALLED_OFF"
    assert not job.notifications.exists()


def test_what_has_ended_is_not_called_off() -> None:
    job = summarise(make_person())
    assert not transitions.call_off(job.id)
