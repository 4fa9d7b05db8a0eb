"""The commands that meet a model: `summarize --model`, `try_model`, `compare_writers`, on a scripted server."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from core.models import Patient
from generation.language_models.choose import language_model, read_model_settings
from generation.models import GenerationJob, ModelCall
from tests.generation.admin_clients import operator_desk
from tests.wire.answers import advising_answer, good_answer
from tests.wire.runs import run_on
from tests.wire.scripted_server import Received, ScriptedServer, answering
from tests.wire.test_jobs_by_model import allowed_diarist

FILE = Path(__file__).resolve().parents[2] / "demo" / "medium.jsonl"
ARGUMENTS = ("--timezone", "America/New_York", "--as-of", "2025-10-24")


def free_or_staged(request: Received) -> str:
    """A bad writer in stages, and worse on its own."""
    if request.instructions.startswith("You write a summary"):
        return "1. Time Window & Scope\n- You slept badly because of the move, try to rest.\n\nNotes\n- Keep going!"
    return advising_answer(request)


@pytest.fixture
def server(settings: Any) -> Iterator[ScriptedServer]:
    with ScriptedServer(lambda _request, _number: answering(free_or_staged)) as running:
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
    for task in ("canonicalizer", "writer", "judge", "repair"):
        assert f"{task:<14}by gpt-5-mini-2025-08-07: " in shown
    assert " tokens, $0.00" in shown
    assert "(estimated), " in shown


# --- model_costs ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_model_costs_are_told_by_day_person_and_job(settings: Any) -> None:
    settings.DAILY_TOKEN_BUDGET = 1_000_000
    with ScriptedServer(lambda _request, _number: answering(good_answer)) as running:
        job = run_on(running)
    calls = ModelCall.objects.count()
    told = f"{calls} calls, {1500 * calls:,} ({1024 * calls:,} cached) + {200 * calls:,} tokens, $"
    assert f"{job.id}: {told}" in output_of("model_costs", "--job", str(job.id))
    assert f"{job.patient.code}: {told}" in output_of("model_costs", "--patient", job.patient.code)
    assert told in (today := output_of("model_costs"))
    assert f"Budget of the day: {1700 * calls:,} of 1,000,000 tokens; {1_000_000 - 1700 * calls:,} left." in today
    assert "no model was asked." in output_of("model_costs", "--day", "2020-01-31")


@pytest.mark.django_db
def test_spent_budget_is_said_plainly(settings: Any) -> None:
    with ScriptedServer(lambda _request, _number: answering(good_answer)) as running:
        run_on(running)
    settings.DAILY_TOKEN_BUDGET = 100
    assert " of 100 tokens; spent: stages go on by rules until midnight UTC." in output_of("model_costs")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (("--patient", "P-none"), "There is no person with the code P-none."),
        (("--job", "00000000-0000-4000-8000-000000000000"), "There is no job 00000000"),
        (("--day", "soon"), "soon"),
    ],
)
def test_model_costs_of_nobody_are_refused(arguments: tuple[str, ...], refusal: str) -> None:
    with pytest.raises(CommandError, match=refusal):
        output_of("model_costs", *arguments)


@pytest.mark.django_db
def test_summarize_by_a_model_runs_anew(server: ScriptedServer) -> None:
    for _ in range(2):
        output_of("summarize", str(FILE), *ARGUMENTS, "--model", "qwen3-8b")
    assert GenerationJob.objects.count() == 2
    assert GenerationJob.objects.filter(regen_reason="asked for with qwen3-8b").count() == 1


@pytest.mark.django_db
def test_summarize_without_naming_a_model_asks_none(server: ScriptedServer) -> None:
    output_of("summarize", str(FILE), *ARGUMENTS)
    assert server.requests == []
    assert not Patient.objects.get().model_allowed


@pytest.mark.django_db
def test_summarize_as_json_lists_the_models(server: ScriptedServer) -> None:
    sheet = json.loads(output_of("summarize", str(FILE), *ARGUMENTS, "--model", "qwen3-8b", "--json"))
    assert [use["task"] for use in sheet["models"]] == ["canonicalizer", "writer", "repair", "judge"]
    assert sheet["models"][1]["models"] == ["gpt-5-mini-2025-08-07"]


@pytest.mark.django_db
def test_summarize_by_a_model_needs_one() -> None:
    with pytest.raises(CommandError, match="--model needs OPENAI_API_KEY"):
        output_of("summarize", str(FILE), *ARGUMENTS, "--model", "gpt-5")


@pytest.mark.django_db
def test_summarize_refuses_a_model_without_a_price_and_names_the_choices(settings: Any) -> None:
    settings.OPENAI_API_KEY = "sk-x"
    with pytest.raises(CommandError, match=r"Unknown model 'gpt-6'\. Choose from gpt-5, gpt-5-mini, gpt-5-nano"):
        output_of("summarize", str(FILE), *ARGUMENTS, "--model", "gpt-6")


def test_trial_shows_what_was_said_caught_mended_and_published(server: ScriptedServer) -> None:
    shown = output_of("try_model", "medium")
    assert "    said: " in shown
    assert "SB201 p1: 'should'" in shown
    assert "gate 0: fail, judge not_run; caught SB201" in shown
    assert "repaired, 1 repairs:" in shown
    assert "\n1. Time Window & Scope\n" in shown
    [row] = [line for line in shown.splitlines() if line.startswith("medium ")]
    assert row.split()[-4:-1] == ["canonicalizer-1+rules-1", "writer-1", "yes"]


def test_trial_stores_nothing_and_needs_no_database(server: ScriptedServer) -> None:
    assert "first_pass" in output_of("try_model", "thin") or "repaired" in output_of("try_model", "thin")


@pytest.mark.parametrize("command", ["try_model", "compare_writers"])
def test_trials_need_a_model(command: str) -> None:
    with pytest.raises(CommandError, match="No model is set"):
        output_of(command)


def test_trial_of_a_diary_that_is_not_there_names_those_that_are(server: ScriptedServer) -> None:
    with pytest.raises(CommandError, match="No demo diary is called sunny; there are thin, medium, dense"):
        output_of("try_model", "sunny")


def test_comparison_counts_what_lint_finds_in_both(server: ScriptedServer) -> None:
    lines = [line.split() for line in output_of("compare_writers").splitlines() if line.startswith("medium ")]
    free, ungated, published = lines
    assert free[1:3] == ["free-form,", "published"]
    # sections, words, numbers, feelings, advice, causes, other
    assert free[3] == "no"
    assert int(free[7]) >= 1
    assert int(free[8]) >= 1
    assert int(ungated[7]) > 0
    assert published[3:] == ["yes", "0", "0", "0", "0", "0", "0"]


@pytest.fixture
def desk() -> Client:
    return operator_desk()


@pytest.mark.django_db
def test_job_page_shows_each_stages_model_requests_tokens_cost_and_time(desk: Client) -> None:
    with ScriptedServer(lambda _request, _number: answering(good_answer)) as running:
        job = run_on(running, allowed_diarist())
    html = desk.get(reverse("admin:generation_generationjob_change", args=[job.id])).content.decode()
    calls = ModelCall.objects.filter(job=job, task="writer").count()
    assert '<h2 id="models-title">Models</h2>' in html
    assert "gpt-5-mini-2025-08-07" in html
    assert f"<td>{calls}</td>" in html
    assert "1,500 (1,024 cached) in, 200 out" in html
    assert " estimated</td>" in html


@pytest.mark.django_db
def test_job_page_shows_what_the_judge_objected_to(desk: Client) -> None:
    def object_to(request: Received) -> str:
        if request.task != "judge":
            return good_answer(request)
        bullet = request.data["bullets"][-1]
        violation = {"rule": "turned around", "slot_id": bullet["slot_id"], "excerpt": bullet["text"][:12]}
        return json.dumps({"verdict": "fail", "violations": [violation]})

    with ScriptedServer(lambda _request, _number: answering(object_to)) as running:
        job = run_on(running, allowed_diarist())
    html = desk.get(reverse("admin:generation_generationjob_change", args=[job.id])).content.decode()
    assert "JD002" in html
    assert "turned around" in html
