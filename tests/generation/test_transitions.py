"""Every change of a job's state is conditional, raises the epoch and is told where it has to be."""

from __future__ import annotations

import time
from collections import namedtuple
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from generation.history.next_steps import what_to_do
from generation.lifecycle import transitions
from generation.models import GenerationJob, JobState, LogStatus, NotificationKind
from tests.builders.jobs import accept_job, let_lapse, make_job, make_overdue_job, summarise
from tests.builders.people import make_person

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
