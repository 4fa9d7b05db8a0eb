"""Session Bridge: the pipeline over the diary of 15 days, wired with the writer this installation uses."""

from __future__ import annotations

from collections.abc import Generator, Mapping

from generation.pipeline.contracts import PipelineInput
from generation.pipeline.sequence import BY_RULES, RunResult, StageOutput, Team, run_stages


def session_bridge_stages(
    inputs: PipelineInput, stored: Mapping[tuple[str, int], str], team: Team = BY_RULES
) -> Generator[StageOutput, str, RunResult]:
    """The stages, done by `team`; by default with rules and the template writer, so no model sees the diary."""
    return run_stages(inputs, stored, team)
