"""Running the stages of a wave or a journey in memory, as a worker does it with a database."""

from __future__ import annotations

from generation.generators.base import Steps
from generation.generators.result import Result
from generation.pipeline.sequence import StageOutput


def result_of(stages: Steps) -> Result:
    """What stages end with when each question is asked and each output stored. Raises NoReading."""
    try:
        step = next(stages)
        while True:
            step = stages.send(step.body if isinstance(step, StageOutput) else step.ask())
    except StopIteration as finished:
        result: Result = finished.value
        return result
