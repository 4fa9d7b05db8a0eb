"""Running a stored job again on its pinned input and its stored replies, and comparing hashes stage by stage.

Nothing is written and no model is asked: what models said is taken from the stored replies. Each stage reads what was
stored before it, so a difference is that stage's own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from generation.generators.base import stages_of
from generation.models import GenerationJob, StageArtifact
from generation.pipeline.contracts import sha256_hex
from generation.pipeline.sequence import DEADLINE, Stage
from generation.run.models_for_job import models_of_the_past
from generation.run.pinned_input import load_input

_REPLY = ".reply"


class NotReplayable(Exception):
    """The job cannot be run again: its words were erased, or nothing of it is stored."""


@dataclass(frozen=True)
class ReplayedStage:
    """One stage of the second run beside the first. A hash is None where that run did not have the stage."""

    stage: str
    ordinal: int
    stored_sha256: str | None
    sha256: str | None

    @property
    def is_same(self) -> bool:
        return self.stored_sha256 == self.sha256


def replay(job: GenerationJob) -> list[ReplayedStage]:
    """Every stage in order. Raises NotReplayable, PinnedInputMissing, and what the stages raise."""
    artifacts = list(job.artifacts.order_by("position"))
    if not artifacts or any(artifact.body is None for artifact in artifacts):
        raise NotReplayable("nothing is stored, or its words were erased")
    stored = {(artifact.stage, artifact.ordinal): artifact for artifact in artifacts}
    bodies = {key: artifact.body or "" for key, artifact in stored.items()}
    seen: list[ReplayedStage] = []
    made = {(stage, ordinal) for stage, ordinal in stored if not stage.endswith(_REPLY)}
    hurry = _Hurry(job, artifacts)
    steps = stages_of(job.feature)(load_input(job), {}, hurry.time_left, models_of_the_past(bodies))
    body: str | None = None
    while True:
        try:
            output = next(steps) if body is None else steps.send(body)
        except StopIteration:
            break
        hurry.passed += 1
        key = (output.stage.value, output.ordinal)
        first = stored.get(key)
        made.discard(key)
        seen.append(ReplayedStage(*key, first.sha256 if first else None, sha256_hex(output.body)))
        body = (first.body if first else None) or output.body
    return [*seen, *(ReplayedStage(*key, stored[key].sha256, None) for key in sorted(made))]


class _Hurry:
    """Time is up where it was up in the first run: just before the fallback that the deadline forced."""

    def __init__(self, job: GenerationJob, artifacts: list[StageArtifact]) -> None:
        version = getattr(job, "sessionbridgeversion", None)
        made = [artifact for artifact in artifacts if not artifact.stage.endswith(_REPLY)]
        drafts = [number for number, artifact in enumerate(made) if artifact.stage == Stage.DRAFT]
        forced = version is not None and version.outcome_reason == DEADLINE
        self._fallback_from = drafts[-1] if forced and drafts else math.inf
        self.passed = 0

    def time_left(self) -> float:
        return 0.0 if self.passed >= self._fallback_from else math.inf
