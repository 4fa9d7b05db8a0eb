"""The commands that meet a model: `summarize --model`, `try_model`, on a scripted server."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from core.consent import is_model_allowed
from core.models import Patient
from generation.language_models.choose import language_model, read_model_settings
from generation.language_models.openai_model import OpenAIModel
from generation.language_models.scripted_model import ScriptedModel
from generation.models import GenerationJob, ModelCall
from tests.generation.admin_clients import operator_desk
from tests.wire.answers import always_striking, good, good_answer
from tests.wire.runs import everything_by_model, long_diarist, run_by_model, run_on
from tests.wire.scripted_server import Exchange, Received, ScriptedServer, answering, completion
from tests.wire.test_jobs_by_model import allowed_diarist

FILE = Path(__file__).resolve().parents[2] / "demo" / "medium.jsonl"
ARGUMENTS = ("--timezone", "America/New_York", "--as-of", "2025-10-24")


@pytest.fixture
def server(settings: Any) -> Iterator[ScriptedServer]:
    with ScriptedServer(lambda _request, _number: answering(good_answer)) as running:
        settings.OPENAI_BASE_URL = running.url
        yield running
        model = language_model(read_model_settings())
        assert model is not None
        model.close()


def output_of(*command: str) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out, stderr=io.StringIO(), no_color=True)
    return out.getvalue()


@pytest.mark.django_db
def test_summarize_by_a_model_shows_who_answered_and_what_it_took(server: ScriptedServer) -> None:
    shown = output_of("summarize", str(FILE), *ARGUMENTS, "--model", "qwen3-8b")
    assert {request.body["model"] for request in server.requests} == {"qwen3-8b"}
    assert f"{'bridge_judge':<15}by gpt-5-mini-2025-08-07: " in shown
    assert " tokens, $0.00" in shown
    assert "(estimated), " in shown


@pytest.mark.django_db
def test_summarize_by_a_model_runs_anew(server: ScriptedServer) -> None:
    for _ in range(2):
        output_of("summarize", str(FILE), *ARGUMENTS, "--model", "qwen3-8b")
    jobs = GenerationJob.objects.order_by("regen").values_list("regen", "regen_reason")
    assert list(jobs) == [(0, "asked for with qwen3-8b"), (1, "asked for with qwen3-8b")]


@pytest.mark.django_db
def test_summarize_without_naming_a_model_asks_none(server: ScriptedServer) -> None:
    output_of("summarize", str(FILE), *ARGUMENTS)
    assert server.requests == []
    assert not is_model_allowed(Patient.objects.get().id)


@pytest.mark.django_db
def test_summarize_as_json_lists_the_models(server: ScriptedServer) -> None:
    sheet = json.loads(output_of("summarize", str(FILE), *ARGUMENTS, "--model", "qwen3-8b", "--json"))
    assert [use["task"] for use in sheet["models"]] == ["bridge_judge"]
    assert sheet["models"][0]["models"] == ["gpt-5-mini-2025-08-07"]


@pytest.mark.django_db
def test_summarize_by_a_model_needs_one() -> None:
    with pytest.raises(CommandError, match="--model needs OPENAI_API_KEY"):
        output_of("summarize", str(FILE), *ARGUMENTS, "--model", "gpt-5")


@pytest.mark.django_db
def test_summarize_refuses_a_model_without_a_price_and_names_the_choices(settings: Any) -> None:
    settings.OPENAI_API_KEY = "sk-x"
    with pytest.raises(CommandError, match=r"Unknown model 'gpt-6'\. Choose from gpt-5, gpt-5-mini, gpt-5-nano"):
        output_of("summarize", str(FILE), *ARGUMENTS, "--model", "gpt-6")


def test_trial_shows_what_was_said_caught_and_published(server: ScriptedServer) -> None:
    shown = output_of("try_model", "dense")
    assert "    said: " in shown
    assert "gate 0: pass, judge pass; caught nothing" in shown
    assert "first_pass, 0 repairs:" in shown
    assert "\n1. Time Window & Scope\n" in shown
    [row] = [line for line in shown.splitlines() if line.startswith("dense ")]
    # It is short enough to be quoted whole: nothing is left to choose, and a judge reads it.
    assert row.split()[-4:-2] == ["rules-5", "yes"]


def test_trial_stores_nothing_and_needs_no_database(server: ScriptedServer) -> None:
    assert "first_pass" in output_of("try_model", "thin") or "repaired" in output_of("try_model", "thin")


def test_trials_need_a_model() -> None:
    with pytest.raises(CommandError, match="No model is set"):
        output_of("try_model")


def test_trial_of_a_diary_that_is_not_there_names_those_that_are(server: ScriptedServer) -> None:
    with pytest.raises(CommandError, match="No demo diary is called sunny; there are thin, medium, dense"):
        output_of("try_model", "sunny")


@pytest.fixture
def desk() -> Client:
    return operator_desk()


@pytest.mark.django_db
def test_job_page_shows_each_stages_model_requests_tokens_cost_and_time(desk: Client) -> None:
    with ScriptedServer(lambda _request, _number: answering(good_answer)) as running:
        job = run_on(running)
    html = desk.get(reverse("admin:generation_generationjob_change", args=[job.id])).content.decode()
    calls = ModelCall.objects.filter(job=job, task="bridge_choice").count()
    assert '<h2 id="models-title">Models</h2>' in html
    assert "gpt-5-mini-2025-08-07" in html
    assert f"<td>{calls}</td>" in html
    assert "1,500 (1,024 cached) in, 200 out" in html
    assert " estimated</td>" in html


@pytest.mark.django_db
def test_job_page_shows_what_was_thought(desk: Client) -> None:
    def thinking(request: Received, exchange: Exchange) -> None:
        details = {
            "prompt_tokens": 1500,
            "completion_tokens": 900,
            "completion_tokens_details": {"reasoning_tokens": 850},
        }
        exchange.send_json(completion(good_answer(request), usage=details))

    with ScriptedServer(lambda _request, _number: thinking) as running:
        job = run_on(running, allowed_diarist())
    html = desk.get(reverse("admin:generation_generationjob_change", args=[job.id])).content.decode()
    assert "1,500 in, 900 out (850 for thinking)" in html


@pytest.mark.django_db
def test_job_page_shows_what_the_judge_objected_to(desk: Client) -> None:
    with ScriptedServer(lambda _request, _number: answering(always_striking)) as running:
        job = run_on(running)
    html = desk.get(reverse("admin:generation_generationjob_change", args=[job.id])).content.decode()
    assert "JD002" in html
    assert "turned around" in html
    assert 'The judge:</span> <bdi class="sb-words">The entry says more.</bdi>' in html


# --- totals and the budget ------------------------------------------------------------------------


@pytest.mark.django_db
def test_costs_are_listed_by_day() -> None:
    with ScriptedServer(lambda _request, _number: answering(good_answer)) as running:
        job = run_on(running, allowed_diarist())
    calls = ModelCall.objects.filter(job=job).count()
    _, _, today, budget = output_of("model_costs", "--days", "2").splitlines()
    assert today.split()[:3] == [datetime.now(UTC).date().isoformat(), str(calls), f"{1500 * calls:,}"]
    assert "$0.0" in today
    assert budget == "There is no daily token budget (DAILY_TOKEN_BUDGET)."


@pytest.mark.django_db
def test_costs_are_listed_by_person(settings: Any) -> None:
    patient = allowed_diarist()
    run_by_model(patient, ScriptedModel(good))
    settings.DAILY_TOKEN_BUDGET = 1000
    told = json.loads(output_of("model_costs", "--patient", str(patient.id), "--json"))
    assert told["spent"][str(patient.id)]["calls"] == ModelCall.objects.count()
    assert told["budget"]["state"] == "spent"


@pytest.mark.django_db
def test_spent_budget_is_said(settings: Any) -> None:
    run_by_model(allowed_diarist(), ScriptedModel(good))
    settings.DAILY_TOKEN_BUDGET = 1000
    assert "The budget of the day is spent: " in output_of("model_costs")


@pytest.mark.django_db
def test_unknown_cost_is_said_to_be_unknown() -> None:
    def unpriced(request: Received, exchange: Exchange) -> None:
        exchange.send_json(completion(good_answer(request), model="qwen"))

    with ScriptedServer(lambda _r, _n: unpriced) as running, closing(OpenAIModel("", running.url)) as model:
        run_by_model(allowed_diarist(), model, everything_by_model(overrides={"all": "qwen"}))
    assert output_of("model_costs", "--days", "1").splitlines()[1].endswith("  unknown")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("task", ["bridge_choice", "bridge_judge", "canonicalizer"]),
        ("tier", ["precision"]),
        ("feature", ["session_bridge"]),
    ],
)
def test_costs_are_told_apart_by_task_tier_and_feature(by: str, names: list[str]) -> None:
    job = run_by_model(long_diarist(), ScriptedModel(good))
    told = json.loads(output_of("model_costs", "--by", by, "--json"))["spent"]
    assert sorted(told) == names
    assert sum(spent["calls"] for spent in told.values()) == ModelCall.objects.filter(job=job).count()
    assert all(name in output_of("model_costs", "--by", by) for name in names)


@pytest.mark.django_db
def test_costs_of_a_person_are_not_told_apart() -> None:
    with pytest.raises(CommandError, match="choose one of them"):
        output_of("model_costs", "--patient", "P-1", "--by", "task")


@pytest.mark.django_db
def test_costs_of_nobody_are_refused() -> None:
    with pytest.raises(CommandError, match="there is no person"):
        output_of("model_costs", "--patient", "P-none")


@pytest.mark.django_db
def test_job_page_says_why_stages_went_on_by_rules(desk: Client) -> None:
    job = run_by_model(long_diarist(), ScriptedModel(good), everything_by_model(daily_tokens=100))
    html = desk.get(reverse("admin:generation_generationjob_change", args=[job.id])).content.decode()
    assert "bridge_choice: by rules, because the token budget of the day is spent." in html
    assert "rules: the token budget of the day is spent</span>" in html
