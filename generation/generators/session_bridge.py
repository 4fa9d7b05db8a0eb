"""Session Bridge: the pipeline over the diary of 15 days, wired with the writer this installation uses."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping

from generation.pipeline.contracts import PipelineInput
from generation.pipeline.sequence import RunResult, StageOutput, run_stages


def session_bridge_stages(
    inputs: PipelineInput, stored: Mapping[tuple[str, int], str], time_left: Callable[[], float]
) -> Generator[StageOutput, str, RunResult]:
    """The stages with rules and the template writer: no model sees the diary."""
    return run_stages(inputs, stored, time_left=time_left)
