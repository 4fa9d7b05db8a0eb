"""The stages in order. In: the pinned input and what is already stored. Out: stage outputs, then a `RunResult`.

A generator: each stage yields its output, the caller stores it and sends the stored body back, and that is what
the next stage reads. A stage whose output is stored already is not run again, so a run that died goes on where
it stopped and a summary is only reached by walking through its artifacts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping
from enum import StrEnum
from functools import partial
from typing import NamedTuple, Protocol, TypeVar

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
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.policy_gate.gate import run_gate
from generation.pipeline.policy_gate.judge import Judge
from generation.pipeline.repair import MOST_ATTEMPTS, Repairer, can_be_repaired
from generation.pipeline.report_format import render
from generation.pipeline.writer.fallback import make_fallback_plan, write_fallback
from generation.pipeline.writer.frames import TemplateWriter, Writer


class Stage(StrEnum):
    """The stages in the order a reader walks through them; draft, text and gate once per attempt."""

    CANONICAL = "canonical"
    PLAN = "plan"
    DRAFT = "draft"
    TEXT = "text"
    GATE = "gate"


class ReplyStage(StrEnum):
    """What a model said on the way, before anybody read it; one ordinal a request."""

    CANONICALIZER = "canonicalizer.reply"
    WRITER = "writer.reply"
    JUDGE = "judge.reply"
    REPAIR = "repair.reply"


class StageOutput(Value):
    """What a stage made: `body` is canonical JSON, exactly the text to store and hash."""

    stage: Stage | ReplyStage
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


class Canonicalizer(Protocol):
    """Reads the diary of a run."""

    def canonicalize(self, inputs: PipelineInput) -> CanonicalRecord: ...


class RulesCanonicalizer:
    """The one that runs wherever no model may see a diary."""

    def canonicalize(self, inputs: PipelineInput) -> CanonicalRecord:
        return canonicalize(inputs)


class Team(NamedTuple):
    """Who does the parts that a model may do. The default does all of them without one.

    With no judge the gate is lint alone; with no repairer a refused draft becomes the fallback.
    """

    canonicalizer: Canonicalizer = RulesCanonicalizer()
    writer: Writer = TemplateWriter()
    judge: Judge | None = None
    repairer: Repairer | None = None


BY_RULES = Team()


class TimeIsUp(Exception):
    """What is left of the deadline belongs to the fallback. Never leaves `run_stages`."""


def no_hurry() -> float:
    """Time without end, for whoever waits for nobody."""
    return math.inf


def run_stages(
    inputs: PipelineInput, stored: Stored, team: Team = BY_RULES, time_left: Callable[[], float] = no_hurry
) -> Steps[RunResult]:
    """Run the pipeline over `inputs`, skipping what `stored` holds by (stage, ordinal).

    Once `time_left` is 0 and the record is there, nothing more is tried: the fallback is the summary.

    Raises StoredArtifactUnreadable for a stored body of another shape, RecordOfAnotherInput for a record of other
    messages, FallbackRefused if even the fallback fails.
    """
    canonicalizer = team.canonicalizer
    record = yield from _stage(Stage.CANONICAL, 0, stored, CanonicalRecord, lambda: canonicalizer.canonicalize(inputs))
    require_faithful(record, inputs)
    plan = yield from _stage(Stage.PLAN, 0, stored, ReportPlan, lambda: make_plan(record))
    attempt, repairs, reason = yield from _drafts(stored, record, plan, team, time_left)
    outcome = Outcome.REPAIRED if repairs else Outcome.FIRST_PASS
    if attempt is None or reason:
        safe_plan = make_fallback_plan(plan)
        attempt = yield from _attempt(
            FIRST_DRAFT + repairs + 1, stored, record, safe_plan, lambda: write_fallback(safe_plan, record)
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
        repair_attempts=repairs,
        gate_report=gate_report,
        canonicalizer_version=record.canonicalizer_version,
        planner_version=plan.planner_version,
        writer_version=draft.writer_version,
        policy_gate_version=gate_report.policy_gate_version,
    )


def _drafts(
    stored: Stored, record: CanonicalRecord, plan: ReportPlan, team: Team, time_left: Callable[[], float]
) -> Generator[StageOutput, str, tuple[Attempt | None, int, str]]:
    """The first draft and its repairs: the last of them, how many repairs were begun, and why it is not to be shown."""
    attempt: Attempt | None = None
    repairs = 0
    write = partial(team.writer.write, plan, record)
    try:
        attempt = yield from _attempt(FIRST_DRAFT, stored, record, plan, write, team.judge, time_left)
        while team.repairer and repairs < MOST_ATTEMPTS and can_be_repaired(attempt[2]):
            repairs += 1
            mend = partial(team.repairer.repair, attempt[0], attempt[2].findings, plan, record)
            attempt = yield from _attempt(FIRST_DRAFT + repairs, stored, record, plan, mend, team.judge, time_left)
    except TimeIsUp:
        return attempt, repairs, DEADLINE
    return attempt, repairs, FINDINGS if attempt[2].verdict is Verdict.FAIL else ""


def _attempt(
    ordinal: int,
    stored: Stored,
    record: CanonicalRecord,
    plan: ReportPlan,
    write: Callable[[], Draft],
    judge: Judge | None = None,
    time_left: Callable[[], float] = no_hurry,
) -> Generator[StageOutput, str, Attempt]:
    """One draft, its text and the gate's word on it. Raises TimeIsUp where there is none in time."""
    is_judged = (Stage.GATE.value, ordinal) in stored
    if not is_judged and time_left() <= 0:
        raise TimeIsUp
    draft = yield from _stage(Stage.DRAFT, ordinal, stored, Draft, write)
    report = yield from _stage(Stage.TEXT, ordinal, stored, RenderedReport, lambda: render(plan, record, draft))
    if not is_judged and time_left() <= 0:
        raise TimeIsUp
    gate = partial(run_gate, report, plan, record, judge)
    gate_report = yield from _stage(Stage.GATE, ordinal, stored, GateReport, gate)
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
