"""What every feature's generator is to the execution: a function that yields stage outputs."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple, Protocol

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from core.faultpoints import around
from generation.language_models.choose import StageChoice
from generation.pipeline.contracts import PipelineInput
from generation.pipeline.language_model import Asker, Task
from generation.pipeline.policy_gate.judge import JudgeMemory
from generation.pipeline.sequence import RunResult, StageOutput


class Stages(Protocol):
    """Runs the stages over `inputs`, skipping those whose bodies are `stored` under (stage, ordinal).

    Each yielded output is answered with the body that is stored for it. `time_left` says how many seconds models may
    still take; from 0 on there is time for the rules' text alone. `models` is who may be asked, None where nobody is.
    Every call of a model stands in `with calling_model()`.
    """

    def __call__(
        self,
        inputs: PipelineInput,
        stored: Mapping[tuple[str, int], str],
        time_left: Callable[[], float],
        models: ModelHelp | None,
    ) -> Generator[StageOutput, str, RunResult]: ...


class ModelHelp(NamedTuple):
    """Whoever asks models for a job, who does each stage, and what the judge said before."""

    asker: Asker
    stages: Mapping[Task, StageChoice]
    memory: JudgeMemory | None = None


def stages_of(feature: str) -> Stages:
    """What makes the stages of this feature here. Raises LookupError for a feature nobody makes."""
    stages: Stages = import_string(settings.GENERATION_STAGES[feature])
    return stages


@contextmanager
def calling_model() -> Iterator[None]:
    """Around every call of a model: the database connection goes back to the pool first.

    A call may take minutes, and a process has fewer connections than threads that wait for a model.
    """
    if not connection.in_atomic_block:
        connection.close()
    with around("model_call"):
        yield
