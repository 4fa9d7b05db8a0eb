"""Who computes a run's stages, and when: runs of one process share its cores, its connections and its memory.

- No stage is computed while its run holds a database connection.
- Each stage waits for a place of the processor; a small diary finds one whatever the large ones do.
- A dense diary whose stages ask no model is computed in a process of its own, one place for the whole run. With models
  it stays here, because its stages mostly wait; so many at a time, because each keeps its record in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any, Protocol

from core.connections import give_connection_back
from generation.generators.base import ModelHelp, RunInput, Stages, Steps, stages_name, stages_of
from generation.generators.cpu_places import CpuPlaces, DiarySize, process_places, size_of
from generation.generators.result import Result
from generation.run.errors import HoldLost
from generation.worker.heartbeat import Hold
from generation.worker.stage_process import stages_in_process


class Turn(Protocol):
    """What a stage is computed in. `begun`: it is not the run's first."""

    def __call__(self, *, begun: bool) -> AbstractContextManager[None]: ...


def take_turns(
    hold: Hold,
    stages: Stages | None,
    inputs: RunInput,
    stored: Mapping[tuple[str, int], str],
    time_left: Callable[[], float],
    models: ModelHelp | None,
    places: CpuPlaces = process_places,
) -> Steps:
    """The stages of a held job as `stages`, by default its feature's own, yield them; each in its turn.

    Raises HoldLost where the job was lost while it waited.
    """
    size = size_of(inputs.text_bytes)
    is_dense = size is DiarySize.DENSE
    give_connection_back()
    if is_dense and models is None and stages is None:
        elsewhere = stages_in_process(stages_name(hold.job.feature), lambda: hold.is_lost)
        with places.take(size):
            return (yield from _each_in_turn(hold, elsewhere(inputs, stored, time_left, None), _own_place))
    own = stages or stages_of(hold.job.feature)
    with places.keep_in_memory() if is_dense else nullcontext():
        return (yield from _each_in_turn(hold, own(inputs, stored, time_left, models), partial(places.take, size)))


def _own_place(*, begun: bool) -> AbstractContextManager[None]:
    """For a run that keeps its place from beginning to end."""
    return nullcontext()


def _each_in_turn(hold: Hold, steps: Steps, turn: Turn) -> Steps:
    body: Any = None
    try:
        while True:
            give_connection_back()
            with turn(begun=body is not None):
                if hold.is_lost:
                    raise HoldLost
                try:
                    output = next(steps) if body is None else steps.send(body)
                except StopIteration as finished:
                    result: Result = finished.value
                    return result
            body = yield output
    finally:
        steps.close()
