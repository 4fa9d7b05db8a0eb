from __future__ import annotations

from pathlib import Path

import pytest
from generation.pipeline.writer.frames import TemplateWriter

from generation.pipeline.contracts import (
    CanonicalRecord,
    Draft,
    GateReport,
    Outcome,
    RenderedReport,
    ReportPlan,
    SlotText,
    Verdict,
    Words,
)
from generation.pipeline.errors import StoredArtifactUnreadable
from tests.pipeline.diaries import EXAMPLE, diary
from tests.pipeline.runs import run

EXAMPLE_TEXT = (Path(__file__).parent / "example_summary.txt").read_text(encoding="utf-8")


class AdvisingWriter:
    """Words the first pattern as advice; everything else from frames."""

    def write(self, plan: ReportPlan, record: CanonicalRecord) -> Draft:
        draft = TemplateWriter().write(plan, record)
        bad = Words(text="You slept better after the talk, about 6.5 h on average, so keep going!")
        return Draft(
            writer_version="advising",
            slot_texts=tuple(
                SlotText(slot_id=t.slot_id, parts=(bad,), fact_ids=t.fact_ids) if t.slot_id == "p2" else t
                for t in draft.slot_texts
            ),
        )


def test_example_comes_out_as_documented() -> None:
    result, _ = run(diary(*EXAMPLE))
    assert result.report_text == EXAMPLE_TEXT
    assert result.outcome is Outcome.FIRST_PASS


def test_stages_come_in_order() -> None:
    _, outputs = run(diary(*EXAMPLE))
    assert [(output.stage.value, output.ordinal) for output in outputs] == [
        ("canonical", 0),
        ("plan", 0),
        ("draft", 0),
        ("text", 0),
        ("gate", 0),
    ]


def test_every_body_reads_back_as_its_contract() -> None:
    _, outputs = run(diary(*EXAMPLE))
    contracts = (CanonicalRecord, ReportPlan, Draft, RenderedReport, GateReport)
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
    renamed = plan.model_dump(mode="json") | {"planner_version": "stored"}
    stored = {("plan", 0): ReportPlan.model_validate(renamed).canonical_text()}
    result, _ = run(diary(*EXAMPLE), stored)
    assert result.planner_version == "stored"


def test_draft_that_breaks_rules_ends_in_the_fallback() -> None:
    result, outputs = run(diary(*EXAMPLE), writer=AdvisingWriter())
    assert result.outcome is Outcome.FALLBACK
    assert [(o.stage.value, o.ordinal) for o in outputs[-3:]] == [("draft", 1), ("text", 1), ("gate", 1)]
    refused = GateReport.model_validate_json(outputs[4].body)
    assert refused.verdict is Verdict.FAIL
    assert "keep going" not in result.report_text


def test_fallback_states_limits_first_and_no_open_point() -> None:
    result, _ = run(diary(*EXAMPLE), writer=AdvisingWriter())
    sections = result.report_text.split("\n\n")
    assert [section.splitlines()[0] for section in sections] == [
        "1. Time Window & Scope",
        "2. Observed Patterns & Limits",
        "4. Logged Moments",
    ]
    assert [line.startswith("- Limits:") for line in sections[1].splitlines()[1:]] == [True, True, False, False, False]


def test_unreadable_stored_artifact_is_named_without_its_text() -> None:
    with pytest.raises(StoredArtifactUnreadable, match="stored plan 0") as caught:
        run(diary(*EXAMPLE), {("plan", 0): '{"diary": "words of a person"}'})
    assert "words of a person" not in str(caught.value)
