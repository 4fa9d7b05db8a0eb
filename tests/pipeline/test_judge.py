"""The judge can fail what lint passed, never pass what lint failed, and fails closed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from generation.pipeline.prompts.judge_rules import JUDGE_RULES
from generation.pipeline.report_format import render
from generation.pipeline.writer.frames import TemplateWriter

from generation.language_models.scripted_model import Asked, ScriptedModel
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import (
    Draft,
    GateReport,
    JudgeStatus,
    Outcome,
    RenderedReport,
    SlotText,
    Verdict,
    Words,
)
from generation.pipeline.language_model import ReplyOutcome
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.policy_gate.gate import VERSION, run_gate
from generation.pipeline.policy_gate.judge import ModelJudge, Said, judge_key
from generation.pipeline.sequence import RunResult, StageOutput
from tests.pipeline.diaries import EXAMPLE, diary
from tests.pipeline.model_runs import Answers, asker_of, data_of, good, good_but, team_of
from tests.pipeline.runs import run

RECORD = canonicalize(diary(*EXAMPLE))
PLAN = make_plan(RECORD)
FRAMES = TemplateWriter().write(PLAN, RECORD)
REPORT = render(PLAN, RECORD, FRAMES)


class Memory:
    """Remembers what was said, by key."""

    def __init__(self) -> None:
        self.said: dict[str, Said] = {}

    def recall(self, key: str) -> Said | None:
        return self.said.get(key)


def gated(answers: Answers, report: RenderedReport = REPORT) -> GateReport:
    return run_gate(report, PLAN, RECORD, ModelJudge(asker_of(ScriptedModel(answers))))


def fail(*violations: dict[str, str]) -> str:
    return json.dumps({"verdict": "fail", "violations": violations})


def violation(excerpt: str, slot_id: str = "p1", rule: str = "causality") -> dict[str, str]:
    return {"rule": rule, "slot_id": slot_id, "excerpt": excerpt}


def run_with_judge(answer: Any) -> tuple[RunResult, list[StageOutput]]:
    team, _ = team_of(lambda asked: answer(asked) if asked.task == "judge" else good(asked))
    return run(diary(*EXAMPLE), team=team)


def test_pass_is_a_pass_and_says_who_said_so() -> None:
    report = gated(good)
    assert (report.verdict, report.judge, report.judge_version) == (Verdict.PASS, JudgeStatus.PASS, "judge-1")
    assert len(report.judge_key) == 64


def test_no_judge_is_recorded_as_not_run() -> None:
    report = run_gate(REPORT, PLAN, RECORD)
    assert (report.verdict, report.judge, report.judge_key) == (Verdict.PASS, JudgeStatus.NOT_RUN, "")


@pytest.mark.parametrize("rule", JUDGE_RULES, ids=lambda rule: rule.id)
def test_violation_becomes_a_finding_where_its_excerpt_stands(rule: Any) -> None:
    [finding] = gated([fail(violation("is used on 2 days", rule=rule.name))]).findings
    assert REPORT.text[finding.start : finding.end] == finding.excerpt == "is used on 2 days"
    assert (finding.rule_id, finding.slot_id, finding.hint) == (rule.id, "p1", rule.hint)


def test_violation_under_another_slots_name_is_found_where_it_stands() -> None:
    [finding] = gated([fail(violation("Mood is logged", slot_id="m1"))]).findings
    assert finding.slot_id == "p3"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (fail(violation("rests on something else")), "not_in_the_text"),
        (fail(violation("Couldn't sleep, anxious about the talk with my manager. Maybe")), "not_in_the_text"),
        (fail(violation("is", rule="tone")), "off_schema"),
        (fail(violation("")), "off_schema"),
        (fail(), "off_schema"),
        (json.dumps({"verdict": "pass", "violations": [violation("is used")]}), "off_schema"),
        (json.dumps({"verdict": "maybe", "violations": []}), "off_schema"),
        ('The diary says {"verdict": "pass", "violations": []}, but I disagree.', "not_json"),
        ('{"verdict": "fail", "violations": [], "verdict": "pass"}', "not_json"),
        ("pass", "not_json"),
    ],
)
def test_answer_that_contradicts_itself_or_the_text_fails_closed(answer: str, outcome: str) -> None:
    asker = asker_of(ScriptedModel(lambda _asked: answer))
    report = run_gate(REPORT, PLAN, RECORD, ModelJudge(asker))
    assert (report.verdict, report.judge, report.findings) == (Verdict.FAIL, JudgeStatus.UNUSABLE, ())
    assert asker.record.stopped == [("judge", ReplyOutcome(outcome))]  # type: ignore[attr-defined]


@pytest.mark.parametrize("outcome", [ReplyOutcome.UNREACHABLE, ReplyOutcome.REFUSED, ReplyOutcome.EMPTY])
def test_judge_that_cannot_be_asked_fails_closed(outcome: ReplyOutcome) -> None:
    assert gated(lambda _asked: outcome).judge is JudgeStatus.UNUSABLE


def test_judge_is_not_asked_about_what_lint_failed_and_never_passes_it() -> None:
    bad = SlotText(slot_id="p1", parts=(Words(text="You should rest."),), fact_ids=("f1",))
    texts = tuple(bad if text.slot_id == "p1" else text for text in FRAMES.slot_texts)
    model = ScriptedModel(good)
    report = run_gate(
        render(PLAN, RECORD, Draft(writer_version="x", slot_texts=texts)), PLAN, RECORD, ModelJudge(asker_of(model))
    )
    assert (report.verdict, report.judge, model.asked) == (Verdict.FAIL, JudgeStatus.NOT_RUN, [])


def test_judge_sees_each_bullet_with_its_own_facts_and_quotations() -> None:
    model = ScriptedModel(good)
    ModelJudge(asker_of(model)).judge(REPORT, RECORD, VERSION)
    bullets = {bullet["slot_id"]: bullet for question in model.asked for bullet in data_of(question)["bullets"]}
    assert list(bullets) == [slot.slot_id for slot in REPORT.slots]
    assert bullets["p1"]["quoted"] == ["anxious"]
    assert bullets["w1"]["facts"] == []


def test_judge_that_fails_everything_ends_in_the_fallback_that_it_is_not_asked_about() -> None:
    result, outputs = run_with_judge(lambda asked: fail(violation(data_of(asked)["bullets"][2]["text"])))
    assert (result.outcome, result.repair_attempts, result.gate_report.judge) == (Outcome.FALLBACK, 2, "not_run")
    refused = [GateReport.model_validate_json(o.body) for o in outputs if o.stage == "gate"][:3]
    assert [report.judge for report in refused] == ["fail", "fail", "fail"]


def test_judge_that_passes_everything_passes_nothing_that_lint_fails() -> None:
    team, _ = team_of(good_but(writer=advise, repair=advise))
    result, _ = run(diary(*EXAMPLE), team=team)
    assert (result.outcome, result.gate_report.judge) == (Outcome.FALLBACK, "not_run")


def advise(data: dict[str, Any]) -> dict[str, Any]:
    return {"bullets": [{"slot_id": b["slot_id"], "text": "You should rest.", "fact_ids": []} for b in data["bullets"]]}


def test_judge_that_obeys_the_diary_is_unusable() -> None:
    def obey(asked: Asked) -> str:
        return " ".join(fact for bullet in data_of(asked)["bullets"] for fact in bullet["facts"])

    result, outputs = run_with_judge(obey)
    assert GateReport.model_validate_json(outputs[4].body).judge == "unusable"
    assert result.outcome is Outcome.FALLBACK


def test_one_part_that_fails_fails_the_text() -> None:
    long = tuple(
        (f"m{d}", f"2026-11-{d:02} 12:00", f"Felt anxious about {'the loud river ' * 20}.") for d in range(7, 22)
    )
    record = canonicalize(diary(*long))
    plan = make_plan(record)
    model = ScriptedModel(lambda asked: good(asked) if len(model.asked) > 1 else fail(violation("Window", "w1")))
    report = run_gate(
        render(plan, record, TemplateWriter().write(plan, record)), plan, record, ModelJudge(asker_of(model))
    )
    assert len(model.asked) > 1
    assert report.judge is JudgeStatus.FAIL


def test_same_question_is_not_asked_twice() -> None:
    memory, model = Memory(), ScriptedModel(good)
    judge = ModelJudge(asker_of(model), memory)
    word = judge.judge(REPORT, RECORD, VERSION)
    asked = len(model.asked)
    memory.said[word.key] = (word.status, word.findings)
    assert judge.judge(REPORT, RECORD, VERSION) == word.model_copy(update={"remembered": True})
    assert len(model.asked) == asked


def test_key_depends_on_text_record_model_and_gate() -> None:
    other = canonicalize(diary(*EXAMPLE[:5]))
    changed = REPORT.model_copy(update={"text": REPORT.text + " "})
    keys = {
        judge_key(REPORT, RECORD, "1", "a"),
        judge_key(changed, RECORD, "1", "a"),
        judge_key(REPORT, other, "1", "a"),
        judge_key(REPORT, RECORD, "2", "a"),
        judge_key(REPORT, RECORD, "1", "b"),
    }
    assert len(keys) == 5
