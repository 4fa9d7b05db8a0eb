"""The stages in order. In: the pinned input and what is already stored. Out: stage outputs, then a `RunResult`.

A generator: each stage yields its output, the caller stores it and sends the stored body back, and that is what
the next stage reads. A stage whose output is stored already is not run again, so a run that died goes on where
it stopped and a summary is only reached by walking through its artifacts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping
from enum import StrEnum
from functools import cache, partial
from typing import Annotated, Any, NamedTuple, Protocol, TypeVar

from pydantic import BaseModel, Field, ValidationError

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import (
    CONTRACT_VERSION,
    MAX_REPAIRS,
    CanonicalRecord,
    Composition,
    Contract,
    GatePolicy,
    GateReport,
    Outcome,
    OutcomeReason,
    PipelineInput,
    RenderedReport,
    ReportPlan,
    Value,
    Verdict,
)
from generation.pipeline.errors import (
    CorrectionOfEarlierVersion,
    CorrectionRefused,
    FallbackRefused,
    StoredArtifactUnreadable,
)
from generation.pipeline.faithful_record import require_faithful
from generation.pipeline.language_model import ModelGaveUp, ReplyOutcome, reason_of
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.policy_gate.gate import run_gate
from generation.pipeline.policy_gate.judge import Judge
from generation.pipeline.repair import Repairer, can_be_repaired
from generation.pipeline.writer.composer import Composer, RulesComposer, fallback_composition
from generation.pipeline.writer.correction import STAFF_VERSION, is_correction
from generation.pipeline.writer.render import render


class Stage(StrEnum):
    """The stages in the order a reader walks through them; composition, text and gate once per attempt."""

    CANONICAL = "canonical"
    PLAN = "plan"
    COMPOSITION = "composition"
    TEXT = "text"
    GATE = "gate"


class ReplyStage(StrEnum):
    """What a model said on the way, before anybody read it; one ordinal a request."""

    CANONICALIZER = "canonicalizer.reply"
    CHOICE = "bridge_choice.reply"
    JUDGE = "bridge_judge.reply"
    REPAIR = "bridge_repair.reply"


class StageOutput(Value):
    """What a stage made: `body` is canonical JSON, exactly the text to store and hash. Other features have stages of
    their own, named by text."""

    stage: Annotated[Stage | ReplyStage | str, Field(union_mode="left_to_right")]
    ordinal: int
    body: str


class RunResult(Value):
    """The text that passed the gate, and what made it. `outcome_reason` is '' where the outcome is not `rules`."""

    report_text: str
    text_sha256: str
    outcome: Outcome
    outcome_reason: str = ""
    repair_attempts: int
    gate_report: GateReport
    canonicalizer_version: str
    planner_version: str
    writer_version: str
    policy_gate_version: str


Stored = Mapping[tuple[str, int], str]
Made = TypeVar("Made", bound=Contract)
Finished = TypeVar("Finished")
Steps = Generator[StageOutput, str, Finished]


class Attempt(NamedTuple):
    """One composition, its text and the gate's verdict on it."""

    composition: Composition
    report: RenderedReport
    gate_report: GateReport


class Canonicalizer(Protocol):
    """Reads the diary of a run."""

    def canonicalize(self, inputs: PipelineInput) -> CanonicalRecord: ...


class RulesCanonicalizer:
    """The one that runs wherever no model may see a diary."""

    def canonicalize(self, inputs: PipelineInput) -> CanonicalRecord:
        return canonicalize(inputs)


class Team(NamedTuple):
    """Who does the parts that a model may do. The default does all of them without one.

    With no judge the gate is lint alone; with no repairer a refused choice gives way to the rules' own.
    """

    canonicalizer: Canonicalizer = RulesCanonicalizer()
    composer: Composer = RulesComposer()
    judge: Judge | None = None
    repairer: Repairer | None = None


BY_RULES = Team()


class TimeIsUp(Exception):
    """What is left of the deadline belongs to the rules' text. Never leaves `run_stages`."""


def no_hurry() -> float:
    """Time without end, where there is no deadline."""
    return math.inf


def run_stages(
    inputs: PipelineInput, stored: Stored, team: Team = BY_RULES, time_left: Callable[[], float] = no_hurry
) -> Steps[RunResult]:
    """Run the pipeline over `inputs`, skipping what `stored` holds by (stage, ordinal).

    What an earlier version of the contracts stored is left where it is: the run begins again under the ordinals behind.
    Once `time_left` is 0 and the record is there, no model is asked any more: the rules' text is the summary. Where a
    reviewer has chosen, no model is asked at all, and nothing takes the place of what they chose.

    Raises StoredArtifactUnreadable for a stored body of another shape, RecordOfAnotherInput for a record of other
    messages, FallbackRefused if even the fallback fails, CorrectionRefused and CorrectionOfEarlierVersion for a
    reviewer's choice that cannot be published.
    """
    if _reviewer_chose(stored):
        team, time_left = Team(composer=_NobodyElse()), no_hurry
    run = _Run(stored, first_ordinal(stored), inputs.policy)
    canonicalizer = team.canonicalizer
    record = yield from run.stage(Stage.CANONICAL, 0, CanonicalRecord, lambda: canonicalizer.canonicalize(inputs))
    require_faithful(record, inputs)
    plan = yield from run.stage(Stage.PLAN, 0, ReportPlan, lambda: make_plan(record))
    chosen = yield from _choose(run, plan, record, team, time_left)
    attempt, repairs, outcome = chosen.attempt, chosen.repairs, chosen.outcome
    if attempt is None:
        attempt = yield from run.attempt(repairs + 1, plan, record, lambda: plan.choice)
    if attempt.gate_report.verdict is Verdict.FAIL:
        outcome = Outcome.FALLBACK
        attempt = yield from run.attempt(repairs + 2, plan, record, lambda: fallback_composition(plan))
    if attempt.gate_report.verdict is Verdict.FAIL:
        raise FallbackRefused(f"the gate refused the fallback: {_rules(attempt.gate_report)}")
    return RunResult(
        report_text=attempt.report.text,
        text_sha256=attempt.gate_report.text_sha256,
        outcome=outcome,
        outcome_reason=chosen.reason if outcome is Outcome.RULES else "",
        repair_attempts=repairs,
        gate_report=attempt.gate_report,
        canonicalizer_version=record.canonicalizer_version,
        planner_version=plan.planner_version,
        writer_version=attempt.composition.composer_version,
        policy_gate_version=attempt.gate_report.policy_gate_version,
    )


class _Chosen(NamedTuple):
    """The attempt of the composer's choice that passed, or None and why the rules' text takes its place."""

    attempt: Attempt | None
    repairs: int
    outcome: Outcome
    reason: str = ""


def _choose(
    run: _Run, plan: ReportPlan, record: CanonicalRecord, team: Team, time_left: Callable[[], float]
) -> Generator[StageOutput, str, _Chosen]:
    """The composer's choice and its repairs, until one passes or no more can be done for it."""
    repairs = 0
    compose = partial(team.composer.compose, plan, record)
    try:
        attempt = yield from run.attempt(0, plan, record, compose, team.judge, time_left)
        while team.repairer and repairs < MAX_REPAIRS and can_be_repaired(attempt.gate_report, plan):
            repairs += 1
            findings = attempt.gate_report.findings
            compose = partial(team.repairer.repair, attempt.composition, findings, plan, record)
            attempt = yield from run.attempt(repairs, plan, record, compose, team.judge, time_left)
    except TimeIsUp:
        return _Chosen(None, repairs, Outcome.RULES, OutcomeReason.DEADLINE)
    except ModelGaveUp as gave_up:
        return _Chosen(None, repairs, Outcome.RULES, reason_of(gave_up.outcome))
    if attempt.gate_report.verdict is Verdict.PASS:
        return _Chosen(attempt, repairs, _passed(attempt, repairs))
    if is_correction(attempt.composition):
        raise CorrectionRefused(f"the gate refused what a reviewer chose: {_rules(attempt.gate_report)}")
    unanswered = attempt.gate_report.judge_gave_up
    reason = reason_of(ReplyOutcome(unanswered)) if unanswered else OutcomeReason.FINDINGS
    return _Chosen(None, repairs, Outcome.RULES, reason)


def _rules(gate_report: GateReport) -> str:
    return ", ".join(sorted({finding.rule_id for finding in gate_report.findings}))


def _passed(attempt: Attempt, repairs: int) -> Outcome:
    if is_correction(attempt.composition):
        return Outcome.CORRECTED
    return Outcome.REPAIRED if repairs else Outcome.FIRST_PASS


class _NamesVersion(BaseModel):
    """A stored body, of which nothing but the version is read: it may be megabytes."""

    contract_version: Any = None


def is_of_this_version(stage: str, body: str) -> bool:
    """Whether this version reads what `stage` stored. Replies of models have no version: they are read or left out."""
    if stage in set(ReplyStage):
        return True
    return stage in set(Stage) and _NamesVersion.model_validate_json(body).contract_version == CONTRACT_VERSION


class _NamesComposer(BaseModel):
    """A stored composition of any version, of which nothing but the composer is read."""

    composer_version: Any = None


def _reviewer_chose(stored: Stored) -> bool:
    """Whether the run is a correction, whatever version of the contracts stored the choice."""
    compositions = (body for (stage, _), body in stored.items() if stage == Stage.COMPOSITION)
    return any(_NamesComposer.model_validate_json(body).composer_version == STAFF_VERSION for body in compositions)


class _NobodyElse:
    """In a composer's place where a reviewer has chosen: asked only if their choice is not read any more."""

    def compose(self, plan: ReportPlan, record: CanonicalRecord) -> Composition:
        raise CorrectionOfEarlierVersion("a reviewer's choice was stored by an earlier version")


def first_ordinal(stored: Stored) -> int:
    """The ordinal behind everything that an earlier version of the contracts stored; 0 where there is nothing."""
    earlier = [ordinal for (stage, ordinal), body in stored.items() if not is_of_this_version(stage, body)]
    return max(earlier, default=-1) + 1


class _Run:
    """The stored outputs of a run and those still to be made; ordinals count from `first`."""

    def __init__(self, stored: Stored, first: int, policy: GatePolicy) -> None:
        self._stored = stored
        self._first = first
        self._policy = policy

    def attempt(
        self,
        ordinal: int,
        plan: ReportPlan,
        record: CanonicalRecord,
        compose: Callable[[], Composition],
        judge: Judge | None = None,
        time_left: Callable[[], float] = no_hurry,
    ) -> Generator[StageOutput, str, Attempt]:
        """One composition, its text and the gate's verdict on it. Raises TimeIsUp where there is none in time."""
        is_judged = (Stage.GATE.value, self._first + ordinal) in self._stored
        if not is_judged and time_left() <= 0:
            raise TimeIsUp
        composition = yield from self.stage(Stage.COMPOSITION, ordinal, Composition, compose)
        rendered = cache(partial(render, plan, record, composition))
        report = yield from self.stage(Stage.TEXT, ordinal, RenderedReport, rendered)
        if not is_judged and time_left() <= 0:
            raise TimeIsUp
        gate = partial(run_gate, report, composition, plan, record, judge, rendered, self._policy)
        gate_report = yield from self.stage(Stage.GATE, ordinal, GateReport, gate)
        return Attempt(composition, report, gate_report)

    def stage(self, stage: Stage, ordinal: int, contract: type[Made], make: Callable[[], Made]) -> Steps[Made]:
        """The output of one stage: read back from what is stored, or made and stored first."""
        number = self._first + ordinal
        body = self._stored.get((stage.value, number))
        if body is None:
            made = make()
            written = made.canonical_text()
            body = yield StageOutput(stage=stage, ordinal=number, body=written)
            if body == written:
                # Nobody put another in its place: what was validated when it was made says the same.
                return made
        try:
            return contract.model_validate_json(body)
        except ValidationError:
            message = f"the stored {stage.value} {number} cannot be read back by this version"
            raise StoredArtifactUnreadable(message) from None
