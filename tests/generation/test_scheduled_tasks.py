"""The sweep times out, sends again what was lost, and goes on behind a row that breaks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery import current_app
from django.db import connection
from django.utils import timezone
from django_redis import get_redis_connection

from generation.lifecycle import transitions
from generation.models import GenerationJob, JobState
from generation.worker.scheduled_tasks import sweep
from tests.builders.jobs import let_lapse, make_job, make_overdue_job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]


def queue_length() -> int:
    length: int = get_redis_connection("default").llen(current_app.conf.task_default_queue)
    return length


def sent_by_a_sweep() -> int:
    before = queue_length()
    sweep()
    return queue_length() - before


def test_overdue_jobs_time_out() -> None:
    job = make_overdue_job()
    sweep()
    job.refresh_from_db()
    assert job.state == JobState.TIMED_OUT


def test_job_that_was_never_sent_is_sent_once() -> None:
    make_job(queued_at=None)
    assert [sent_by_a_sweep(), sent_by_a_sweep()] == [1, 0]


def test_job_sent_just_now_is_left_alone() -> None:
    make_job(queued_at=timezone.now())
    assert sent_by_a_sweep() == 0


def test_job_the_broker_lost_is_sent_again() -> None:
    make_job(queued_at=timezone.now() - timedelta(minutes=1))
    assert sent_by_a_sweep() == 1


def test_lapsed_job_is_sent_and_a_held_one_is_not() -> None:
    lapsed, held = (transitions.claim(make_job().id) for _ in range(2))
    assert lapsed is not None
    assert held is not None
    let_lapse(lapsed)
    assert sent_by_a_sweep() == 1


def test_one_poisoned_row_does_not_stop_the_sweep(caplog: pytest.LogCaptureFixture) -> None:
    poisoned, sound = make_overdue_job(), make_overdue_job()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""CREATE FUNCTION poison() RETURNS trigger AS $$
                BEGIN RAISE EXCEPTION 'poisoned'; END $$ LANGUAGE plpgsql;
            CREATE TRIGGER poison BEFORE UPDATE ON generation_jobs FOR EACH ROW
                WHEN (OLD.id = '{poisoned.id}') EXECUTE FUNCTION poison()"""
        )
    sweep()
    states = dict(GenerationJob.objects.values_list("id", "state"))
    assert states == {poisoned.id: JobState.QUEUED, sound.id: JobState.TIMED_OUT}
    assert f"passes over {poisoned.id}: ProgrammingError P0001" in caplog.text
