"""A run that fails or loses its job writes nothing more and says nothing of the diary."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.db import connection

from generation.lifecycle import transitions
from generation.models import GenerationJob, JobState
from generation.pipeline.sequence import Stage, StageOutput
from generation.run.artifact_chain import ArtifactChain
from generation.run.errors import RunFailed
from generation.worker.execution import run_job
from generation.worker.tasks import run_generation_job
from tests.builders.jobs import let_lapse, make_job, requested_job
from tests.generation.tiny_stages import TinyStages

# Each stage is a transaction of its own, as in a worker.
pytestmark = pytest.mark.django_db(transaction=True)

ALL = ["canonical", "plan", "composition", "text", "gate"]
CANARY = "the heron at the weir knows"


def take_away(job: GenerationJob) -> None:
    """Another worker takes the job over."""
    let_lapse(job)
    transitions.claim(job.id)


def test_first_writer_wins() -> None:
    held = transitions.claim(make_job().id)
    assert held is not None
    first, second = ArtifactChain(held), ArtifactChain(held)
    outputs = [StageOutput(stage=Stage.PLAN, ordinal=0, body=body) for body in ('{"a":1}', '{"b":2}')]
    assert [first.store(outputs[0]), second.store(outputs[1])] == ['{"a":1}', '{"a":1}']


@pytest.mark.parametrize("stage", ALL)
def test_worker_that_lost_the_job_writes_nothing_more(stage: str) -> None:
    job = requested_job()
    assert not run_job(job.id, TinyStages(**{stage: lambda: take_away(job)}))
    job.refresh_from_db()
    assert (job.state, job.epoch) == (JobState.RUNNING, 2)
    assert list(job.artifacts.values_list("stage", flat=True)) == ALL[: ALL.index(stage)]
    assert not job.patient.sessionbridgeversions.exists()


def raise_error() -> None:
    raise ValueError(CANARY)


@pytest.fixture
def no_plans(transactional_db: None) -> Iterator[None]:
    """Postgres refuses every plan, and quotes the whole refused row, the diary in it, in its error."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stage_artifacts ADD CONSTRAINT no_plans CHECK (stage <> 'plan') NOT VALID")
        yield
        cursor.execute("ALTER TABLE stage_artifacts DROP CONSTRAINT no_plans")


@pytest.mark.usefixtures("no_plans")
@pytest.mark.parametrize("code", ["ValueError", "IntegrityError 23514 no_plans"])
def test_failing_run_is_recorded_by_its_code_alone(code: str, caplog: pytest.LogCaptureFixture) -> None:
    job = requested_job(("m1", "2025-11-08T22:14+01:00", CANARY))
    caplog.set_level(logging.DEBUG)
    breakage = {"plan": raise_error} if code == "ValueError" else {}
    with pytest.raises(RunFailed) as caught:
        run_job(job.id, TinyStages(CANARY, **breakage))
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, code)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert CANARY not in f"{caught.value!r} {caplog.text}"
    assert CANARY not in str(list(job.events.values())) + str(list(job.processing_log.values()))


@pytest.mark.usefixtures("no_plans")
def test_worker_that_reports_a_failing_task_quotes_no_diary(caplog: pytest.LogCaptureFixture) -> None:
    job = requested_job(("m1", "2025-11-08T22:14+01:00", CANARY))
    report = run_generation_job.apply(args=(str(job.id),))
    assert report.state == "FAILURE"
    assert "IntegrityError 23514 no_plans" in str(report.traceback)
    assert CANARY not in f"{report.traceback} {report.result!r} {caplog.text}"
