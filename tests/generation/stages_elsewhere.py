"""Stages for the process a dense diary has for itself: what they note goes to the file NOTES names."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

from generation.generators.base import ModelHelp
from generation.generators.result import Result
from generation.pipeline.contracts import PipelineInput
from generation.pipeline.sequence import StageOutput
from tests.generation.tiny_stages import TinyStages

CANARY = "the heron at the weir knows"


def _note(*words: object) -> None:
    with Path(os.environ["NOTES"]).open("a", encoding="ascii") as notes:
        notes.write(" ".join(map(str, words)) + "\n")


def _stages(**before: Callable[[], object]) -> Callable[..., Generator[StageOutput, str, Result]]:
    def stages(
        inputs: PipelineInput,
        stored: Mapping[tuple[str, int], str],
        time_left: Callable[[], float],
        models: ModelHelp | None,
    ) -> Generator[StageOutput, str, Result]:
        notes = {
            stage: _noted(stage, before.get(stage)) for stage in ("canonical", "plan", "composition", "text", "gate")
        }
        return TinyStages(**notes)(inputs, stored, time_left, models)

    return stages


def _noted(stage: str, then: Callable[[], object] | None) -> Callable[[], None]:
    def note() -> None:
        _note(os.getpid(), stage)
        if then is not None:
            then()

    return note


def _describe() -> None:
    _note("nice", os.nice(0), "memory", resource.getrlimit(resource.RLIMIT_AS)[0] // 1024**2)


def _break() -> None:
    # What is printed must not be taken for an answer.
    print("not an answer")
    raise ValueError(CANARY)


def _swell() -> None:
    bytearray(2 * 1024**3)


def _wait() -> None:
    """Until there is a file beside the notes that says so."""
    while not Path(os.environ["NOTES"]).with_name("go").exists():
        time.sleep(0.05)


plain = _stages()
waiting = _stages(plan=_wait)
described = _stages(canonical=_describe)
breaking = _stages(plan=_break)
swelling = _stages(plan=_swell)
hanging = _stages(plan=lambda: time.sleep(60))
dying = _stages(plan=lambda: os.kill(os.getpid(), 9))
