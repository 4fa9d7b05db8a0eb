"""Running a stored job again on its pinned input and its stored replies, and comparing hashes stage by stage.

Nothing is written and no model is asked: what models said is taken from the stored replies. Each stage reads what was
stored before it, so a difference is that stage's own. What an earlier version of the program made is verified by its
chain, and cannot be made again: its stages are no longer here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation.generators.base import stages_of
from generation.generators.base_ai_generator import NoReading
from generation.history.stored_run import is_reply
from generation.models import GenerationJob, StageArtifact
from generation.pipeline.contracts import OutcomeReason, sha256_hex
from generation.pipeline.errors import CorrectionRefused
from generation.pipeline.sequence import Stage, StageOutput
from generation.run.features import is_read_now, load_input_of, prompt_now
from generation.run.model_call_record import kept_replies
from generation.run.models_for_job import models_of_the_past

_VERSIONS = ("canonicalizer_version", "planner_version", "composer_version", "policy_gate_version")


class NotReplayable(Exception):
    """The job cannot be run again: its words were erased, or nothing of it is stored."""


class OfEarlierVersion(Exception):
    """An earlier version of the program made all that is stored of the job, or asked models with other prompts."""


@dataclass(frozen=True)
class ReplayedStage:
    """One stage of the second run beside the first. A hash is None where that run did not have the stage.

    `versions` names the part of the program that made the stage then and now, where the two are not the same.
    """

    stage: str
    ordinal: int
    stored_sha256: str | None
    sha256: str | None
    versions: tuple[str, str] | None = None

    @property
    def is_same(self) -> bool:
        return self.stored_sha256 == self.sha256


@dataclass(frozen=True)
class Replay:
    """Every stage in order, and how many artifacts an earlier version left before them, which were not run again."""

    stages: tuple[ReplayedStage, ...]
    of_earlier_version: int

    @property
    def different(self) -> tuple[ReplayedStage, ...]:
        """The stages that came out otherwise though the same version made them."""
        return tuple(stage for stage in self.stages if not stage.is_same and stage.versions is None)

    @property
    def by_other_versions(self) -> tuple[ReplayedStage, ...]:
        """The stages that came out otherwise because another version makes them now."""
        return tuple(stage for stage in self.stages if not stage.is_same and stage.versions)


def replay(job: GenerationJob) -> Replay:
    """Raises NotReplayable, OfEarlierVersion, PinnedInputMissing, and what the stages raise."""
    artifacts = list(job.artifacts.order_by("position"))
    if not artifacts or any(artifact.body is None for artifact in artifacts):
        raise NotReplayable("nothing is stored, or its words were erased")
    bodies = {(artifact.stage, artifact.ordinal): artifact.body or "" for artifact in artifacts}
    earlier = {key: body for key, body in bodies.items() if not is_read_now(job, key[0], body)}
    mine = {key: body for key, body in bodies.items() if key not in earlier}
    has_stages = any(not is_reply(stage) for stage, _ in mine)
    if not has_stages or any(reply.prompt_version != prompt_now(job, reply.task) for reply in kept_replies(mine)):
        raise OfEarlierVersion
    stages = _compare(job, artifacts, earlier, mine)
    return Replay(stages, len(earlier))


def _compare(
    job: GenerationJob,
    artifacts: list[StageArtifact],
    earlier: Mapping[tuple[str, int], str],
    mine: Mapping[tuple[str, int], str],
) -> tuple[ReplayedStage, ...]:
    made = [(artifact.stage, artifact.ordinal) for artifact in artifacts]
    made = [key for key in made if key in mine and not is_reply(key[0])]
    # Without the job's salt, so that the hashes of two runs can be held against each other anywhere.
    hashes = {key: sha256_hex(body) for key, body in mine.items()}
    hurry = _Hurry(job, made)
    # The run begins behind what the earlier version left, as it did then.
    inputs, models = load_input_of(job, mine), models_of_the_past(mine)
    steps = stages_of(job.feature)(inputs, earlier, hurry.time_left, models)
    seen: list[ReplayedStage] = []
    planners: tuple[str, str] | None = None
    said: Any = None
    while True:
        try:
            output = next(steps) if said is None else steps.send(said)
        except (StopIteration, CorrectionRefused, NoReading):
            # Refused, or without a reading, is how it ended, and what was stored before has been compared.
            break
        if not isinstance(output, StageOutput):
            # Of a kept reply: nothing else is there to ask.
            said = output.ask()
            continue
        hurry.passed += 1
        key = (str(output.stage), output.ordinal)
        stored = mine.get(key)
        versions = _other_versions(stored, output.body) if stored else None
        if output.stage == Stage.PLAN:
            planners = versions
        elif output.stage == Stage.TEXT:
            # It names no version of its own: the planner's says how much of a plan was shown.
            versions = planners
        seen.append(ReplayedStage(*key, hashes.get(key), sha256_hex(output.body), versions))
        said = stored or output.body
    there = {(stage.stage, stage.ordinal) for stage in seen}
    return (*seen, *(ReplayedStage(*key, hashes[key], None) for key in made if key not in there))


def _other_versions(stored: str, made: str) -> tuple[str, str] | None:
    then, now = json.loads(stored), json.loads(made)
    return next(
        ((then[name], now[name]) for name in _VERSIONS if name in then and name in now and then[name] != now[name]),
        None,
    )


class _Hurry:
    """Time is up where it was up in the first run: just before the rules' text that the deadline forced."""

    def __init__(self, job: GenerationJob, made: list[tuple[str, int]]) -> None:
        version = getattr(job, "sessionbridgeversion", None)
        compositions = [number for number, (stage, _) in enumerate(made) if stage == Stage.COMPOSITION]
        forced = version is not None and version.outcome_reason == OutcomeReason.DEADLINE
        self._rules_from = compositions[-1] if forced and compositions else math.inf
        self.passed = 0

    def time_left(self) -> float:
        return 0.0 if self.passed >= self._rules_from else math.inf
