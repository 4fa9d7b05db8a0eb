"""What a job's run left behind, read back as values: for everybody who shows how a summary came about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from generation.models import StageArtifact
from generation.pipeline.contracts import CanonicalRecord, Draft, GateReport, RenderedReport, ReportPlan, Value
from generation.pipeline.sequence import Stage

Read = TypeVar("Read", bound=Value)


@dataclass(frozen=True)
class StoredAttempt:
    """One draft, its text and the gate's word on it, as far as they are stored and readable."""

    ordinal: int
    draft: Draft | None
    report: RenderedReport | None
    gate_report: GateReport | None


@dataclass(frozen=True)
class StoredRun:
    """The values of a run. None: the stage did not get that far, was erased, or has another version's shape."""

    record: CanonicalRecord | None
    plan: ReportPlan | None
    attempts: tuple[StoredAttempt, ...]

    def report_of(self, text: str) -> RenderedReport | None:
        """The rendered report of exactly this text, if it is stored."""
        reports = [attempt.report for attempt in self.attempts if attempt.report is not None]
        return next((report for report in reports if report.text == text), None)


def read_run(artifacts: Iterable[StageArtifact]) -> StoredRun:
    """Read the artifacts of one job, in any order. No query of its own; raises nothing."""
    bodies = {(artifact.stage, artifact.ordinal): artifact.body for artifact in artifacts}
    attempts = sorted({ordinal for stage, ordinal in bodies if stage in {Stage.DRAFT, Stage.TEXT, Stage.GATE}})
    return StoredRun(
        record=_read(CanonicalRecord, bodies.get((Stage.CANONICAL, 0))),
        plan=_read(ReportPlan, bodies.get((Stage.PLAN, 0))),
        attempts=tuple(
            StoredAttempt(
                ordinal=ordinal,
                draft=_read(Draft, bodies.get((Stage.DRAFT, ordinal))),
                report=_read(RenderedReport, bodies.get((Stage.TEXT, ordinal))),
                gate_report=_read(GateReport, bodies.get((Stage.GATE, ordinal))),
            )
            for ordinal in attempts
        ),
    )


def _read(contract: type[Read], body: str | None) -> Read | None:
    if body is None:
        return None
    try:
        return contract.model_validate_json(body)
    except ValidationError:
        return None
