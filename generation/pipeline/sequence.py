"""The stages in order. In: the pinned input and what is already stored. Out: stage outputs, then a `RunResult`.

A generator: each stage yields its output, the caller stores it and sends the stored body back, and that is what
the next stage reads. A stage whose output is stored already is not run again, so a run that died goes on where
it stopped and a summary is only reached by walking through its artifacts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping
from enum import StrEnum
from typing import TypeVar

from pydantic import ValidationError

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import (
    CanonicalRecord,
    Draft,
    GateReport,
    Outcome,
    PipelineInput,
    RenderedReport,
    ReportPlan,
    Value,
    Verdict,
)
from generation.pipeline.errors import FallbackRefused, StoredArtifactUnreadable
from generation.pipeline.faithful_record import require_faithful
from generation.pipeline.fallback import make_fallback_plan, write_fallback
from generation.pipeline.planner import make_plan
from generation.pipeline.policy_gate.gate import run_gate
from generation.pipeline.report_format import render
from generation.pipeline.writer import TemplateWriter, Writer


class Stage(StrEnum):
    """The stages in the order a reader walks through them; draft, text and gate once per attempt."""

    CANONICAL = "canonical"
    PLAN = "plan"
    DRAFT = "draft"
    TEXT = "text"
    GATE = "gate"


class StageOutput(Value):
    """What a stage made: `body` is canonical JSON, exactly the text to store and hash."""

    stage: Stage
    ordinal: int
    body: str


class RunResult(Value):
    """The text that passed the gate, and what made it."""

    report_text: str
    text_sha256: str
    outcome: Outcome
    # Why it is the fallback: "findings" or "deadline"; '' where it is not.
    outcome_reason: str = ""
    repair_attempts: int
    gate_report: GateReport
    canonicalizer_version: str
    planner_version: str
    writer_version: str
    policy_gate_version: str


Stored = Mapping[tuple[str, int], str]
Made = TypeVar("Made", bound=Value)
Steps = Generator[StageOutput, str, Made]
Attempt = tuple[Draft, RenderedReport, GateReport]

FIRST_DRAFT = 0
# Why the fallback was published.
FINDINGS, DEADLINE = "findings", "deadline"


class TimeIsUp(Exception):
    """What is left of the deadline belongs to the fallback. Never leaves `run_stages`."""


def _no_hurry() -> float:
    return math.inf


def run_stages(
    inputs: PipelineInput, stored: Stored, writer: Writer | None = None, time_left: Callable[[], float] = _no_hurry
) -> Steps[RunResult]:
    """Run the pipeline over `inputs`, skipping what `stored` holds by (stage, ordinal).

    Once `time_left` is 0 and the record is there, nothing more is tried: the fallback is the summary.

    Raises StoredArtifactUnreadable for a stored body of another shape, RecordOfAnotherInput for a record of other
    messages, FallbackRefused if even the fallback fails.
    """
    chosen = writer or TemplateWriter()
    record = yield from _stage(Stage.CANONICAL, 0, stored, CanonicalRecord, lambda: canonicalize(inputs))
    require_faithful(record, inputs)
    plan = yield from _stage(Stage.PLAN, 0, stored, ReportPlan, lambda: make_plan(record))
    outcome, reason = Outcome.FIRST_PASS, ""
    try:
        attempt = yield from _attempt(FIRST_DRAFT, stored, record, plan, lambda: chosen.write(plan, record), time_left)
        reason = FINDINGS if attempt[2].verdict is Verdict.FAIL else ""
    except TimeIsUp:
        reason = DEADLINE
    if reason:
        safe_plan = make_fallback_plan(plan)
        attempt = yield from _attempt(
            FIRST_DRAFT + 1, stored, record, safe_plan, lambda: write_fallback(safe_plan, record)
        )
        outcome = Outcome.FALLBACK
    draft, report, gate_report = attempt
    if gate_report.verdict is Verdict.FAIL:
        rules = sorted({finding.rule_id for finding in gate_report.findings})
        raise FallbackRefused(f"the gate refused the fallback: {', '.join(rules)}")
    return RunResult(
        report_text=report.text,
        text_sha256=gate_report.text_sha256,
        outcome=outcome,
        outcome_reason=reason,
        repair_attempts=0,
        gate_report=gate_report,
        canonicalizer_version=record.canonicalizer_version,
        planner_version=plan.planner_version,
        writer_version=draft.writer_version,
        policy_gate_version=gate_report.policy_gate_version,
    )


def _attempt(
    ordinal: int,
    stored: Stored,
    record: CanonicalRecord,
    plan: ReportPlan,
    write: Callable[[], Draft],
    time_left: Callable[[], float] = _no_hurry,
) -> Generator[StageOutput, str, Attempt]:
    """One draft, its text and the gate's word on it. Raises TimeIsUp where there is none in time."""
    is_judged = (Stage.GATE.value, ordinal) in stored
    if not is_judged and time_left() <= 0:
        raise TimeIsUp
    draft = yield from _stage(Stage.DRAFT, ordinal, stored, Draft, write)
    report = yield from _stage(Stage.TEXT, ordinal, stored, RenderedReport, lambda: render(plan, record, draft))
    if not is_judged and time_left() <= 0:
        raise TimeIsUp
    gate_report = yield from _stage(Stage.GATE, ordinal, stored, GateReport, lambda: run_gate(report, plan, record))
    return draft, report, gate_report


def _stage(stage: Stage, ordinal: int, stored: Stored, contract: type[Made], make: Callable[[], Made]) -> Steps[Made]:
    body = stored.get((stage.value, ordinal))
    if body is None:
        body = yield StageOutput(stage=stage, ordinal=ordinal, body=make().canonical_text())
    try:
        return contract.model_validate_json(body)
    except ValidationError:
        message = f"the stored {stage.value} {ordinal} cannot be read back by this version"
        raise StoredArtifactUnreadable(message) from None
