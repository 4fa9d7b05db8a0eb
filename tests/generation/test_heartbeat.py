"""Leases are kept while their jobs are run, whatever the pool and the server do meanwhile, and given up in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from psycopg_pool import PoolTimeout

from generation.lifecycle import transitions
from generation.models import GenerationJob, JobState
from generation.run.errors import RunFailed
from generation.worker.execution import run_job
from generation.worker.heartbeat import Heartbeat, Hold
from generation.worker.shutdown import Stopping
from sessionbridge.settings.connections import POOL_SIZE
from tests.builders.jobs import let_lapse, make_job, requested_job
from tests.generation.tiny_stages import TinyStages

pytestmark = pytest.mark.django_db(transaction=True)

EVERY = 0.05
PATIENCE = 5.0


def claimed() -> GenerationJob:
    job = transitions.claim(make_job().id)
    assert job is not None
    return job


def eventually(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < until:
        time.sleep(EVERY)
    return is_so()


def lease_of(job: GenerationJob) -> object:
    return GenerationJob.objects.values_list("lease_until", flat=True).get(id=job.id)


def test_lease_is_renewed_while_the_job_is_held() -> None:
    job = claimed()
    let_lapse(job)
    lapsed = lease_of(job)
    with Heartbeat(every=EVERY).keep(job) as hold:
        assert eventually(lambda: lease_of(job) != lapsed)
        assert not hold.is_lost


def test_all_leases_are_renewed_by_one_statement(django_assert_num_queries: Callable[[int], object]) -> None:
    jobs = [claimed() for _ in range(3)]
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert transitions.renew_leases(jobs) == {(job.id, job.epoch) for job in jobs}


def test_lease_of_a_job_that_was_taken_over_is_not_renewed() -> None:
    job, other = claimed(), claimed()
    let_lapse(job)
    transitions.claim(job.id)
    assert transitions.renew_leases([job, other]) == {(other.id, other.epoch)}


def test_hold_is_lost_when_somebody_else_has_the_job() -> None:
    job = claimed()
    let_lapse(job)
    transitions.claim(job.id)
    with Heartbeat(every=EVERY).keep(job) as hold:
        assert eventually(lambda: hold.is_lost)


def test_hold_is_lost_when_the_same_process_takes_the_job_over() -> None:
    job, heartbeat = claimed(), Heartbeat(every=EVERY)
    let_lapse(job)
    taken_over = transitions.claim(job.id)
    assert taken_over is not None
    with heartbeat.keep(job) as before, heartbeat.keep(taken_over) as now:
        assert eventually(lambda: before.is_lost)
        assert not now.is_lost


def test_hold_is_lost_when_the_database_stays_away_for_a_lease() -> None:
    job = claimed()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE generation_jobs RENAME TO gone")
    try:
        with Heartbeat(every=EVERY, lease=0.3).keep(job) as hold:
            assert not hold.is_lost
            assert eventually(lambda: hold.is_lost)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE gone RENAME TO generation_jobs")


def test_run_leaves_where_its_hold_was_lost() -> None:
    job = requested_job()

    def wait_until_lost() -> None:
        let_lapse(job)
        transitions.claim(job.id)
        time.sleep(EVERY * 6)

    stages = TinyStages(composition=wait_until_lost)
    assert not run_job(job.id, stages, heartbeat=Heartbeat(every=EVERY))
    assert list(job.artifacts.values_list("stage", flat=True)) == ["canonical", "plan"]


def test_told_to_stop_a_run_still_finishes_in_time() -> None:
    job, stopping = requested_job(), Stopping(patience=60)
    assert run_job(job.id, TinyStages(composition=stopping.begin), stopping=stopping)


def test_told_to_stop_for_long_a_run_gives_its_job_back() -> None:
    job, stopping = requested_job(), Stopping(patience=0)
    assert not run_job(job.id, TinyStages(composition=stopping.begin), stopping=stopping)
    job.refresh_from_db()
    assert (job.state, job.queued_at, job.artifacts.count()) == (JobState.QUEUED, None, 3)


def test_job_given_back_goes_on_after_its_last_artifact() -> None:
    job, stopping, again = requested_job(), Stopping(patience=0), TinyStages()
    run_job(job.id, TinyStages(composition=stopping.begin), stopping=stopping)
    assert run_job(job.id, again)
    assert again.made == ["text", "gate"]


def test_told_to_stop_nothing_new_is_taken() -> None:
    job, stopping = requested_job(), Stopping()
    stopping.begin()
    assert not run_job(job.id, TinyStages(), stopping=stopping)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_heartbeat_gives_back_what_waits_for_a_model_when_the_time_to_finish_is_over() -> None:
    job, stopping = requested_job(), Stopping(patience=0)

    def ask_a_slow_model() -> None:
        stopping.begin()
        eventually(lambda: GenerationJob.objects.get(id=job.id).state == JobState.QUEUED)

    heartbeat = Heartbeat(every=EVERY, stopping=stopping)
    assert not run_job(job.id, TinyStages(composition=ask_a_slow_model), heartbeat=heartbeat, stopping=stopping)
    job.refresh_from_db()
    assert (job.state, job.epoch, job.artifacts.count()) == (JobState.QUEUED, 2, 2)


def test_trouble_of_the_machine_leaves_the_job_to_the_next_worker() -> None:
    job = requested_job()

    def fail() -> None:
        raise ConnectionResetError

    with pytest.raises(RunFailed, match="ConnectionResetError"):
        run_job(job.id, TinyStages(composition=fail))
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_forgotten_holds_of_a_parent_are_not_renewed() -> None:
    heartbeat = Heartbeat(every=EVERY)
    job = claimed()
    with heartbeat.keep(job):
        held: set[Hold] = set(heartbeat._holds)
    assert (len(held), heartbeat._holds) == (1, set())


def test_leases_are_renewed_while_the_pool_is_empty() -> None:
    job = claimed()
    let_lapse(job)
    lapsed = lease_of(job)
    with empty_pool(), Heartbeat(every=EVERY).keep(job) as hold:
        assert eventually(lambda: lease_of(job) != lapsed)
        assert not hold.is_lost


def test_heartbeat_connects_anew_after_its_connection_was_ended() -> None:
    job = claimed()
    with Heartbeat(every=EVERY).keep(job) as hold:
        assert eventually(lambda: len(other_connections()) > 0)
        end_connections(other_connections())
        let_lapse(job)
        lapsed = lease_of(job)
        assert eventually(lambda: lease_of(job) != lapsed)
        assert not hold.is_lost


def test_heartbeat_without_jobs_keeps_no_connection() -> None:
    with Heartbeat(every=EVERY).keep(claimed()):
        assert eventually(lambda: len(other_connections()) > 0)
    assert eventually(lambda: other_connections() == [])


@contextmanager
def empty_pool() -> Iterator[None]:
    """Nobody but this thread gets a connection of the pool."""
    with connection.cursor():
        pool = connection.pool
        taken = [pool.getconn() for _ in range(POOL_SIZE - 1)]
        with pytest.raises(PoolTimeout):
            pool.getconn(timeout=0)
        try:
            yield
        finally:
            for each in taken:
                pool.putconn(each)


_OTHERS = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid != ALL(%s)
"""


def other_connections() -> list[int]:
    """The server processes of connections to this database that are not of the pool."""
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, [pids_of_the_pool()])
        return [pid for (pid,) in cursor.fetchall()]


def pids_of_the_pool() -> list[int]:
    return [connection.connection.info.backend_pid, *(each.info.backend_pid for each in connection.pool._pool)]


def end_connections(pids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s::int[]) AS pid", [pids])
