"""What a job's run left behind, read back as values: for everybody who shows how a summary came about.

What an earlier version of the contracts stored is not read: it stays as it is, and is shown as it was stored. A run
that went on from there has its own artifacts behind those ordinals.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from generation.models import StageArtifact
from generation.pipeline.contracts import (
    CanonicalRecord,
    Composition,
    Contract,
    GateReport,
    RenderedReport,
    ReportPlan,
)
from generation.pipeline.sequence import Stage, is_of_this_version

Read = TypeVar("Read", bound=Contract)


@dataclass(frozen=True)
class StoredAttempt:
    """One composition, its text and the gate's verdict on it, as far as they are stored and readable.

    `number` counts the attempts of the run from 0: its ordinals may begin behind those of an earlier version.
    """

    number: int
    composition: Composition | None
    report: RenderedReport | None
    gate_report: GateReport | None


@dataclass(frozen=True)
class StoredRun:
    """The values of a run. None: the stage did not get that far, was erased, or another version stored it.

    `of_earlier_version` counts the artifacts that an earlier version of the contracts stored.
    """

    record: CanonicalRecord | None
    plan: ReportPlan | None
    attempts: tuple[StoredAttempt, ...]
    of_earlier_version: int

    def report_of(self, text: str) -> RenderedReport | None:
        """The rendered report of exactly this text, if it is stored."""
        reports = [attempt.report for attempt in self.attempts if attempt.report is not None]
        return next((report for report in reports if report.text == text), None)


def read_run(artifacts: Iterable[StageArtifact]) -> StoredRun:
    """Read the artifacts of one job, in any order. No query of its own; raises nothing."""
    artifacts = tuple(artifacts)
    with _collecting_no_garbage():
        return _read_run(artifacts)


def _read_run(artifacts: Iterable[StageArtifact]) -> StoredRun:
    bodies = {(artifact.stage, artifact.ordinal): artifact.body for artifact in artifacts}
    stored = {key: body for key, body in bodies.items() if body is not None}
    earlier = [key for key, body in stored.items() if not is_of_this_version(key[0], body)]
    first = 1 + max((ordinal for _, ordinal in earlier), default=-1)
    per_attempt = {Stage.COMPOSITION, Stage.TEXT, Stage.GATE}
    ordinals = sorted({ordinal for stage, ordinal in bodies if stage in per_attempt and ordinal >= first})
    return StoredRun(
        record=_read(CanonicalRecord, stored.get((Stage.CANONICAL, first))),
        plan=_read(ReportPlan, stored.get((Stage.PLAN, first))),
        attempts=tuple(
            StoredAttempt(
                number=ordinal - first,
                composition=_read(Composition, stored.get((Stage.COMPOSITION, ordinal))),
                report=_read(RenderedReport, stored.get((Stage.TEXT, ordinal))),
                gate_report=_read(GateReport, stored.get((Stage.GATE, ordinal))),
            )
            for ordinal in ordinals
        ),
        of_earlier_version=len(earlier),
    )


def is_reply(stage: str) -> bool:
    """Whether what is stored under `stage` is what a model said, in this version or an earlier one."""
    return stage.endswith(".reply")


def _read(contract: type[Read], body: str | None) -> Read | None:
    if body is None:
        return None
    try:
        return contract.model_validate_json(body)
    except ValidationError:
        return None


@contextmanager
def _collecting_no_garbage() -> Iterator[None]:
    """Megabytes of JSON become values, none of which is garbage: the collector would walk the whole program for every
    few thousand of them, which takes longer than the reading."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
