"""The application of `benchmarks.workers`: ours, with simulated calls of a model and stages that cost nothing else."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Mapping

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.worker_settings"

from benchmarks.instant_stages import instant_stages
from generation.generators.base import ModelHelp, calling_model
from generation.generators.result import Result
from generation.generators.session_bridge import session_bridge_stages
from generation.pipeline.contracts import PipelineInput
from generation.pipeline.sequence import RunResult, Stage, StageOutput
from sessionbridge.celery import app

__all__ = ["app"]

REAL_STAGES = bool(os.environ.get("REAL_STAGES"))
CALL_SECONDS = float(os.environ.get("CALL_SECONDS", "0"))
_ASKING = (Stage.CANONICAL, Stage.COMPOSITION, Stage.GATE)


def stages(
    inputs: PipelineInput,
    stored: Mapping[tuple[str, int], str],
    time_left: Callable[[], float],
    models: ModelHelp | None,
) -> Generator[StageOutput, str, Result]:
    """The instant stages, or with REAL_STAGES the real ones; before three of them a call that takes CALL_SECONDS."""
    steps = (session_bridge_stages if REAL_STAGES else instant_stages)(inputs, stored, time_left, models)
    body: str | None = None
    while True:
        try:
            output = next(steps) if body is None else steps.send(body)
        except StopIteration as finished:
            result: RunResult = finished.value
            return result
        if CALL_SECONDS and output.stage in _ASKING:
            with calling_model():
                time.sleep(CALL_SECONDS)
        body = yield output


# When the apps are loaded.
app.autodiscover_tasks(["benchmarks"], related_name="bare_task")
