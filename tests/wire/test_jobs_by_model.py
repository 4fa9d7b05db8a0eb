"""Whole jobs by a model: what is stored, what it costs, who may have one, and what a second look at it comes to."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from core.models import Patient
from generation.evaluation.pure_run import run_pure
from generation.generators.base import ModelHelp
from generation.generators.session_bridge import make_team
from generation.history.model_costs import spent_by_patient, spent_on
from generation.language_models.metered_model import KeptReply, MeteredModel, Names
from generation.language_models.openai_model import OpenAIModel
from generation.language_models.scripted_model import Asked, ScriptedModel
from generation.language_models.thinking import Thinking
from generation.lifecycle import transitions
from generation.models import GenerationJob, JobState, ModelCall
from generation.pipeline.language_model import ModelReply, ReplyOutcome, Task, Usage
from generation.pipeline.prompts import CURRENT, prompt_hash
from generation.run.artifact_chain import ArtifactChain
from generation.run.errors import RunFailed
from generation.run.model_call_record import CallLog, StoredVerdicts, kept_replies
from generation.run.models_for_job import models_for, models_of_the_past
from generation.run.pinned_input import load_input
from generation.summary_requests import request_summary
from generation.worker.execution import run_job
from tests.builders.jobs import let_lapse
from tests.builders.people import AS_OF, make_diarist, make_patient, set_consent, write
from tests.builders.rows import refused_by
from tests.wire.answers import good, good_answer, objection, striking_first, struck_days
from tests.wire.runs import everything_by_model, long_diarist, run_by_model, run_on
from tests.wire.scripted_server import Exchange, Received, ScriptedServer, answering, completion

pytestmark = pytest.mark.django_db

TASKS = {"canonicalizer", "bridge_choice", "bridge_judge"}


def allowed_diarist() -> Patient:
    """Somebody whose diary fits whole: nothing is left to choose, the judge reads it."""
    patient = make_diarist()
    set_consent(patient, allowed=True)
    return patient


def events(job: GenerationJob) -> list[tuple[str, str]]:
    return [(event.details["task"], event.details["why"]) for event in job.events.filter(event="RULES_USED")]


def test_summary_says_which_prompts_and_models_made_it() -> None:
    with ScriptedServer(lambda _request, _number: answering(good_answer)) as server:
        version = run_on(server).sessionbridgeversion
    assert version.prompt_version_canonicalizer.startswith("canonicalizer-2")
    assert version.prompt_version_writer == "choice-1"
    assert version.prompt_hash_canonicalizer == prompt_hash("canonicalizer-2")
    assert version.prompt_hash_writer == prompt_hash("choice-1")
    assert version.model_writer == version.model_canonicalizer == "gpt-5-mini-2025-08-07"
    assert version.metadata.model_used == "gpt-5-mini-2025-08-07"


def test_diary_that_fits_whole_is_nobodys_choice() -> None:
    job = run_by_model(allowed_diarist(), model := ScriptedModel(good))
    assert "bridge_choice" not in {asked.task for asked in model.asked}
    assert (job.sessionbridgeversion.outcome, job.sessionbridgeversion.prompt_version_writer) == (
        "first_pass",
        "rules-5",
    )


def test_repaired_summary_says_so() -> None:
    answer = striking_first()
    with ScriptedServer(lambda _request, _number: answering(answer)) as server:
        version = run_on(server).sessionbridgeversion
    assert (version.outcome, version.repair_attempts) == ("repaired", 1)


def test_every_call_is_a_row_and_every_reply_an_artifact() -> None:
    job = run_by_model(long_diarist(), ScriptedModel(good))
    calls = ModelCall.objects.filter(job=job)
    assert {call.task for call in calls} == TASKS
    assert {call.prompt_version for call in calls} == {CURRENT[Task(task)] for task in TASKS}
    replies = [KeptReply.model_validate_json(a.body or "") for a in job.artifacts.filter(stage__endswith=".reply")]
    assert [reply.model_asked for reply in replies].count("gpt-5-mini") == calls.filter(task="canonicalizer").count()
    assert {call.tier for call in calls} == {"precision"}


def test_replies_stand_in_the_chain_before_the_stage_they_were_for() -> None:
    job = run_by_model(long_diarist(), ScriptedModel(good))
    stages = list(job.artifacts.values_list("stage", flat=True))
    assert stages.index("canonicalizer.reply") < stages.index("canonical")
    assert stages.index("bridge_choice.reply") < stages.index("composition")
    assert stages.index("bridge_judge.reply") < stages.index("gate")


def test_person_who_does_not_allow_a_model_has_none() -> None:
    patient = make_diarist()
    model = ScriptedModel([])
    job = run_by_model(patient, model)
    assert (model.asked, ModelCall.objects.filter(job=job).count()) == ([], 0)
    assert job.sessionbridgeversion.prompt_version_writer == "rules-5"


def test_consent_withdrawn_during_a_run_ends_the_asking() -> None:
    patient = long_diarist()

    def withdraw(asked: Asked) -> str:
        set_consent(patient, allowed=False)
        return good(asked)

    job = run_by_model(patient, model := ScriptedModel([withdraw]))
    assert [asked.task for asked in model.asked] == ["canonicalizer"]
    assert events(job) == [("bridge_choice", "not_allowed")]
    assert (job.sessionbridgeversion.outcome, job.sessionbridgeversion.outcome_reason) == ("rules", "refused")


def test_settings_without_a_model_need_none() -> None:
    patient = allowed_diarist()
    job = request_summary(patient, as_of=AS_OF).job
    assert run_job(job.id)
    job.refresh_from_db()
    assert job.sessionbridgeversion.metadata.model_used == "none"
    assert job.sessionbridgeversion.cost == 0


# --- costs and budget -----------------------------------------------------------------------------


def priced(asked: Asked) -> ModelReply:
    usage = Usage(tokens_in=1000, tokens_out=100)
    return ModelReply(outcome=ReplyOutcome.ANSWERED, text=good(asked), usage=usage, model=asked.model or "")


def test_costs_add_up_for_person_and_day() -> None:
    patient = long_diarist()
    job = run_by_model(patient, ScriptedModel(priced))
    spent = spent_by_patient(patient.id)
    mini, large = Decimal("0.00045"), Decimal("0.00315")
    read = ModelCall.objects.filter(job=job, task="canonicalizer").count()
    assert spent.dollars == read * mini + (spent.calls - read) * large == job.sessionbridgeversion.cost
    assert (spent.tokens, spent.calls_unknown) == (1100 * spent.calls, 0)
    assert spent_on(datetime.now(UTC).date()) == spent
    assert spent_on(datetime.now(UTC).date() - timedelta(days=1)).calls == 0


def test_unknown_cost_stays_unknown_in_the_total() -> None:
    def unpriced(request: Received, exchange: Exchange) -> None:
        exchange.send_json(completion(good_answer(request), model="qwen"))

    with ScriptedServer(lambda _r, _n: unpriced) as server, closing(OpenAIModel("", server.url)) as model:
        job = run_by_model(allowed_diarist(), model, everything_by_model(overrides={"all": "qwen"}))
    spent = spent_by_patient(job.patient_id)
    assert (spent.known_dollars, spent.calls_unknown) == (None, spent.calls)
    assert job.sessionbridgeversion.cost is None
    assert set(ModelCall.objects.filter(job=job).values_list("cost", "price_source")) == {(None, "unknown")}


def test_spent_budget_is_a_state_of_its_own_and_the_summary_still_comes() -> None:
    model = ScriptedModel(good)
    job = run_by_model(long_diarist(), model, everything_by_model(daily_tokens=100))
    assert model.asked == []
    assert events(job) == [("canonicalizer", "budget_spent"), ("bridge_choice", "budget_spent")]
    assert (job.sessionbridgeversion.outcome, job.sessionbridgeversion.outcome_reason) == ("rules", "budget")


def test_budget_counts_what_was_used_today() -> None:
    run_by_model(allowed_diarist(), ScriptedModel(good))
    used = spent_on(timezone.now().astimezone(UTC).date()).tokens
    second, no_thoughts = ScriptedModel(good), dict.fromkeys(Task, Thinking("", 0))
    chosen = everything_by_model(daily_tokens=used + 2500, thinking=no_thoughts)
    run_by_model(long_diarist(), second, chosen)
    assert [asked.task for asked in second.asked] == ["canonicalizer"]


# --- going on, replaying, not asking twice --------------------------------------------------------


def break_off(after: int) -> Callable[[Asked], str]:
    """A model in whose process the lights go out after some answers."""
    left = [after]

    def answer(asked: Asked) -> str:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return good(asked)

    return answer


@pytest.mark.parametrize("after", range(3))
def test_next_worker_pays_for_no_answer_twice(after: int) -> None:
    patient = long_diarist()
    whole = ScriptedModel(good)
    run_by_model(patient, whole)
    write(patient, ("new", "2025-11-13T08:00+01:00", "Slept 6 h."))
    with pytest.raises(KeyboardInterrupt):
        run_by_model(patient, ScriptedModel(break_off(after)))
    job = GenerationJob.objects.get(patient=patient, state=JobState.RUNNING)
    GenerationJob.objects.filter(id=job.id).update(lease_until=timezone.now() - timedelta(seconds=1))
    rest = ScriptedModel(good)
    run_again(job, rest)
    job.refresh_from_db()
    assert job.sessionbridgeversion.outcome == "first_pass"
    assert len(rest.asked) == ModelCall.objects.filter(job=job).count() - after


def run_again(job: GenerationJob, model: ScriptedModel) -> None:
    assert run_job(job.id, models=partial(models_for, model=model, chosen=everything_by_model()))


@pytest.mark.parametrize("died_at", ["bridge_choice", "bridge_judge"])
@pytest.mark.parametrize(("missing", "reason"), [("consent", "refused"), ("model", "no_answer")])
def test_next_worker_that_may_ask_no_model_publishes_the_rules_text(died_at: str, missing: str, reason: str) -> None:
    patient = long_diarist()

    def answer(asked: Asked) -> str:
        if asked.task == died_at:
            raise KeyboardInterrupt
        return good(asked)

    with pytest.raises(KeyboardInterrupt):
        run_by_model(patient, ScriptedModel(answer))
    job = GenerationJob.objects.get(patient=patient)
    let_lapse(job)
    if missing == "consent":
        set_consent(patient, allowed=False)
        run_again(job, rest := ScriptedModel(good))
        assert rest.asked == []
    else:
        assert run_job(job.id)
    version = GenerationJob.objects.get(id=job.id).sessionbridgeversion
    assert (version.outcome, version.outcome_reason) == ("rules", reason)
    assert (version.prompt_version_writer, version.model_writer) == ("rules-5", "")


def test_run_is_replayed_from_its_replies_alone_byte_for_byte() -> None:
    answer = striking_first()
    with ScriptedServer(lambda _request, _number: answering(answer)) as server:
        job = run_on(server)
    bodies = {(artifact.stage, artifact.ordinal): artifact.body or "" for artifact in job.artifacts.all()}
    models = models_of_the_past(bodies)
    assert models
    assert run_pure(load_input(job), make_team(models)).result.report_text == job.sessionbridgeversion.text


def test_judge_is_not_asked_again_about_the_same_text_of_the_same_record() -> None:
    patient = allowed_diarist()
    first = run_by_model(patient, ScriptedModel(good))
    again = ScriptedModel(good)
    second = run_by_model(patient, again)
    assert "bridge_judge" not in {asked.task for asked in again.asked}
    results = [job.gate_results.get() for job in (first, second)]
    assert results[0].judge_key == results[1].judge_key != ""
    assert [result.judge for result in results] == ["pass", "pass"]


def test_judge_is_asked_again_about_somebody_elses_text() -> None:
    key = run_by_model(allowed_diarist(), ScriptedModel(good)).gate_results.get().judge_key
    assert StoredVerdicts(make_patient().id).recall(key) is None


def test_next_days_summary_has_only_what_changed_read_by_the_judge() -> None:
    patient = allowed_diarist()
    run_by_model(patient, ScriptedModel(good))
    write(patient, ("new", "2025-11-13T08:00+01:00", "Ada wrote a long letter."))
    again = ScriptedModel(good)
    job = run_by_model(patient, again)
    [asked] = [json.loads(asked.prompt.data) for asked in again.asked if asked.task == "bridge_judge"]
    assert [bullet["text"] for bullet in asked["bullets"]] == ['13 Nov: "Ada wrote a long letter."']
    bodies = {(artifact.stage, artifact.ordinal): artifact.body or "" for artifact in job.artifacts.all()}
    models = models_of_the_past(bodies)
    assert models
    assert run_pure(load_input(job), make_team(models)).result.report_text == job.sessionbridgeversion.text


def test_what_was_passed_for_one_person_is_not_for_another() -> None:
    passed = run_by_model(allowed_diarist(), ScriptedModel(good)).gate_results.get().judge_passed
    assert passed
    assert StoredVerdicts(make_patient().id).passed(passed) == set()


def test_remembered_fail_brings_its_findings_back() -> None:
    def object_to(asked: Asked) -> str:
        data = json.loads(asked.prompt.data)
        if asked.task != "bridge_judge" or not struck_days(data):
            return good(asked)
        return json.dumps(objection(data))

    patient = long_diarist()
    job = run_by_model(patient, ScriptedModel(object_to))
    refused = job.gate_results.get(ordinal=0)
    said = StoredVerdicts(patient.id).recall(refused.judge_key)
    assert said is not None
    assert [finding.model_dump(mode="json") for finding in said[1]] == refused.findings


# --- holding on to the job, and letting go of the connection --------------------------------------


@pytest.mark.django_db(transaction=True)
def test_worker_that_lost_the_job_while_a_model_thought_writes_nothing_but_the_bill() -> None:
    patient = long_diarist()

    def lose(asked: Asked) -> str:
        job = GenerationJob.objects.get(patient=patient)
        GenerationJob.objects.filter(id=job.id).update(lease_until=timezone.now() - timedelta(seconds=1))
        assert transitions.claim(job.id) is not None
        return good(asked)

    job = request_summary(patient, as_of=AS_OF).job
    assert not run_job(job.id, models=partial(models_for, model=ScriptedModel([lose]), chosen=everything_by_model()))
    assert (job.artifacts.count(), ModelCall.objects.filter(job=job).count()) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_connection_is_given_back_while_a_model_thinks() -> None:
    patient = allowed_diarist()
    connected: list[bool] = []

    def look(asked: Asked) -> str:
        connected.append(connection.connection is not None)
        return good(asked)

    run_by_model(patient, ScriptedModel(look))
    assert set(connected) == {False}


def test_call_row_only_ever_changes_its_outcome() -> None:
    job = run_by_model(allowed_diarist(), ScriptedModel(good))
    call = ModelCall.objects.filter(job=job).first()
    assert call is not None
    ModelCall.objects.filter(id=call.id).update(outcome=ReplyOutcome.NOT_JSON)
    assert refused_by(lambda: ModelCall.objects.filter(id=call.id).update(tokens_in=1)) == "model_calls_never_changed"


def test_kept_reply_of_another_version_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    assert list(kept_replies({("writer.reply", 0): '{"shape": "canary"}'})) == []
    assert "canary" not in caplog.text


def test_run_that_breaks_between_calls_is_recorded_without_its_texts() -> None:
    patient = allowed_diarist()

    def explode(asked: Asked) -> str:
        raise ValueError(asked.prompt.data)

    with pytest.raises(RunFailed) as caught:
        run_by_model(patient, ScriptedModel(explode))
    assert "exam" not in repr(caught.value)


def test_record_needs_a_job_of_its_own() -> None:
    held = transitions.claim(request_summary(long_diarist(), as_of=AS_OF).job.id)
    assert held is not None
    log = CallLog(held, ArtifactChain(held), tier="rapid", daily_tokens=0)
    asker = MeteredModel(ScriptedModel(good), log, Names(choose=lambda _task: "gpt-5-nano"))
    make_team(ModelHelp(asker, everything_by_model().stages)).canonicalizer.canonicalize(load_input(held))
    assert ModelCall.objects.get(job=held).tier == "rapid"


def slow_server(seconds: float) -> Callable[[Received, Exchange], None]:
    def behave(request: Received, exchange: Exchange) -> None:
        time.sleep(seconds)
        exchange.send_json(completion(good_answer(request)))

    return behave


def test_durations_are_the_requests_own() -> None:
    with ScriptedServer(lambda _request, _number: slow_server(0.1)) as server:
        job = run_on(server, allowed_diarist())
    durations: Any = ModelCall.objects.filter(job=job).values_list("duration_ms", flat=True)
    assert all(90 <= duration < 500 for duration in durations)
