"""A stage is computed in its turn and without a database connection; a run that was lost meanwhile computes none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from generation.generators.base import ModelHelp
from generation.generators.cpu_places import CpuPlaces
from generation.lifecycle import transitions
from generation.models import GenerationJob
from generation.pipeline.contracts import PipelineInput
from generation.run.errors import HoldLost
from generation.run.pinned_input import load_input
from generation.worker.heartbeat import Hold
from generation.worker.stage_turns import take_turns
from sessionbridge.settings.connections import POOL_SIZE
from tests.builders.jobs import requested_job
from tests.generation.tiny_stages import TinyStages

pytestmark = pytest.mark.django_db(transaction=True)


def held_job() -> tuple[GenerationJob, PipelineInput]:
    job = transitions.claim(requested_job().id)
    assert job is not None
    return job, load_input(job)


def first_output(hold: Hold, inputs: PipelineInput, stages: TinyStages, places: CpuPlaces) -> str:
    """The first stage of the hold's job, by a thread that has just used the database."""
    try:
        GenerationJob.objects.get(id=hold.job.id)
        steps = take_turns(hold, stages, inputs, {}, lambda: 900.0, None, places)
        return next(steps).stage
    finally:
        connection.close()


def test_more_runs_than_connections_compute_at_the_same_time() -> None:
    runs = POOL_SIZE + 4
    meeting = threading.Barrier(runs, timeout=20)
    places, stages = CpuPlaces(runs), TinyStages(canonical=meeting.wait)
    held = [held_job() for _ in range(runs)]
    with ThreadPoolExecutor(runs) as threads:
        done = [threads.submit(first_output, Hold(job), inputs, stages, places) for job, inputs in held]
        assert [each.result() for each in done] == ["canonical"] * runs


def test_connection_is_given_back_before_every_stage() -> None:
    job, inputs = held_job()
    seen: list[object] = []

    def look() -> None:
        seen.append(connection.connection)

    before: dict[str, Callable[[], object]] = dict.fromkeys(("canonical", "plan", "composition", "text", "gate"), look)
    steps = take_turns(Hold(job), TinyStages(**before), inputs, {}, lambda: 900.0, None)
    body = next(steps).body
    for _ in range(4):
        GenerationJob.objects.get(id=job.id)
        body = steps.send(body).body
    assert seen == [None] * 5


def test_run_that_lost_its_job_while_it_waited_computes_nothing() -> None:
    job, inputs = held_job()
    stages = TinyStages()
    with pytest.raises(HoldLost):
        first_output(Hold(job, is_lost=True), inputs, stages, CpuPlaces(2))
    assert stages.made == []


def test_dense_diary_with_models_stays_in_the_worker(settings: Any) -> None:
    settings.SMALL_DIARY_KB = settings.DENSE_DIARY_KB = 0
    job, inputs = held_job()
    settings.GENERATION_STAGES = {"session_bridge": f"{__name__}.here"}
    models = ModelHelp(asker=None, stages={})  # type: ignore[arg-type]
    assert next(take_turns(Hold(job), None, inputs, {}, lambda: 900.0, models)).body == '{"canonical":"here"}'


here = TinyStages("here")
