"""What every feature's generator is to the execution: a function that yields stage outputs."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from core.connections import give_connection_back
from core.faultpoints import around
from generation.generators.cpu_places import outside_of_place
from generation.generators.result import Result
from generation.language_models.choose import StageChoice
from generation.language_models.metered_model import MeteredAsker
from generation.pipeline.contracts import Value
from generation.pipeline.language_model import ModelGaveUp, Task
from generation.pipeline.policy_gate.judge import JudgeMemory
from generation.pipeline.sequence import StageOutput


class RunInput(Protocol):
    """The pinned input of a run."""

    @property
    def text_bytes(self) -> int:
        """How much text its stages compute over."""
        ...

    def canonical_text(self) -> str:
        """For a run in a process of its own."""
        ...


class Question(Protocol):
    """What a one-stage feature hands over instead of asking by itself, so that a worker may wait for many at once.

    Both ways answer with the value that was read, or with what it means that there is none.
    """

    def ask(self) -> Value | ModelGaveUp: ...

    async def aask(self) -> Value | ModelGaveUp: ...


Step = StageOutput | Question
Steps = Generator[Step, Any, Result]


class Stages(Protocol):
    """Runs the stages over `inputs`, skipping those whose bodies are `stored` under (stage, ordinal).

    Each yielded output is answered with the body that is stored for it, each question with its answer. `time_left`
    says how many seconds models may still take; from 0 on there is time for the rules' text alone. `models` is who may
    be asked, None where nobody is.
    Every call of a model stands in `with calling_model()`.
    """

    def __call__(
        self,
        inputs: Any,
        stored: Mapping[tuple[str, int], str],
        time_left: Callable[[], float],
        models: ModelHelp | None,
    ) -> Steps: ...


class ModelHelp(NamedTuple):
    """Whoever asks models for a job, who does each stage, and what the judge said before."""

    asker: MeteredAsker
    stages: Mapping[Task, StageChoice]
    memory: JudgeMemory | None = None


def stages_of(feature: str) -> Stages:
    """What makes the stages of this feature here. Raises LookupError for a feature nobody makes."""
    stages: Stages = import_string(stages_name(feature))
    return stages


def stages_name(feature: str) -> str:
    """The dotted name of what makes the stages of this feature. Raises LookupError as above."""
    name: str = settings.GENERATION_STAGES[feature]
    return name


@contextmanager
def calling_model() -> Iterator[None]:
    """Around every call of a model: neither a database connection nor a place of the processor is held meanwhile.

    A call may take minutes, and a process has fewer of either than threads that wait for a model.
    """
    give_connection_back()
    with outside_of_place(), around("model_call"):
        yield
