"""Guards that a broken model never gives less than no model: the rules' whole text, with its reason in plain words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest
from django.test import Client

from generation.evaluation.pure_run import run_pure
from generation.language_models.openai_model import OpenAIModel
from generation.models import GenerationJob
from generation.run.pinned_input import load_input
from tests.generation.admin_clients import operator_desk, page_of
from tests.wire import canaries
from tests.wire.answers import always_striking, good_answer
from tests.wire.faults import BY_NAME
from tests.wire.runs import UNHURRIED, everything_by_model, long_diarist, run_by_model, run_on, scripted
from tests.wire.scripted_server import Behaviour, ScriptedServer, answering, closed_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return operator_desk()


def run_with(fault: str, task: str) -> GenerationJob:
    """A job whose server fails at every request of `task`."""

    def spoil(asked: str, _number: int) -> Behaviour | None:
        return BY_NAME[fault].spoil(good_answer) if asked == task else None

    with ScriptedServer(scripted(lambda _request: answering(good_answer), spoil)) as server:
        return run_on(server, limits=UNHURRIED)


def run_struck() -> GenerationJob:
    with ScriptedServer(lambda _request, _number: answering(always_striking)) as server:
        return run_on(server, limits=UNHURRIED)


def run_without_server() -> GenerationJob:
    with closing(OpenAIModel(canaries.KEY, f"http://127.0.0.1:{closed_port()}/v1")) as model:
        return run_by_model(long_diarist(), model)


def run_without_budget() -> GenerationJob:
    with (
        ScriptedServer(lambda _request, _number: answering(good_answer)) as server,
        closing(OpenAIModel(canaries.KEY, server.url)) as model,
    ):
        return run_by_model(long_diarist(), model, everything_by_model(daily_tokens=10))


CASES = [
    (lambda: run_with("401", "bridge_choice"), "refused", "the model's server refused the key"),
    (lambda: run_with("404", "bridge_choice"), "refused", "the model's server does not have the model"),
    (lambda: run_with("prose", "bridge_choice"), "no_answer", "the model gave no answer that could be used"),
    (lambda: run_with("unknown id", "bridge_choice"), "no_answer", "the model chose sentences that were not offered"),
    (lambda: run_with("500", "bridge_judge"), "no_answer", "the model's server is in trouble"),
    (run_struck, "findings", "the gate refused what the model chose"),
    (run_without_server, "no_answer", "the model's server cannot be reached"),
    (run_without_budget, "budget", "the token budget of the day is spent"),
]
NAMES = ["key", "model", "prose", "ids", "judge away", "struck", "no server", "budget"]


@pytest.mark.parametrize(("run", "reason", "words"), CASES, ids=NAMES)
def test_rules_text_is_published_with_its_reason_in_plain_words(
    desk: Client, run: Callable[[], GenerationJob], reason: str, words: str
) -> None:
    job = run()
    version = job.sessionbridgeversion
    assert (version.outcome, version.outcome_reason, version.prompt_version_writer) == ("rules", reason, "rules-5")
    assert version.text == run_pure(load_input(job)).result.report_text
    html = desk.get(page_of(job)).content.decode()
    assert f"rules: {words}</span>".replace("'", "&#x27;") in html


def test_model_whose_choice_was_not_used_is_not_named_as_having_made_the_text() -> None:
    version = run_struck().sessionbridgeversion
    assert (version.model_writer, version.prompt_hash_writer) == ("", "")
    assert version.cost is None or version.cost > 0


def test_twice_struck_is_repaired_twice_and_no_more() -> None:
    job = run_struck()
    assert job.sessionbridgeversion.repair_attempts == 2
    assert job.artifacts.filter(stage="bridge_repair.reply").count() == 2
