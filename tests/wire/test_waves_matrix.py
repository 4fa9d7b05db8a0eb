"""Every fault of a model's server, in every wave and the journey, once and for good: published, or ended with its name.

A sample runs with all tests; `make faults` runs the whole matrix.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import product
from typing import Any

import pytest

from generation.generators.base_ai_generator import NoReading
from generation.generators.journey.roadmap import RoadmapGenerator
from generation.generators.waves.registry import wave_generators
from generation.language_models.openai_model import OpenAIModel
from generation.models import GenerationJob, GenerationJobAnalysis, JobState, ModelCall
from generation.pipeline.language_model import ReplyOutcome
from generation.run.errors import RunFailed
from generation.run.models_for_job import models_for
from generation.run.session_input import wave_input_hash
from generation.worker.execution import run_job
from generation.your_journeys import request_journey
from tests.builders.sessions import analysed, make_session, make_wave_job
from tests.wire import canaries
from tests.wire.answers import good_answer
from tests.wire.faults import FAULTS, Fault
from tests.wire.runs import LIMITS, UNHURRIED, scripted
from tests.wire.scripted_server import ScriptedServer, answering

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]

# Of choosing among what was offered: no wave does.
_OF_CHOICES = {ReplyOutcome.UNKNOWN_ID, ReplyOutcome.OVER_BUDGET, ReplyOutcome.REQUIRED_LEFT_OUT}
NAMES = (*wave_generators(), RoadmapGenerator.name)
MINE = tuple(fault for fault in FAULTS if fault.outcome not in _OF_CHOICES)
ITEM = {"topics": [], "action_items": [{"text": "write down sleep times", "evidence": None}]}
Cell = tuple[Fault, str, bool]


@pytest.fixture(autouse=True)
def model_is_set(settings: Any) -> None:
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"


def job_of(name: str) -> GenerationJob:
    session = make_session()
    if name == RoadmapGenerator.name:
        analysed(session)
        return request_journey(session.patient).job  # type: ignore[union-attr]
    if name != "action_items":
        return make_wave_job(session, name)
    topics = analysed(session, "topics", json.dumps(ITEM))
    job = make_wave_job(session, name, input_hash=wave_input_hash(session, name, [topics]))
    GenerationJobAnalysis.objects.create(job=job, analysis=topics)
    return job


def run_on(server: ScriptedServer, job: GenerationJob, fault: Fault) -> str:
    """The code the run broke with, '' where it did not."""
    limits = LIMITS if fault.outcome is ReplyOutcome.TIMED_OUT else UNHURRIED
    with closing(OpenAIModel(canaries.KEY, server.url)) as model:
        model.prepare()
        try:
            assert run_job(job.id, models=partial(models_for, model=model, limits=limits))
        except RunFailed as broken:
            return broken.code
    return ""


def spoiler(fault: Fault, *, for_good: bool) -> Callable[[str, int], Any]:
    return lambda _task, number: fault.spoil(good_answer) if for_good or number == 0 else None


def require_ends_as_documented(fault: Fault, name: str, *, for_good: bool) -> None:
    job = job_of(name)
    script = scripted(lambda _: answering(good_answer), spoiler(fault, for_good=for_good))
    with ScriptedServer(script) as server:
        code = run_on(server, job, fault)
    job.refresh_from_db()
    is_mended = fault.tries_again and not for_good
    assert code == ("" if is_mended else fault.outcome.value)
    if is_mended:
        assert job.state == JobState.SUCCEEDED
        assert hasattr(job, "analysis") or hasattr(job, "yourjourneyversion")
    else:
        # Of a server in trouble the job is taken again, a few times.
        is_over = NoReading(fault.outcome.value).permanent
        assert (job.state, job.error_code) == ((JobState.FAILED, code) if is_over else (JobState.RUNNING, ""))
    calls = ModelCall.objects.filter(job=job)
    assert calls.count() == len(server.requests) == job.artifacts.filter(stage__endswith=".reply").count()
    assert {call.outcome for call in calls.exclude(outcome=ReplyOutcome.ANSWERED)} == {fault.outcome}


def sample() -> list[Cell]:
    """Every fault once, the waves and persistence taken in turns."""
    return [(fault, NAMES[number % len(NAMES)], number % 2 == 1) for number, fault in enumerate(MINE)]


def name_of(cell: Cell) -> str:
    fault, name, for_good = cell
    return f"{fault.name}-{name}-{'for good' if for_good else 'once'}"


@pytest.mark.parametrize("cell", sample(), ids=name_of)
def test_fault_ends_as_documented(cell: Cell) -> None:
    fault, name, for_good = cell
    require_ends_as_documented(fault, name, for_good=for_good)


@pytest.mark.long_faults
@pytest.mark.parametrize("cell", list(product(MINE, NAMES, (False, True))), ids=name_of)
def test_every_fault_ends_as_documented(cell: Cell) -> None:
    fault, name, for_good = cell
    require_ends_as_documented(fault, name, for_good=for_good)


@pytest.mark.parametrize("name", NAMES)
def test_each_is_asked_over_the_wire_and_publishes(name: str) -> None:
    job = job_of(name)
    with ScriptedServer(lambda _request, _number: answering(good_answer)) as server:
        assert run_on(server, job, MINE[0]) == ""
    assert len(server.requests) == 1
    job.refresh_from_db()
    assert job.state == JobState.SUCCEEDED
