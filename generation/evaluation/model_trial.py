"""Trying a model on diaries, without a job: every stage by the model, every word of it kept, nothing stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from generation.generators.base import ModelHelp
from generation.generators.session_bridge import make_team
from generation.language_models.choose import StageChoice
from generation.language_models.memory_record import MemoryRecord
from generation.language_models.metered_model import Call, CallLimits, MeteredModel, Names
from generation.pipeline.contracts import (
    CanonicalRecord,
    Draft,
    Finding,
    GateReport,
    Outcome,
    PipelineInput,
    RenderedReport,
    ReportPlan,
)
from generation.pipeline.language_model import LanguageModel, ReplyOutcome, Task
from generation.pipeline.policy_gate.lint import lint
from generation.pipeline.sequence import RunResult, Stage, StageOutput, run_stages
from generation.pipeline.writer.fallback import make_fallback_plan

# A small model on a small machine is slow; a trial waits for it where a job would go on by rules.
PATIENCE = timedelta(minutes=20)


@dataclass(frozen=True)
class Trial:
    """What one diary came to."""

    result: RunResult
    record: CanonicalRecord
    plan: ReportPlan
    drafts: tuple[Draft, ...]
    texts: tuple[RenderedReport, ...]
    gate_reports: tuple[GateReport, ...]
    calls: tuple[Call, ...]
    outcomes: tuple[ReplyOutcome, ...]
    stopped: tuple[tuple[str, ReplyOutcome], ...]

    @property
    def published_plan(self) -> ReportPlan:
        """The plan of the published text: the fallback has its own."""
        return make_fallback_plan(self.plan) if self.result.outcome is Outcome.FALLBACK else self.plan

    @property
    def published_findings(self) -> tuple[Finding, ...]:
        """What lint, run anew, finds in the published text: nothing, ever."""
        return lint(self.texts[-1], self.published_plan, self.record)


def try_diary(inputs: PipelineInput, model: LanguageModel, names: Names) -> Trial:
    """Run every stage over `inputs` by `model`, whoever would do them otherwise."""
    record = MemoryRecord()
    seconds = PATIENCE.total_seconds()
    limits = CallLimits(stages=MappingProxyType(dict.fromkeys(Task, seconds)), request=seconds)
    asker = MeteredModel(model, record, names, limits=limits)
    stages = MappingProxyType(dict.fromkeys(Task, StageChoice.MODEL_CHECKED_BY_RULES))
    result, outputs = _walk(inputs, asker, stages)
    return Trial(
        result=result,
        record=CanonicalRecord.model_validate_json(_bodies(outputs, Stage.CANONICAL)[0]),
        plan=ReportPlan.model_validate_json(_bodies(outputs, Stage.PLAN)[0]),
        drafts=tuple(Draft.model_validate_json(body) for body in _bodies(outputs, Stage.DRAFT)),
        texts=tuple(RenderedReport.model_validate_json(body) for body in _bodies(outputs, Stage.TEXT)),
        gate_reports=tuple(GateReport.model_validate_json(body) for body in _bodies(outputs, Stage.GATE)),
        calls=tuple(record.calls),
        outcomes=tuple(record.outcomes.values()),
        stopped=tuple(record.stopped),
    )


def _walk(
    inputs: PipelineInput, asker: MeteredModel, stages: MappingProxyType[Task, StageChoice]
) -> tuple[RunResult, list[StageOutput]]:
    steps = run_stages(inputs, {}, make_team(ModelHelp(asker, stages)))
    outputs = [next(steps)]
    while True:
        try:
            outputs.append(steps.send(outputs[-1].body))
        except StopIteration as finished:
            result: RunResult = finished.value
            return result, outputs


def _bodies(outputs: list[StageOutput], stage: Stage) -> list[str]:
    return [output.body for output in outputs if output.stage is stage]
