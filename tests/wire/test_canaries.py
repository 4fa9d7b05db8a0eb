"""After whole runs, good and bad: key, prompt and diary stand where they should and nowhere else."""

from __future__ import annotations

import gc
import logging
import traceback
from contextlib import closing
from functools import partial
from typing import Any

import pytest

from core.models import Patient
from generation.language_models.openai_model import OpenAIModel
from generation.language_models.scripted_model import Asked, ScriptedModel
from generation.models import GenerationJob
from generation.run.errors import RunFailed
from generation.run.models_for_job import models_for
from generation.summary_requests import request_summary
from generation.worker.execution import run_job
from tests.builders.people import AS_OF, make_patient, write
from tests.wire import canaries
from tests.wire.answers import always_striking, good_answer
from tests.wire.canaries import tables_that_hold
from tests.wire.faults import FAULTS
from tests.wire.runs import LIMITS, everything_by_model, run_by_model
from tests.wire.scripted_server import Behaviour, Received, ScriptedServer, answering

pytestmark = pytest.mark.django_db


def diarist() -> Patient:
    patient = make_patient(model_allowed=True)
    write(
        patient,
        ("m1", "2025-11-08T22:14+01:00", f"Felt anxious. The {canaries.DIARY} stay here."),
        ("m2", "2025-11-10T22:14+01:00", f"Felt anxious again, {canaries.DIARY} and all. Slept 6 h."),
        ("m3", "2025-11-12T22:14+01:00", "Slept 7 h."),
    )
    return patient


def run(script: Any) -> GenerationJob:
    with ScriptedServer(script) as server, closing(OpenAIModel(canaries.KEY, server.url)) as model:
        model.prepare()
        return run_by_model(diarist(), model)


def echo(request: Received, _: int) -> Behaviour:
    """A server that refuses and quotes everything it was told."""
    message = f"{request.headers['authorization']} {request.body['messages']}"
    return lambda _r, exchange: exchange.send_json({"error": {"message": message}}, "401 Unauthorized")


RUNS = {
    "good": lambda _request, _number: answering(good_answer),
    "struck": lambda _request, _number: answering(always_striking),
    "echoing": echo,
    **{f.name: lambda _r, _n, f=f: f.spoil(good_answer) for f in FAULTS if f.name in {"500", "prose", "own orders"}},
}


@pytest.mark.parametrize("name", RUNS)
def test_key_and_instructions_are_in_no_table_and_the_diary_only_where_it_may_be(name: str) -> None:
    run(RUNS[name])
    assert tables_that_hold(canaries.KEY) == set()
    assert tables_that_hold(canaries.DIARY) <= canaries.MAY_HOLD_DIARIES
    if name != "echoing":
        assert tables_that_hold(*canaries.PROMPTS) == set()


def test_model_calls_hold_no_words_at_all() -> None:
    run(RUNS["own orders"])
    assert "model_calls" not in tables_that_hold("anxious")


def test_nothing_of_it_is_in_redis() -> None:
    run(RUNS["good"])
    assert canaries.left_in_redis() == []


@pytest.mark.parametrize("name", RUNS)
def test_nothing_of_it_is_logged(name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    run(RUNS[name])
    assert [word for word in canaries.ALL if word in caplog.text] == []


def explode(asked: Asked) -> str:
    raise ValueError(asked.prompt.data)


def test_exception_shown_with_its_local_variables_holds_none_of_it() -> None:
    job = request_summary(diarist(), as_of=AS_OF).job
    models = partial(models_for, model=ScriptedModel(explode), chosen=everything_by_model(), limits=LIMITS)
    with pytest.raises(RunFailed) as caught:
        run_job(job.id, models=models)
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "RunFailed: ValueError" in shown
    assert [word for word in canaries.ALL if word in shown] == []


def test_no_exception_stays_behind_that_holds_the_key() -> None:
    gc.collect()
    before = {id(found) for found in gc.get_objects() if isinstance(found, BaseException)}
    run(RUNS["echoing"])
    left = [found for found in gc.get_objects() if isinstance(found, BaseException) and id(found) not in before]
    assert [found for found in left if canaries.KEY in repr(vars(found)) + str(found)] == []
