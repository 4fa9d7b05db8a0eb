"""What every feature's generator is to the execution: a function that yields stage outputs."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Protocol

from generation.pipeline.contracts import PipelineInput
from generation.pipeline.sequence import RunResult, StageOutput


class Stages(Protocol):
    """Runs the stages over `inputs`, skipping those whose bodies are `stored` under (stage, ordinal).

    Each yielded output is answered with the body that is stored for it.
    """

    def __call__(
        self, inputs: PipelineInput, stored: Mapping[tuple[str, int], str]
    ) -> Generator[StageOutput, str, RunResult]: ...
