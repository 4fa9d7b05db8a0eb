"""Guards the order of the stages: what is stored is not made again, and a model's failure ends in the rules' text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from generation.pipeline.contracts import (
    CanonicalRecord,
    Composition,
    Finding,
    GateReport,
    JudgeStatus,
    Outcome,
    OutcomeReason,
    RenderedReport,
    ReportPlan,
)
from generation.pipeline.errors import CorrectionOfEarlierVersion, StoredArtifactUnreadable
from generation.pipeline.language_model import ModelGaveUp, ReplyOutcome
from generation.pipeline.policy_gate.judge import JudgeWord
from generation.pipeline.sequence import BY_RULES
from tests.pipeline.diaries import EXAMPLE, diary
from tests.pipeline.runs import run
from tests.pipeline.test_moments import FILLER

EXAMPLE_TEXT = (Path(__file__).parent / "example_summary.txt").read_text(encoding="utf-8")
LONG = [(f"m{day}", f"2026-11-{day:02} 12:00", f"Saw Anna on day {day}. {FILLER}") for day in range(7, 22)]


class NoAnswer:
    """A composer whose model gives up."""

    def __init__(self, outcome: ReplyOutcome) -> None:
        self.outcome = outcome

    def compose(self, plan: ReportPlan, record: CanonicalRecord) -> Composition:
        raise ModelGaveUp("bridge_choice", self.outcome)


class Striking:
    """A judge that strikes the first day, always."""

    def judge(self, report: RenderedReport, *_: object) -> JudgeWord:
        slot = next(slot for slot in report.slots if slot.slot_id == "m1")
        finding = Finding(
            rule_id="JD002", slot_id="m1", start=slot.start, end=slot.start + 5,
            excerpt=report.text[slot.start : slot.start + 5], hint="Choose otherwise.",
        )  # fmt: skip
        return JudgeWord(status=JudgeStatus.FAIL, findings=(finding,))


class Same:
    """A repairer that chooses the same again."""

    def repair(self, composition: Composition, *_: Sequence[object]) -> Composition:
        return composition


def test_example_comes_out_as_documented() -> None:
    result, _ = run(diary(*EXAMPLE))
    assert result.report_text == EXAMPLE_TEXT
    assert result.outcome is Outcome.FIRST_PASS


def test_stages_come_in_order() -> None:
    _, outputs = run(diary(*EXAMPLE))
    assert [(output.stage.value, output.ordinal) for output in outputs] == [
        ("canonical", 0),
        ("plan", 0),
        ("composition", 0),
        ("text", 0),
        ("gate", 0),
    ]


def test_every_body_reads_back_as_its_contract() -> None:
    _, outputs = run(diary(*EXAMPLE))
    contracts = (CanonicalRecord, ReportPlan, Composition, RenderedReport, GateReport)
    for output, contract in zip(outputs, contracts, strict=True):
        assert contract.model_validate_json(output.body).canonical_text() == output.body


@pytest.mark.parametrize("kept", range(6))
def test_run_goes_on_from_what_is_stored(kept: int) -> None:
    whole, outputs = run(diary(*EXAMPLE))
    stored = {(o.stage.value, o.ordinal): o.body for o in outputs[:kept]}
    result, further = run(diary(*EXAMPLE), stored)
    assert result == whole
    assert further == outputs[kept:]


def test_next_stage_reads_what_was_stored_not_what_was_made() -> None:
    _, outputs = run(diary(*EXAMPLE))
    plan = ReportPlan.model_validate_json(outputs[1].body)
    stored = {("plan", 0): plan.model_copy(update={"planner_version": "stored"}).canonical_text()}
    result, _ = run(diary(*EXAMPLE), stored)
    assert result.planner_version == "stored"


def test_a_run_begins_again_behind_what_an_earlier_version_stored() -> None:
    earlier = {("canonical", 0): '{"zone":"UTC"}', ("draft", 0): "{}", ("draft", 2): "{}", ("text", 1): "{}"}
    result, outputs = run(diary(*EXAMPLE), earlier)
    assert result.report_text == EXAMPLE_TEXT
    assert {output.ordinal for output in outputs} == {3}


def test_replies_of_an_earlier_version_do_not_move_the_run() -> None:
    _, outputs = run(diary(*EXAMPLE), {("bridge_choice.reply", 4): "{}"})
    assert {output.ordinal for output in outputs} == {0}


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (ReplyOutcome.SERVER_ERROR, OutcomeReason.NO_ANSWER),
        (ReplyOutcome.UNAUTHORIZED, OutcomeReason.REFUSED),
        (ReplyOutcome.QUOTA_SPENT, OutcomeReason.REFUSED),
        (ReplyOutcome.BUDGET_SPENT, OutcomeReason.BUDGET),
        (ReplyOutcome.OUT_OF_TIME, OutcomeReason.DEADLINE),
        (ReplyOutcome.UNKNOWN_ID, OutcomeReason.NO_ANSWER),
    ],
)
def test_without_a_models_choice_the_rules_text_is_published(outcome: ReplyOutcome, reason: OutcomeReason) -> None:
    by_rules, _ = run(diary(*LONG))
    result, _ = run(diary(*LONG), team=BY_RULES._replace(composer=NoAnswer(outcome)))
    assert (result.outcome, result.outcome_reason) == (Outcome.RULES, reason)
    assert result.report_text == by_rules.report_text


def test_a_choice_struck_for_the_third_time_gives_way_to_the_rules() -> None:
    result, outputs = run(diary(*LONG), team=BY_RULES._replace(judge=Striking(), repairer=Same()))
    assert (result.outcome, result.outcome_reason) == (Outcome.RULES, OutcomeReason.FINDINGS)
    assert result.repair_attempts == 2
    assert [o.ordinal for o in outputs if o.stage.value == "gate"] == [0, 1, 2, 3]


def test_with_no_time_left_the_rules_text_is_published() -> None:
    team = BY_RULES._replace(composer=NoAnswer(ReplyOutcome.EMPTY))
    result, _ = run(diary(*LONG), team=team, time_left=lambda: 0.0)
    assert (result.outcome, result.outcome_reason) == (Outcome.RULES, OutcomeReason.DEADLINE)


def test_a_reviewers_choice_that_is_not_read_any_more_gives_way_to_nobody_elses() -> None:
    earlier = {("canonical", 0): '{"zone":"UTC"}', ("composition", 0): '{"composer_version":"staff-1"}'}
    with pytest.raises(CorrectionOfEarlierVersion):
        run(diary(*EXAMPLE), earlier)


def test_unreadable_stored_artifact_is_named_without_its_text() -> None:
    body = json.dumps({"contract_version": 2, "diary": "words of a person"})
    with pytest.raises(StoredArtifactUnreadable, match="stored plan 0") as caught:
        run(diary(*EXAMPLE), {("plan", 0): body})
    assert "words of a person" not in str(caught.value)
