"""The sweep ends what is overdue and sends what nobody holds, as often as needed and no oftener."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
import pytest
from celery import current_app
from django.db import connection
from django.db.models import F
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


def waiting_job(*, accepted: float, sent: float) -> GenerationJob:
    """A queued job accepted and last sent so many seconds ago."""
    now = timezone.now()
    return make_job(created_at=now - timedelta(seconds=accepted), queued_at=now - timedelta(seconds=sent))


def begun_job(*, sent: float, begun: float) -> None:
    """A running job whose task was sent and begun so many seconds ago."""
    held = transitions.claim(waiting_job(accepted=sent, sent=sent).id)
    assert held is not None
    GenerationJob.objects.filter(id=held.id).update(started_at=timezone.now() - timedelta(seconds=begun))


@pytest.mark.parametrize(
    ("accepted", "sent", "times"),
    [(25, 5, 0), (45, 22, 0), (45, 23, 1), (200, 99, 0), (200, 101, 1), (850, 159, 0), (850, 161, 1)],
)
def test_job_is_sent_again_after_as_long_as_it_has_waited(accepted: float, sent: float, times: int) -> None:
    waiting_job(accepted=accepted, sent=sent)
    assert sent_by_a_sweep() == times


def test_job_in_a_queue_that_moves_is_not_sent_again() -> None:
    waiting_job(accepted=300, sent=300)
    begun_job(sent=310, begun=30)
    begun_job(sent=305, begun=1)
    assert sent_by_a_sweep() == 0


def test_job_that_a_later_one_has_overtaken_is_sent_again() -> None:
    waiting_job(accepted=300, sent=300)
    begun_job(sent=290, begun=21)
    begun_job(sent=280, begun=1)
    assert sent_by_a_sweep() == 1


def test_job_that_was_overtaken_just_now_may_still_be_begun() -> None:
    waiting_job(accepted=300, sent=300)
    begun_job(sent=290, begun=3)
    assert sent_by_a_sweep() == 0


def test_jobs_of_a_queue_that_stands_still_are_sent_again() -> None:
    waiting_job(accepted=300, sent=300)
    begun_job(sent=310, begun=25)
    assert sent_by_a_sweep() == 1


def test_job_of_a_dead_worker_is_sent_at_once_however_long_it_had_waited() -> None:
    lapsed = transitions.claim(waiting_job(accepted=400, sent=60).id)
    assert lapsed is not None
    let_lapse(lapsed)
    begun_job(sent=10, begun=1)
    assert [sent_by_a_sweep(), sent_by_a_sweep()] == [1, 0]


def test_job_that_nobody_begins_is_sent_nine_times_in_all() -> None:
    job, sent = waiting_job(accepted=0, sent=0), 1
    step = timedelta(seconds=5)
    for _ in range(0, 900, 5):
        with pgtrigger.ignore("generation.GenerationJob:generation_jobs_terms_fixed"):
            earlier = {"created_at": F("created_at") - step, "queued_at": F("queued_at") - step}
            GenerationJob.objects.filter(id=job.id).update(**earlier)
        sent += sent_by_a_sweep()
    assert sent == 9


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
