"""Running the pipeline in memory, as its callers do it with a database."""

from __future__ import annotations

from generation.pipeline.writer.frames import Writer

from generation.pipeline.contracts import PipelineInput
from generation.pipeline.sequence import BY_RULES, RunResult, StageOutput, Team, run_stages


def run(
    inputs: PipelineInput,
    stored: dict[tuple[str, int], str] | None = None,
    writer: Writer | None = None,
    team: Team = BY_RULES,
) -> tuple[RunResult, list[StageOutput]]:
    """Run every stage that is not in `stored`; the result and the outputs made on the way."""
    outputs: list[StageOutput] = []
    stages = run_stages(inputs, stored or {}, team._replace(writer=writer) if writer else team)
    try:
        output = next(stages)
        while True:
            outputs.append(output)
            output = stages.send(output.body)
    except StopIteration as finished:
        return finished.value, outputs
