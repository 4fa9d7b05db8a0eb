"""The application of `benchmarks.workers`: ours, with stages that cost nothing but simulated calls of a model."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Mapping

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.worker_settings"

from benchmarks.instant_stages import instant_stages
from generation.generators.base import ModelHelp, calling_model
from generation.pipeline.contracts import PipelineInput
from generation.pipeline.sequence import RunResult, Stage, StageOutput
from sessionbridge.celery import app

__all__ = ["app"]

CALL_SECONDS = float(os.environ.get("CALL_SECONDS", "0"))
_ASKING = (Stage.CANONICAL, Stage.COMPOSITION, Stage.GATE)


def stages(
    inputs: PipelineInput,
    stored: Mapping[tuple[str, int], str],
    time_left: Callable[[], float],
    models: ModelHelp | None,
) -> Generator[StageOutput, str, RunResult]:
    """The instant stages; before three of them a call that takes CALL_SECONDS."""
    steps = instant_stages(inputs, stored, time_left, models)
    for output in steps:
        if CALL_SECONDS and output.stage in _ASKING:
            with calling_model():
                time.sleep(CALL_SECONDS)
        yield output
    return instant_result()


def instant_result() -> RunResult:
    from benchmarks.instant_stages import run_of_sixty_messages  # noqa: PLC0415 - beside its one use

    return run_of_sixty_messages()[1]


# When the apps are loaded.
app.autodiscover_tasks(["benchmarks"], related_name="bare_task")
