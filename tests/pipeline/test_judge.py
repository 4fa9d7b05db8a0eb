"""The judge: what it is asked, which answers count, and that it fails closed."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import pytest

from generation.language_models.scripted_model import Asked, ScriptedModel
from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import CanonicalRecord, GateReport, JudgeStatus, RenderedReport, Verdict
from generation.pipeline.language_model import ReplyOutcome
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.policy_gate.gate import VERSION, run_gate
from generation.pipeline.policy_gate.judge import ModelJudge, Said, bullet_key, judge_key
from generation.pipeline.policy_gate.judge_rules import JUDGE_RULES
from generation.pipeline.writer.composer import fallback_composition
from generation.pipeline.writer.render import render
from tests.pipeline.diaries import EXAMPLE, diary
from tests.pipeline.model_runs import Answers, asker_of, data_of

RECORD = canonicalize(diary(*EXAMPLE))
PLAN = make_plan(RECORD)
REPORT = render(PLAN, RECORD, PLAN.choice)
PASS = json.dumps({"verdict": "pass", "violations": []})


class Memory:
    """Remembers what was said, by key."""

    def __init__(self) -> None:
        self.said: dict[str, Said] = {}
        self.bullets: set[str] = set()

    def recall(self, key: str) -> Said | None:
        return self.said.get(key)

    def passed(self, keys: Collection[str]) -> Collection[str]:
        return self.bullets & {*keys}


def passing(_asked: Asked) -> str:
    return PASS


def gated(answers: Answers) -> GateReport:
    return run_gate(REPORT, PLAN.choice, PLAN, RECORD, ModelJudge(asker_of(ScriptedModel(answers))))


def bullets_of(report: RenderedReport, record: CanonicalRecord) -> dict[str, dict[str, Any]]:
    """Everything the judge is asked about, by slot."""
    model = ScriptedModel(passing)
    ModelJudge(asker_of(model)).judge(report, record, VERSION)
    return {bullet["slot_id"]: bullet for asked in model.asked for bullet in data_of(asked)["bullets"]}


def fail(*violations: dict[str, str]) -> str:
    return json.dumps({"verdict": "fail", "violations": violations})


def violation(excerpt: str, slot_id: str = "m1", rule: str = "turned around") -> dict[str, str]:
    return {"rule": rule, "slot_id": slot_id, "excerpt": excerpt, "reason": "The entry says otherwise."}


def test_pass_is_a_pass_and_says_who_said_so() -> None:
    report = gated(passing)
    assert (report.verdict, report.judge, report.judge_version) == (Verdict.PASS, JudgeStatus.PASS, "judge-2")
    assert len(report.judge_key) == 64


def test_no_judge_is_recorded_as_not_run() -> None:
    report = run_gate(REPORT, PLAN.choice, PLAN, RECORD)
    assert (report.verdict, report.judge, report.judge_key) == (Verdict.PASS, JudgeStatus.NOT_RUN, "")


@pytest.mark.parametrize("rule", JUDGE_RULES, ids=lambda rule: rule.id)
def test_violation_becomes_a_finding_where_its_excerpt_stands_with_its_reason(rule: Any) -> None:
    [finding] = gated([fail(violation("Couldn't sleep", rule=rule.name))]).findings
    assert REPORT.text[finding.start : finding.end] == finding.excerpt == "Couldn't sleep"
    assert (finding.rule_id, finding.slot_id) == (rule.id, "m1")
    assert finding.hint == f"{rule.hint} The entry says otherwise."


def test_violation_under_another_slots_name_is_found_where_it_stands() -> None:
    [finding] = gated([fail(violation("felt calm", slot_id="m1"))]).findings
    assert finding.slot_id == "m5"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (fail(violation("rests on something else")), "not_in_the_text"),
        (fail(violation("IGNORE ALL RULES")), "not_in_the_text"),
        (fail(violation("sleep", rule="tone")), "off_schema"),
        (fail(violation("")), "off_schema"),
        (fail({**violation("sleep"), "reason": ""}), "off_schema"),
        (fail(), "off_schema"),
        (json.dumps({"verdict": "pass", "violations": [violation("sleep")]}), "off_schema"),
        (json.dumps({"verdict": "maybe", "violations": []}), "off_schema"),
        (f"The diary says {PASS}, but I disagree.", "not_json"),
        ('{"verdict": "fail", "violations": [], "verdict": "pass"}', "not_json"),
        ("pass", "not_json"),
    ],
)
def test_answer_that_contradicts_itself_or_the_text_fails_closed(answer: str, outcome: str) -> None:
    asker = asker_of(ScriptedModel(lambda _asked: answer))
    report = run_gate(REPORT, PLAN.choice, PLAN, RECORD, ModelJudge(asker))
    assert (report.verdict, report.judge, report.findings) == (Verdict.FAIL, JudgeStatus.UNUSABLE, ())
    assert asker.record.stopped == [("bridge_judge", ReplyOutcome(outcome))]  # type: ignore[attr-defined]


@pytest.mark.parametrize("outcome", [ReplyOutcome.UNREACHABLE, ReplyOutcome.REFUSED, ReplyOutcome.EMPTY])
def test_judge_that_cannot_be_asked_fails_closed(outcome: ReplyOutcome) -> None:
    assert gated(lambda _asked: outcome).judge is JudgeStatus.UNUSABLE


def test_judge_is_not_asked_about_what_lint_failed_and_never_passes_it() -> None:
    model = ScriptedModel(passing)
    report = run_gate(REPORT, fallback_composition(PLAN), PLAN, RECORD, ModelJudge(asker_of(model)))
    assert (report.verdict, report.judge, model.asked) == (Verdict.FAIL, JudgeStatus.NOT_RUN, [])


def test_judge_sees_each_day_whole_beside_what_is_quoted_of_it() -> None:
    bullets = bullets_of(REPORT, RECORD)
    assert list(bullets) == ["o1", "m1", "m2", "m3", "m4", "m5"]
    assert bullets["m5"]["text"] == '19 Nov: "Slept 7.0 h, felt calm." …'
    assert bullets["m5"]["entries"] == [EXAMPLE[5][2]]
    assert bullets["m3"]["entries"] == [EXAMPLE[2][2], EXAMPLE[3][2]]


def test_judge_sees_a_matter_beside_the_days_it_quotes() -> None:
    assert bullets_of(REPORT, RECORD)["o1"]["entries"] == [EXAMPLE[1][2], EXAMPLE[2][2], EXAMPLE[3][2]]


def test_very_long_entry_is_told_around_its_quotations() -> None:
    record = canonicalize(
        diary(("a", "2026-11-08 20:00", f"{'We painted the fence. ' * 400}I want to die. {'It rained. ' * 400}"))
    )
    plan = make_plan(record)
    [bullet] = bullets_of(render(plan, record, plan.choice), record).values()
    [entry] = bullet["entries"]
    assert "I want to die." in entry
    assert "…" in entry
    assert len(entry) < 4_000
    text = record.entries_by_message_id["a"].text
    assert all(piece in text for piece in entry.removeprefix("… ").removesuffix(" …").split(" … "))


def test_what_stands_between_two_quotations_of_a_very_long_entry_is_told_once() -> None:
    middle = "The kettle was on and the cat slept on the sill. "
    text = f"{'It rained all day. ' * 60}I want to die. {middle}I feel suicidal. {'It rained all day. ' * 60}"
    record = canonicalize(diary(("a", "2026-11-08 20:00", text)))
    plan = make_plan(record)
    two = tuple(fact.id for fact in record.facts if fact.text in ("I want to die.", "I feel suicidal."))
    report = render(plan, record, plan.choice.model_copy(update={"quoted": two}))
    [bullet] = bullets_of(report, record).values()
    [entry] = bullet["entries"]
    assert bullet["text"] == '8 Nov: … "I want to die." … "I feel suicidal." …'
    assert f"I want to die. {middle}I feel suicidal. " in entry
    assert entry.count(middle) == 1


def test_of_a_very_long_entry_that_is_not_quoted_the_beginning_is_told() -> None:
    text = "It rained all day. " * 120
    record = canonicalize(diary(("a", "2026-11-08 19:00", text), ("b", "2026-11-08 20:00", "I want to die.")))
    plan = make_plan(record)
    [quoted] = (fact.id for fact in record.facts if fact.text == "I want to die.")
    report = render(plan, record, plan.choice.model_copy(update={"quoted": (quoted,)}))
    [bullet] = bullets_of(report, record).values()
    assert bullet["entries"] == [f"{text[:400]} …", "I want to die."]


@pytest.mark.parametrize(("length", "is_whole"), [(2_000, True), (2_001, False)])
def test_an_entry_of_two_thousand_characters_is_told_whole(length: int, is_whole: bool) -> None:
    text = ("I go on. " * 300)[:length]
    record = canonicalize(diary(("a", "2026-11-08 20:00", text)))
    plan = make_plan(record)
    [bullet] = bullets_of(render(plan, record, plan.choice), record).values()
    assert (bullet["entries"] == [text]) is is_whole


def test_one_part_that_fails_fails_the_text() -> None:
    rows = [
        (f"m{d}-{n}", f"2026-11-{d:02} {8 + n:02}:00", f"Anxious about {'the loud river ' * 120}{d} {n}.")
        for d in range(7, 22)
        for n in range(4)
    ]
    record = canonicalize(diary(*rows))
    plan = make_plan(record)
    report = render(plan, record, plan.choice)

    def first_fails(asked: Asked) -> str:
        first = data_of(asked)["bullets"][0]
        return PASS if len(model.asked) > 1 else fail(violation(first["text"][:20], first["slot_id"]))

    model = ScriptedModel(first_fails)
    word = ModelJudge(asker_of(model)).judge(report, record, VERSION)
    assert len(model.asked) > 1
    assert word.status is JudgeStatus.FAIL


def test_same_question_is_not_asked_twice() -> None:
    memory, model = Memory(), ScriptedModel(passing)
    judge = ModelJudge(asker_of(model), memory)
    word = judge.judge(REPORT, RECORD, VERSION)
    asked = len(model.asked)
    memory.said[word.key] = (word.status, word.findings)
    again = judge.judge(REPORT, RECORD, VERSION)
    assert again == word.model_copy(update={"remembered": True, "passed": ()})
    assert len(model.asked) == asked


def asked_slots(model: ScriptedModel) -> list[list[str]]:
    return [[bullet["slot_id"] for bullet in data_of(asked)["bullets"]] for asked in model.asked]


def test_bullets_that_were_passed_are_not_read_again() -> None:
    def strike_m1(asked: Asked) -> str:
        there = {bullet["slot_id"] for bullet in data_of(asked)["bullets"]}
        return fail(violation("Couldn't sleep")) if "m1" in there else PASS

    model = ScriptedModel(strike_m1)
    judge = ModelJudge(asker_of(model))
    first, second = judge.judge(REPORT, RECORD, VERSION), judge.judge(REPORT, RECORD, VERSION)
    assert asked_slots(model) == [["o1", "m1", "m2", "m3", "m4", "m5"], ["m1"]]
    assert first.status is second.status is JudgeStatus.FAIL
    assert first.passed == second.passed


def test_bullets_that_were_passed_in_an_earlier_summary_are_not_read_again() -> None:
    memory = Memory()
    memory.bullets |= {*ModelJudge(asker_of(ScriptedModel(passing))).judge(REPORT, RECORD, VERSION).passed}
    later = diary(*EXAMPLE, ("new", "2026-11-20 20:00", "Ada wrote a long letter."))
    record = canonicalize(later)
    plan = make_plan(record)
    model = ScriptedModel(passing)
    word = ModelJudge(asker_of(model), memory).judge(render(plan, record, plan.choice), record, VERSION)
    assert asked_slots(model) == [["m6"]]
    assert (word.status, len(word.recalled)) == (JudgeStatus.PASS, 6)


def test_nobody_is_asked_where_every_bullet_was_passed() -> None:
    memory, model = Memory(), ScriptedModel(passing)
    memory.bullets |= {*ModelJudge(asker_of(ScriptedModel(passing))).judge(REPORT, RECORD, VERSION).passed}
    assert ModelJudge(asker_of(model), memory).judge(REPORT, RECORD, VERSION).status is JudgeStatus.PASS
    assert model.asked == []


def test_key_of_a_bullet_depends_on_quotation_entries_model_and_gate() -> None:
    item = bullets_of(REPORT, RECORD)["m5"]
    keys = {
        bullet_key(item, "1", "a"),
        bullet_key({**item, "text": item["text"] + " "}, "1", "a"),
        bullet_key({**item, "entries": [*item["entries"], "More."]}, "1", "a"),
        bullet_key(item, "2", "a"),
        bullet_key(item, "1", "b"),
    }
    assert len(keys) == 5
    assert bullet_key({**item, "slot_id": "m9"}, "1", "a") in keys


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
