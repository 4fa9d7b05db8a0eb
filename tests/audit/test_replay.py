"""A stored job run again comes out byte for byte, by rules or by a model, and the replay writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import uuid4

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.models import AccessEvent, Patient
from core.practice.taking_back import delete_messages
from generation.generators.session_bridge import session_bridge_stages
from generation.language_models.scripted_model import Asked, ScriptedModel
from generation.models import GenerationJob, StageArtifact
from generation.pipeline.contracts import sha256_hex
from generation.worker.execution import run_job
from tests.builders.earlier_version import begun_before_the_upgrade, made_before_the_upgrade
from tests.builders.jobs import accept_job, summarise
from tests.builders.people import TESTER, make_diarist, set_consent
from tests.builders.rows import hashed
from tests.wire.answers import good, good_answer, objection, striking_first, struck_days
from tests.wire.faults import BY_NAME
from tests.wire.runs import everything_by_model, long_diarist, run_by_model, run_on
from tests.wire.scripted_server import Answering, ScriptedServer, answering

pytestmark = pytest.mark.django_db


def replayed(job: GenerationJob, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("replay", str(job.id))
    return capsys.readouterr().out


def test_job_run_again_comes_out_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    out = replayed(summarise(make_diarist()), capsys)
    assert out.count(" same ") == 5
    assert "5 stages, all the same." in out


def test_replay_is_on_record_as_an_access(capsys: pytest.CaptureFixture[str]) -> None:
    job = summarise(make_diarist())
    replayed(job, capsys)
    event = AccessEvent.objects.get(action="replay")
    assert (event.patient_id, event.target) == (job.patient_id, f"generation_jobs {job.id}")
    assert event.actor_label.startswith("manage.py replay")


@pytest.mark.parametrize("make_answer", [lambda: good_answer, striking_first], ids=["first pass", "repaired"])
def test_job_by_model_is_replayed_from_its_stored_replies(
    make_answer: Callable[[], Answering], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = make_answer()
    with ScriptedServer(lambda _request, _number: answering(answer)) as server:
        job = run_on(server)
        asked = len(server.requests)
        out = replayed(job, capsys)
    assert "all the same" in out
    assert len(server.requests) == asked


def test_job_whose_model_gave_up_is_replayed(capsys: pytest.CaptureFixture[str]) -> None:
    with ScriptedServer(lambda _request, _number: answering("Sure! How are you?")) as server:
        job = run_on(server)
    assert job.sessionbridgeversion.outcome == "rules"
    assert "all the same" in replayed(job, capsys)


def test_job_whose_model_was_out_of_time_is_replayed(capsys: pytest.CaptureFixture[str]) -> None:
    with ScriptedServer(lambda _request, _number: BY_NAME["stalled"].spoil(good_answer)) as server:
        job = run_on(server)
    assert "all the same" in replayed(job, capsys)


def good_until(task: str, then: Callable[[Patient], None], patient: Patient) -> Callable[[Asked], str]:
    """A good model, but for a judge that objects once; `then` happens while it answers about `task`."""
    judged: list[Asked] = []

    def answer(asked: Asked) -> str:
        if asked.task == task:
            then(patient)
        data = json.loads(asked.prompt.data)
        if asked.task == "bridge_judge" and not judged and struck_days(data):
            judged.append(asked)
            return json.dumps(objection(data))
        return good(asked)

    return answer


def withdraw_consent(patient: Patient) -> None:
    set_consent(patient, allowed=False)


@pytest.mark.parametrize(
    ("last_asked", "never_sent"),
    [
        ("canonicalizer", "bridge_choice"),
        ("bridge_choice", "bridge_judge"),
        ("bridge_judge", "bridge_repair"),
        ("bridge_repair", "bridge_judge"),
    ],
)
def test_job_of_which_a_request_was_not_allowed_is_replayed(
    last_asked: str, never_sent: str, capsys: pytest.CaptureFixture[str]
) -> None:
    patient = long_diarist()
    job = run_by_model(patient, ScriptedModel(good_until(last_asked, withdraw_consent, patient)))
    [given_up] = job.events.filter(event="RULES_USED")
    assert (given_up.details["task"], given_up.details["why"]) == (never_sent, "not_allowed")
    assert "all the same" in replayed(job, capsys)


def test_job_that_found_the_budget_of_the_day_spent_is_replayed(capsys: pytest.CaptureFixture[str]) -> None:
    job = run_by_model(long_diarist(), model := ScriptedModel(good), everything_by_model(daily_tokens=100))
    assert model.asked == []
    assert "all the same" in replayed(job, capsys)


def test_verdict_that_was_remembered_is_replayed(capsys: pytest.CaptureFixture[str]) -> None:
    patient = long_diarist()
    with ScriptedServer(lambda _request, _number: answering(good_answer)) as server:
        run_on(server, patient)
        job = run_on(server, patient)
    assert "all the same" in replayed(job, capsys)


def test_nothing_is_written_by_a_replay(capsys: pytest.CaptureFixture[str]) -> None:
    job = summarise(make_diarist())
    before = (StageArtifact.objects.count(), job.events.count())
    replayed(job, capsys)
    assert (StageArtifact.objects.count(), job.events.count()) == before


def test_rules_text_forced_by_the_deadline_is_replayed(capsys: pytest.CaptureFixture[str]) -> None:
    job = accept_job(make_diarist())
    assert run_job(job.id, lambda inputs, stored, *_: session_bridge_stages(inputs, stored, lambda: 0.0, None))
    job.refresh_from_db()
    assert (job.sessionbridgeversion.outcome, job.sessionbridgeversion.outcome_reason) == ("rules", "deadline")
    assert "all the same" in replayed(job, capsys)


def test_stage_that_comes_out_differently_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    job = summarise(make_diarist())
    plan = job.artifacts.get(stage="plan")
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE stage_artifacts DROP CONSTRAINT stage_artifacts_hash_is_of_the_body")
        StageArtifact.objects.filter(id=plan.id).update(body=f"{plan.body} ")
    with pytest.raises(CommandError, match="1 of 5 stages differ"):
        call_command("replay", str(job.id))
    assert f"plan         0  DIFFERENT      {sha256_hex(f'{plan.body} ')[:12]}" in capsys.readouterr().out


def test_job_of_an_earlier_version_is_verified_and_not_replayed() -> None:
    job = made_before_the_upgrade()
    with pytest.raises(CommandError, match="made by an earlier version: verified, not replayable") as caught:
        call_command("replay", str(job.id))
    assert caught.value.returncode == 2


def test_broken_chain_of_an_earlier_version_is_said() -> None:
    job = made_before_the_upgrade()
    with pgtrigger.ignore():
        job.artifacts.filter(position=1).update(prev_chain_hash="0" * 64)
    with pytest.raises(CommandError, match=r"earlier version, and its chain is broken: .* artifact 1"):
        call_command("replay", str(job.id))


def test_job_begun_before_the_upgrade_is_replayed_from_where_it_began_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    job = begun_before_the_upgrade()
    assert run_job(job.id)
    job.refresh_from_db()
    out = replayed(job, capsys)
    assert "10 artifacts made by an earlier version before these: not replayable." in out
    assert "5 stages, all the same." in out


def test_stage_of_another_planner_is_not_called_different(capsys: pytest.CaptureFixture[str]) -> None:
    job = summarise(make_diarist())
    plan = job.artifacts.get(stage="plan")
    body = (plan.body or "").replace('"planner_version":"', '"planner_version":"0.')
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        StageArtifact.objects.filter(id=plan.id).update(body=body, sha256=hashed(job, body))
    with pytest.raises(CommandError, match="1 of 5 stages were made by an earlier version") as caught:
        call_command("replay", str(job.id))
    assert caught.value.returncode == 2
    assert "OTHER VERSION" in capsys.readouterr().out


def test_erased_job_cannot_be_replayed() -> None:
    patient = make_diarist()
    job = summarise(patient)
    delete_messages(TESTER, patient, ["m1"])
    with pytest.raises(CommandError, match="its words were erased"):
        call_command("replay", str(job.id))


def test_unknown_job_is_said() -> None:
    with pytest.raises(CommandError, match="There is no job"):
        call_command("replay", str(uuid4()))
