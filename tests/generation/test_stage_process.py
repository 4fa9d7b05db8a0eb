"""A dense diary's stages run in a niced process of their own, which costs its worker nothing when it breaks or dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.db import connection

from generation.lifecycle import transitions
from generation.models import GenerationJob, JobState
from generation.pipeline.sequence import run_stages
from generation.run.errors import RunFailed
from generation.run.pinned_input import load_input
from generation.worker.execution import run_job
from generation.worker.heartbeat import Heartbeat
from sessionbridge.embedded.processes import has_ended
from tests.builders.jobs import let_lapse, requested_job
from tests.conftest import Services
from tests.faults.cluster import ROOT
from tests.generation import stages_elsewhere
from tests.generation.tiny_stages import TinyStages

pytestmark = pytest.mark.django_db(transaction=True)

ALL = ["canonical", "plan", "composition", "text", "gate"]


@pytest.fixture(autouse=True)
def every_diary_is_dense(settings: Any) -> None:
    settings.SMALL_DIARY_KB = settings.DENSE_DIARY_KB = 0


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "notes"
    file.touch()
    monkeypatch.setenv("NOTES", str(file))
    return file


@pytest.fixture
def stages(settings: Any, notes: Path) -> Callable[[str], None]:
    def choose(name: str) -> None:
        settings.GENERATION_STAGES = {"session_bridge": f"{stages_elsewhere.__name__}.{name}"}

    return choose


def process_of(notes: Path, stage: str) -> int:
    """The process that came to this stage; waits for it."""
    until = time.monotonic() + 60
    while f" {stage}\n" not in notes.read_text():
        assert time.monotonic() < until
        time.sleep(0.02)
    return int(notes.read_text().split()[0])


def ends(pid: int) -> bool:
    until = time.monotonic() + 30
    while not has_ended(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return has_ended(pid)


def test_what_the_process_makes_is_what_the_worker_would_have_made() -> None:
    job = requested_job()
    assert run_job(job.id)
    steps = run_stages(load_input(job), {})
    bodies = [next(steps).body]
    for body in job.artifacts.values_list("body", flat=True):
        assert body == bodies[-1]
        try:
            bodies.append(steps.send(body).body)
        except StopIteration:
            break
    assert len(bodies) == job.artifacts.count()


def test_process_yields_to_others_and_may_not_take_all_memory(
    stages: Callable[[str], None], notes: Path, settings: Any
) -> None:
    stages("described")
    assert run_job(requested_job().id)
    nice = min(os.nice(0) + 10, 19)
    assert f"nice {nice} memory {settings.DENSE_MEMORY_MB}" in notes.read_text()


def test_process_is_another_one_for_the_whole_run_and_gone_after_it(stages: Callable[[str], None], notes: Path) -> None:
    stages("plain")
    assert run_job(requested_job().id)
    [pid] = {line.split()[0] for line in notes.read_text().splitlines()}
    assert int(pid) != os.getpid()
    assert has_ended(int(pid))


def test_process_goes_on_after_the_last_stored_artifact(stages: Callable[[str], None], notes: Path) -> None:
    job = requested_job()
    stages("dying")
    with pytest.raises(RunFailed):
        run_job(job.id)
    let_lapse(job)
    stages("plain")
    notes.write_text("")
    assert run_job(job.id)
    assert [line.split()[1] for line in notes.read_text().splitlines()] == ALL[1:]


def test_process_that_is_killed_leaves_the_job_to_the_next_worker(stages: Callable[[str], None]) -> None:
    stages("dying")
    job = requested_job()
    with pytest.raises(RunFailed, match="StageProcessDied") as caught:
        run_job(job.id)
    job.refresh_from_db()
    assert (job.state, caught.value.permanent) == (JobState.RUNNING, False)


@pytest.mark.parametrize(("name", "code"), [("breaking", "ValueError"), ("swelling", "MemoryError")])
def test_what_breaks_there_is_recorded_by_its_code_alone(
    stages: Callable[[str], None],
    name: str,
    code: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    stages(name)
    job = requested_job()
    with pytest.raises(RunFailed, match=f"^{code}$"):
        run_job(job.id)
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, code)
    said = capfd.readouterr()
    assert stages_elsewhere.CANARY not in said.out + said.err + caplog.text


def test_process_is_killed_when_its_job_is_lost(stages: Callable[[str], None], notes: Path) -> None:
    stages("hanging")
    job = requested_job()

    class TakenAway(Heartbeat):
        def _pause(self) -> None:
            process_of(notes, "plan")
            let_lapse(job)
            transitions.claim(job.id)

    assert not run_job(job.id, heartbeat=TakenAway())
    assert has_ended(process_of(notes, "plan"))


def test_process_ends_with_its_worker(stages: Callable[[str], None], notes: Path, services: Services) -> None:
    job = requested_job()
    name = f"{stages_elsewhere.__name__}.hanging"
    program = f"""
import django; django.setup()
from django.conf import settings
settings.GENERATION_STAGES = {{"session_bridge": "{name}"}}
from generation.worker.execution import run_job
run_job("{job.id}")
"""
    environment = {**services.environment(), "NOTES": str(notes), "SMALL_DIARY_KB": "0", "DENSE_DIARY_KB": "0"}
    worker = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=environment)
    pid = process_of(notes, "plan")
    assert psutil.Process(pid).ppid() == worker.pid
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert ends(pid)


def test_small_diary_passes_dense_ones(stages: Callable[[str], None], notes: Path, settings: Any) -> None:
    settings.SMALL_DIARY_KB = settings.DENSE_DIARY_KB = 1
    dense = [requested_job(("m1", "2025-11-08T22:14+01:00", "Walked. " * 200)) for _ in range(2)]
    small = requested_job()
    stages("waiting")
    with ThreadPoolExecutor(len(dense)) as threads:
        runs = [threads.submit(run_in_thread, job) for job in dense]
        process_of(notes, "plan")
        assert run_job(small.id, TinyStages())
        assert not any(run.done() for run in runs)
        notes.with_name("go").touch()
        assert [run.result() for run in runs] == [True] * len(dense)


def run_in_thread(job: GenerationJob) -> bool:
    try:
        return run_job(job.id)
    finally:
        connection.close()


def test_stages_of_another_caller_run_in_the_worker() -> None:
    job, own = requested_job(), TinyStages()
    assert run_job(job.id, own)
    assert (own.made, GenerationJob.objects.get().state) == (ALL, JobState.SUCCEEDED)
