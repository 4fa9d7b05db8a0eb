"""What each feature reads and how it publishes: the one table by which a run knows its feature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from generation.generators.base import RunInput
from generation.generators.base_ai_generator import is_reading_of_this_version
from generation.generators.journey.roadmap import RoadmapGenerator
from generation.generators.result import Result
from generation.generators.waves.registry import wave_generators
from generation.models import Feature, GenerationJob
from generation.pipeline.language_model import Task
from generation.pipeline.prompts import CURRENT
from generation.pipeline.sequence import RunResult, is_of_this_version
from generation.run.errors import NotOfThisVersion
from generation.run.journey_input import load_journey_input
from generation.run.journey_publication import publish_your_journey
from generation.run.pinned_input import load_input, policy_kept
from generation.run.publication import publish_session_bridge
from generation.run.session_input import load_wave_input
from generation.run.wave_publication import publish_wave

# The stored bodies of a job, by stage and ordinal.
Bodies = Mapping[tuple[str, int], str]


class _Feature(NamedTuple):
    """`reads` says whether this version goes on from what a stage stored; `prompt` which prompt a task has now."""

    load: Callable[[GenerationJob, Bodies], RunInput]
    publish: Callable[[GenerationJob, Result], Any]
    reads: Callable[[str, str], bool]
    prompt: Callable[[GenerationJob, str], str]


def _load_bridge(job: GenerationJob, bodies: Bodies) -> RunInput:
    return load_input(job, policy_kept(bodies))


def _load_wave(job: GenerationJob, _bodies: Bodies) -> RunInput:
    if job.wave not in wave_generators():
        raise NotOfThisVersion
    return load_wave_input(job)


def _publish_bridge(job: GenerationJob, result: Result) -> Any:
    return publish_session_bridge(job, RunResult.model_validate_json(result.data))


_FEATURES: Mapping[str, _Feature] = MappingProxyType(
    {
        Feature.SESSION_BRIDGE: _Feature(
            _load_bridge, _publish_bridge, is_of_this_version, lambda _job, task: CURRENT[Task(task)]
        ),
        Feature.SESSION_WAVE: _Feature(
            _load_wave,
            publish_wave,
            is_reading_of_this_version,
            lambda job, _task: wave_generators()[job.wave].prompt_version,
        ),
        Feature.YOUR_JOURNEY: _Feature(
            lambda job, _bodies: load_journey_input(job),
            publish_your_journey,
            is_reading_of_this_version,
            lambda _job, _task: RoadmapGenerator.prompt_version,
        ),
    }
)


def load_input_of(job: GenerationJob, bodies: Bodies) -> RunInput:
    """The pinned input of a job of any feature; `bodies` are its artifacts, whose policy of the gate a run keeps to.

    Raises PinnedInputMissing where it is not what was accepted, NotOfThisVersion where only newer code knows the job.
    """
    return _feature_of(job).load(job, bodies)


def is_read_now(job: GenerationJob, stage: str, body: str) -> bool:
    """Whether this version of the program reads what `stage` of the job stored."""
    return _FEATURES[job.feature].reads(stage, body)


def prompt_now(job: GenerationJob, task: str) -> str:
    """The version of the prompt that `task` of such a job is asked with now."""
    return _FEATURES[job.feature].prompt(job, task)


def publish(job: GenerationJob, result: Result) -> None:
    """Publish what a run of any feature ended with, and end its job. Raises HoldLost and what the fence raises."""
    _feature_of(job).publish(job, result)


def _feature_of(job: GenerationJob) -> _Feature:
    try:
        return _FEATURES[job.feature]
    except KeyError:
        raise NotOfThisVersion from None
