"""The pipeline in memory, as a job walks it: nothing is stored, and every value of every stage is there to measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from generation.pipeline.contracts import (
    CanonicalRecord,
    Composition,
    Contract,
    GateReport,
    PipelineInput,
    RenderedReport,
    ReportPlan,
)
from generation.pipeline.sequence import BY_RULES, RunResult, Stage, StageOutput, Team, run_stages

Read = TypeVar("Read", bound=Contract)


@dataclass(frozen=True)
class PureRun:
    """What one diary came to; the last composition, text and report are of what would be published."""

    result: RunResult
    record: CanonicalRecord
    plan: ReportPlan
    compositions: tuple[Composition, ...]
    texts: tuple[RenderedReport, ...]
    gate_reports: tuple[GateReport, ...]


def run_pure(inputs: PipelineInput, team: Team = BY_RULES) -> PureRun:
    """Every stage over `inputs`. Raises what the stages raise."""
    steps = run_stages(inputs, {}, team)
    outputs = [next(steps)]
    while True:
        try:
            outputs.append(steps.send(outputs[-1].body))
        except StopIteration as finished:
            result: RunResult = finished.value
            break
    return PureRun(
        result=result,
        record=_read(CanonicalRecord, outputs, Stage.CANONICAL)[0],
        plan=_read(ReportPlan, outputs, Stage.PLAN)[0],
        compositions=_read(Composition, outputs, Stage.COMPOSITION),
        texts=_read(RenderedReport, outputs, Stage.TEXT),
        gate_reports=_read(GateReport, outputs, Stage.GATE),
    )


def _read(contract: type[Read], outputs: list[StageOutput], stage: Stage) -> tuple[Read, ...]:
    return tuple(contract.model_validate_json(output.body) for output in outputs if output.stage is stage)
