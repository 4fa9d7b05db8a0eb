"""The state machine of a job as docs/jobs.md shows it, made from `transitions.TRANSITIONS`."""

from __future__ import annotations

from generation.lifecycle.transitions import TRANSITIONS
from generation.models import TERMINAL_STATES


def state_diagram() -> str:
    """A mermaid diagram and a table of the steps, as Markdown."""
    arrows = [
        f"    {source.value} --> {step.target.value}: {step.name}" for step in TRANSITIONS for source in step.sources
    ]
    ends = [f"    {state.value} --> [*]" for state in TERMINAL_STATES]
    diagram = "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> queued: accept", *arrows, *ends, "```"])
    rows = "\n".join(
        f"| {step.name} | {', '.join(source.value for source in step.sources)} | {step.target.value} "
        f"| {'rises' if step.raises_epoch else 'stays'} | {step.meaning} |"
        for step in TRANSITIONS
    )
    return f"{diagram}\n\n| step | from | to | epoch | meaning |\n| --- | --- | --- | --- | --- |\n{rows}\n"
