"""The checker finds what breaks a promise, once the keeper of the promise is gone; and nothing while it is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from core.models import Patient
from generation.lifecycle import transitions
from generation.models import Notification, PatientSessionBridge, SessionBridgeVersion, StageArtifact
from generation.summary_requests import request_summary
from generation.worker.execution import run_job
from tests.builders.jobs import let_lapse, make_job, make_overdue_job, requested_job
from tests.builders.people import make_diarist, make_patient, move_west
from tests.builders.rows import artifact
from tests.conftest import Services
from tests.faults.controls import ask_naively, ask_with_redis_lock
from tests.faults.history import Findings, check_history
from tests.generation.tiny_stages import TinyStages

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def check(services: Services, transactional_db: None) -> Iterator[Callable[[], Findings]]:
    url = services.environment()["DATABASE_URL"].replace("postgres://", "postgresql://")
    with psycopg.connect(url, autocommit=True) as own:
        yield lambda: check_history(own)


@contextmanager
def without_fence() -> Iterator[None]:
    """The triggers that keep zombies out are switched off."""
    tables = ("stage_artifacts", "gate_results", "session_bridge_versions")
    switch("DISABLE", tables)
    try:
        yield
    finally:
        switch("ENABLE", tables)


def switch(way: str, tables: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE %s", [f"pgtrigger_{table}_fence%"])
            cursor.execute(f"ALTER TABLE {table} {way} TRIGGER {cursor.fetchone()[0]}")


@contextmanager
def without_unique() -> Iterator[None]:
    """Nothing keeps two jobs of one person apart."""
    names = ("generation_jobs_one_active", "generation_jobs_no_duplicate")
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(names)])
        definitions = [definition for (definition,) in cursor.fetchall()]
        for name in names:
            cursor.execute(f"DROP INDEX {name}")
        try:
            yield
        finally:
            cursor.execute("TRUNCATE generation_jobs CASCADE")
            for definition in definitions:
                cursor.execute(definition)


def ask_at_once(patient: Patient, ask: Callable[[Patient], None], number: int = 6) -> None:
    with ThreadPoolExecutor(number) as threads:
        list(threads.map(ask, [patient] * number))


def let_zombie_write() -> None:
    """A worker loses its job to another at the composition and goes on as if nothing had happened."""
    job = requested_job()

    def take_away() -> None:
        let_lapse(job)
        transitions.claim(job.id)

    run_job(job.id, TinyStages(composition=take_away))
    let_lapse(job)
    run_job(job.id, TinyStages())


def test_clean_history_is_clean(check: Callable[[], Findings]) -> None:
    run_job(requested_job().id)
    transitions.time_out(make_overdue_job(deadline_at=timezone.now() - timedelta(seconds=1)).id)
    summarise_across_a_move()
    findings = check()
    assert (findings.is_clean, findings.jobs) == (True, {"succeeded": 3, "timed_out": 1})


def test_zombie_is_kept_out_by_the_fence(check: Callable[[], Findings]) -> None:
    let_zombie_write()
    assert check().is_clean


def test_without_the_fence_late_writes_are_found(check: Callable[[], Findings]) -> None:
    with without_fence():
        let_zombie_write()
    findings = check()
    assert findings.late == 1
    assert "written after the job changed hands or ended" in findings.reasons


def test_without_the_fence_writes_after_the_deadline_are_found(check: Callable[[], Findings]) -> None:
    with without_fence():
        artifact(make_overdue_job()).save()
    assert "written after the deadline" in check().reasons


def test_constraint_keeps_naive_requests_apart(check: Callable[[], Findings], services: Services) -> None:
    ask_at_once(make_diarist(), ask_naively)
    assert check().duplicated == 0


def test_without_the_unique_constraint_two_jobs_at_once_are_found(
    check: Callable[[], Findings], services: Services
) -> None:
    with without_unique():
        ask_at_once(make_diarist(), ask_naively)
        assert check().duplicated > 0


def test_lock_in_redis_instead_lets_two_jobs_in(check: Callable[[], Findings], services: Services) -> None:
    patient = make_diarist()
    with without_unique(), ThreadPoolExecutor(2) as threads:
        slow = threads.submit(ask_with_redis_lock, patient, 1.0)
        # By then the lock has run out, and its holder does not know.
        time.sleep(0.5)
        threads.submit(ask_with_redis_lock, patient, 0.05).result()
        slow.result()
        assert check().duplicated > 0


def summarise_across_a_move() -> SessionBridgeVersion:
    """A person moves west and asks again; what they saw before."""
    patient = make_patient("Pacific/Kiritimati")
    before = request_summary(patient).job
    run_job(before.id)
    move_west(patient)
    run_job(request_summary(patient).job.id)
    return SessionBridgeVersion.objects.get(job=before)


def let_pointer_stay_after_a_move() -> None:
    before = summarise_across_a_move()
    PatientSessionBridge.objects.filter(patient=before.patient).update(current=before)


def lose_notice() -> None:
    job = make_overdue_job(deadline_at=timezone.now() - timedelta(seconds=1))
    transitions.time_out(job.id)
    Notification.objects.filter(job=job).delete()


def lose_event() -> None:
    job = requested_job()
    run_job(job.id)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE pipeline_events DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM pipeline_events WHERE job_id = %s AND number = 2", [job.id])
        cursor.execute("ALTER TABLE pipeline_events ENABLE TRIGGER USER")
    assert StageArtifact.objects.filter(job=job).exists()


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (make_job, "lost"),
        (lambda: transitions.claim(make_job().id), "stuck"),
        (lambda: transitions.time_out(make_overdue_job().id), "stuck"),
        (lose_notice, "wrong_notices"),
        (lose_event, "lost"),
        (let_pointer_stay_after_a_move, "lost"),
    ],
    ids=[
        "never begun",
        "never ended",
        "ended long after",
        "nobody told",
        "a gap in the events",
        "an old pointer",
    ],
)
def test_each_kind_of_trouble_is_found(spoil: Callable[[], object], kind: str, check: Callable[[], Findings]) -> None:
    spoil()
    assert getattr(check(), kind) == 1
