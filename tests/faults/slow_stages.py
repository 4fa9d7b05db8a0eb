"""The stages of every feature with simulated calls of a model, as slow as the environment says."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any

from core.faultpoints import around
from generation.generators.base import ModelHelp, Steps, calling_model
from generation.generators.journey.journey_input import JourneyInput
from generation.generators.journey.stages import your_journey_stages
from generation.generators.result import Result
from generation.generators.session_bridge import bridge_result
from generation.generators.waves.stages import session_wave_stages
from generation.generators.waves.wave_input import WaveInput
from generation.language_models.memory_record import MemoryRecord
from generation.language_models.metered_model import MeteredModel, Names
from generation.language_models.rehearsal import good_answer
from generation.language_models.scripted_model import ScriptedModel
from generation.pipeline.contracts import PipelineInput
from generation.pipeline.language_model import ModelReply, Prompt
from generation.pipeline.sequence import Stage, StageOutput, run_stages

CALL_SECONDS = float(os.environ.get("CALL_SECONDS", "0.2"))
# So many of a hundred runs ask a model that does not come back before the deadline.
HANGING_PER_CENT = int(os.environ.get("HANGING_PER_CENT", "0"))
HANG_SECONDS = float(os.environ.get("HANG_SECONDS", "60"))
# Every call that is begun leaves a line here: stage, hash of the input.
CALLS_FILE = os.environ.get("CALLS_FILE", "")
_ASKING = (Stage.CANONICAL, Stage.COMPOSITION, Stage.GATE)


def slow_stages(
    inputs: PipelineInput,
    stored: Mapping[tuple[str, int], str],
    time_left: Callable[[], float],
    models: ModelHelp | None,
) -> Generator[StageOutput, str, Result]:
    """The real stages; before three of their outputs a call that takes its time."""
    steps = run_stages(inputs, stored, time_left=time_left)
    body: str | None = None
    while True:
        try:
            output = next(steps) if body is None else steps.send(body)
        except StopIteration as finished:
            return bridge_result(finished.value)
        if output.stage in _ASKING:
            _call(output.stage, inputs)
        body = yield output


class _SlowModel(ScriptedModel):
    """Answers every wave well, after a while."""

    def complete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        with calling_model():
            time.sleep(CALL_SECONDS)
        return super().complete(task, prompt, schema, time_left, model)

    async def acomplete(
        self, task: str, prompt: Prompt, schema: Mapping[str, Any], time_left: float, model: str | None = None
    ) -> ModelReply:
        with around("model_call"):
            await asyncio.sleep(CALL_SECONDS)
        return super().complete(task, prompt, schema, time_left, model)


def _slow_help() -> ModelHelp:
    names = Names(choose=lambda _task: "rehearsal")
    return ModelHelp(MeteredModel(_SlowModel(good_answer), MemoryRecord(), names), {})


def slow_waves(
    inputs: WaveInput, stored: Mapping[tuple[str, int], str], time_left: Callable[[], float], models: ModelHelp | None
) -> Steps:
    """The real stage of each wave, asking a model of its own."""
    return session_wave_stages(inputs, stored, time_left, _slow_help())


def slow_journey(
    inputs: JourneyInput,
    stored: Mapping[tuple[str, int], str],
    time_left: Callable[[], float],
    models: ModelHelp | None,
) -> Steps:
    """The same of a journey."""
    return your_journey_stages(inputs, stored, time_left, _slow_help())


def _call(stage: str, inputs: PipelineInput) -> None:
    of_input = hashlib.sha256("".join(message.id for message in inputs.messages).encode()).digest()
    if CALLS_FILE:
        with Path(CALLS_FILE).open("a", encoding="ascii") as calls:
            calls.write(f"{stage} {of_input.hex()}\n")
    hangs = of_input[0] * 100 // 256 < HANGING_PER_CENT
    with calling_model():
        time.sleep(HANG_SECONDS if hangs else CALL_SECONDS)
