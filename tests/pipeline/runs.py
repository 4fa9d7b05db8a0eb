"""Running the pipeline in memory, as its callers do it with a database."""

from __future__ import annotations

from collections.abc import Callable

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import CanonicalRecord, PipelineInput, RenderedReport, ReportPlan
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.sequence import BY_RULES, RunResult, StageOutput, Team, no_hurry, run_stages
from generation.pipeline.writer.render import render


def run(
    inputs: PipelineInput,
    stored: dict[tuple[str, int], str] | None = None,
    team: Team = BY_RULES,
    time_left: Callable[[], float] = no_hurry,
) -> tuple[RunResult, list[StageOutput]]:
    """Run every stage that is not in `stored`; the result and the outputs made on the way."""
    outputs: list[StageOutput] = []
    stages = run_stages(inputs, stored or {}, team, time_left)
    try:
        output = next(stages)
        while True:
            outputs.append(output)
            output = stages.send(output.body)
    except StopIteration as finished:
        return finished.value, outputs


def written(inputs: PipelineInput) -> tuple[CanonicalRecord, ReportPlan, RenderedReport]:
    """Record, plan and text by rules, without the gate."""
    record = canonicalize(inputs)
    plan = make_plan(record)
    return record, plan, render(plan, record, plan.choice)


def text_of(inputs: PipelineInput) -> str:
    """The text by rules."""
    return written(inputs)[2].text


def bullets_of(inputs: PipelineInput, section: int) -> list[str]:
    """The bullets of one section of the text by rules, without their "- "."""
    parts = {part[0]: part.splitlines()[1:] for part in text_of(inputs).split("\n\n")}
    return [line.removeprefix("- ") for line in parts.get(str(section), [])]
