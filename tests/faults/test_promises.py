"""What a job promises holds with Redis away, workers killed, clocks that jump and requests at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from core.models import Patient
from generation.lifecycle import transitions
from generation.models import GenerationJob, JobState
from generation.worker.execution import run_job
from generation.worker.scheduled_tasks import sweep
from sessionbridge.embedded.places import find_places
from tests.builders.jobs import let_lapse, make_job, make_overdue_job, requested_job
from tests.builders.people import AS_OF, make_diarist, write
from tests.conftest import Services
from tests.faults.cluster import ROOT
from tests.faults.proxy import Mode, Proxy, ProxyLoop
from tests.generation.api_clients import ADDRESS, staff_client
from tests.generation.tiny_stages import TinyStages

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("services")]

CANARY = "the heron at the weir knows"
NOWHERE = "redis://127.0.0.1:1/0"
AT_ONCE = 64
ASKING = f"""
import sys, time, django
django.setup()
from datetime import date
from core.models import Patient
from generation.summary_requests import request_summary
for patient_id in sys.argv[1:]:
    began = time.monotonic()
    answer = request_summary(Patient.objects.get(id=patient_id), as_of=date.fromisoformat("{AS_OF}"))
    print(type(answer).__name__, round(time.monotonic() - began, 1), flush=True)
"""


def python(services: Services, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    everything = {**services.environment(), **environment}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=everything, capture_output=True, text=True, timeout=120, check=False
    )


# --- requests -------------------------------------------------------------------------------------


def ask(client: APIClient, patient: Patient) -> tuple[int, str]:
    try:
        body = {"patient": str(patient.id), "as_of": AS_OF.isoformat()}
        answer = client.post(ADDRESS, body, format="json")
        return answer.status_code, answer.json().get("code", "")
    finally:
        connection.close()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("times", [5, pytest.param(50, marks=pytest.mark.long_faults)])
def test_64_identical_requests_at_once_make_one_job_each_time(times: int) -> None:
    patients = [make_diarist() for _ in range(times)]
    # Of as many people: each is allowed only so many requests an hour.
    clients = [staff_client(*patients) for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for patient in patients:
            answers = Counter(threads.map(ask, clients, [patient] * AT_ONCE))
            told = {status: number for (status, _), number in answers.items()}
            assert told == {202: 1, 409: AT_ONCE - 1}, answers
            assert GenerationJob.objects.filter(patient=patient).count() == 1


def test_redis_down_from_start_to_end_all_jobs_finish_through_the_poller(services: Services) -> None:
    patients = [make_diarist() for _ in range(5)]
    asked = python(services, "-c", ASKING, *(str(patient.id) for patient in patients), REDIS_URL=NOWHERE)
    assert asked.stdout.split()[::2] == ["Accepted"] * 5, asked.stderr
    polled = python(services, "manage.py", "run_jobs", "--once", REDIS_URL=NOWHERE)
    assert polled.returncode == 0, polled.stderr
    assert list(GenerationJob.objects.values_list("state", flat=True)) == [JobState.SUCCEEDED] * 5


def test_redis_that_hangs_holds_a_request_up_for_seconds_only(services: Services) -> None:
    if not services.redis_url.startswith("unix:"):
        pytest.skip("needs the embedded Redis")
    proxy = Proxy(ProxyLoop(), Path(services.redis_url.removeprefix("unix://").partition("?")[0]))
    proxy.be(Mode.BLACKHOLE)
    patient = make_diarist()
    asked = python(services, "-c", ASKING, str(patient.id), REDIS_URL=f"redis://127.0.0.1:{proxy.port}/0")
    word, seconds = asked.stdout.split()
    assert (word, float(seconds) < 15) == ("Accepted", True)
    assert GenerationJob.objects.get(patient=patient).queued_at is None


# --- workers --------------------------------------------------------------------------------------


def slow_calls(services: Services, folder: Path, *, seconds: float) -> tuple[Path, dict[str, str]]:
    """The file that gets a line for each simulated call of a model, and the environment of who makes them."""
    calls = folder / "calls"
    calls.touch()
    settings = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "CALLS_FILE": str(calls)}
    return calls, {**services.environment(), **settings, "CALL_SECONDS": str(seconds)}


@pytest.mark.timeout(200)
def test_job_of_a_worker_killed_with_9_goes_on_within_60_seconds(services: Services, tmp_path: Path) -> None:
    """Under a worker that is at work already. The lease of 30 s is not waited for: what is left of it is let pass, and
    counted."""
    calls, environment = slow_calls(services, tmp_path, seconds=1.5)
    job = requested_job()
    worker = [sys.executable, "manage.py", "run_jobs", "--interval", "0.5"]
    first = subprocess.Popen(worker, cwd=ROOT, env=environment)
    wait_for_lines(calls, 2)
    os.kill(first.pid, signal.SIGKILL)
    killed = time.monotonic()
    first.wait()
    second = subprocess.Popen(worker, cwd=ROOT, env=environment)
    try:
        other = requested_job()
        wait_for_end(other)
        job.refresh_from_db()
        assert (job.state, len(calls.read_text().splitlines())) == (JobState.RUNNING, 5)
        assert job.lease_until is not None
        left = job.lease_until - timezone.now()
        let_lapse(job)
        wait_for_lines(calls, 6)
        assert left + timedelta(seconds=time.monotonic() - killed) < timedelta(seconds=60)
        wait_for_end(job)
    finally:
        second.terminate()
        second.wait()
    job.refresh_from_db()
    called = [line.split() for line in calls.read_text().splitlines()]
    stages = [stage for stage, of_input in called if of_input == called[0][1]]
    assert (job.state, stages) == (JobState.SUCCEEDED, ["canonical", "composition", "composition", "gate"])


@pytest.mark.timeout(120)
def test_poller_that_is_terminated_finishes_what_it_holds(services: Services, tmp_path: Path) -> None:
    calls, environment = slow_calls(services, tmp_path, seconds=0.5)
    job = requested_job()
    poller = subprocess.Popen([sys.executable, "manage.py", "run_jobs"], cwd=ROOT, env=environment)
    wait_for_lines(calls, 1)
    poller.terminate()
    assert poller.wait(timeout=30) == 0
    job.refresh_from_db()
    assert job.state == JobState.SUCCEEDED


@pytest.mark.timeout(120)
def test_celery_worker_that_is_terminated_gives_back_what_takes_long(services: Services, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    calls.touch()
    environment = {
        **services.environment(),
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "CALLS_FILE": str(calls),
        "CALL_SECONDS": "4",
        "JOB_FINISH_SECONDS": "1",
        "JOB_HEARTBEAT_SECONDS": "1",
    }
    job = requested_job()
    # Its own queue: the request's task went to the queue of this test process.
    command = [sys.executable, "-m", "celery", "-A", "sessionbridge", "worker", "-Q", "alone", "--loglevel", "WARNING"]
    worker = subprocess.Popen(command, cwd=ROOT, env=environment)
    send = f"""
import django; django.setup()
from generation.worker.tasks import run_generation_job
run_generation_job.apply_async(args=("{job.id}",), queue="alone")
"""
    sent = subprocess.run([sys.executable, "-c", send], cwd=ROOT, env=environment, check=False)
    assert sent.returncode == 0
    wait_for_lines(calls, 1)
    worker.terminate()
    worker.wait(timeout=60)
    job.refresh_from_db()
    assert (job.state, job.epoch) == (JobState.QUEUED, 2)


def wait_for_lines(path: Path, number: int) -> None:
    until = time.monotonic() + 80
    while len(path.read_text().splitlines()) < number:
        assert time.monotonic() < until, "the call was not made"
        time.sleep(0.05)


def wait_for_end(job: GenerationJob) -> None:
    until = time.monotonic() + 60
    while GenerationJob.objects.get(id=job.id).is_active and time.monotonic() < until:
        time.sleep(0.2)


@pytest.mark.parametrize("hours", [-1, 1])
def test_clock_that_jumps_under_a_worker_changes_nothing(hours: int) -> None:
    job = requested_job()
    before = timezone.now()
    with time_machine.travel(before, tick=True) as clock:
        assert run_job(job.id, TinyStages(composition=lambda: clock.shift(timedelta(hours=hours))))
        sweep()
    job.refresh_from_db()
    version = job.sessionbridgeversion
    assert (job.state, version.outcome_reason) == (JobState.SUCCEEDED, "")
    assert abs(job.finished_at - before) < timedelta(minutes=1)
    assert abs(version.created_at - before) < timedelta(minutes=1)


@pytest.mark.parametrize("hours", [-1, 1])
def test_clock_that_jumped_times_nothing_out_and_keeps_nothing_alive(hours: int) -> None:
    held, overdue = transitions.claim(make_job().id), make_overdue_job()
    assert held is not None
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=True):
        sweep()
        assert transitions.claim(held.id) is None
    states = dict(GenerationJob.objects.values_list("id", "state"))
    assert states == {held.id: JobState.RUNNING, overdue.id: JobState.TIMED_OUT}


# --- words ----------------------------------------------------------------------------------------


def test_row_that_postgres_refuses_leaves_no_words_in_its_log(services: Services) -> None:
    if settings.EMBEDDED_SERVICES is None or not settings.EMBEDDED_SERVICES["postgres"]:
        pytest.skip("needs the embedded PostgreSQL, whose log we can read")
    patient = make_diarist()
    write(patient, ("c1", "2025-11-20T08:00+01:00", CANARY))
    log = find_places(settings.EMBEDDED_SERVICES["local"]).postgres_log
    before = log.stat().st_size
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE message_revisions ADD CONSTRAINT no_herons CHECK (text NOT LIKE '%heron %') NOT VALID"
        )
    try:
        refused = python(services, "-c", WRITING, str(patient.id))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE message_revisions DROP CONSTRAINT no_herons")
    assert "no_herons" in refused.stdout
    said = log.read_bytes()[before:].decode(errors="replace")
    assert 'violates check constraint "no_herons"' in said
    assert CANARY not in said


WRITING = f"""
import sys, django
django.setup()
from django.db import Error
from django.utils import timezone
from core.database_errors import describe
from core.messages import store_message
from core.models import Patient
try:
    store_message(Patient.objects.get(id=sys.argv[1]), "c2", timezone.now(), "Again: {CANARY}.")
except Error as error:
    print(describe(error))
"""
