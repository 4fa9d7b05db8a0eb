"""Stages take turns at the cores: small diaries find a place, nobody is overtaken, a model is asked from outside."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

import pytest

from generation.generators.base import calling_model
from generation.generators.cpu_places import CpuPlaces, DiarySize, size_of
from generation.pipeline.contracts import InputMessage
from generation.pipeline.inputs import make_input, window_ending
from tests.builders.people import AS_OF

SMALL, LARGE, DENSE = DiarySize.SMALL, DiarySize.LARGE, DiarySize.DENSE


class Run:
    """A thread that wants a place, and has it until it is let go."""

    def __init__(
        self, places: CpuPlaces, size: DiarySize, arrived: list[Run] | None = None, begun: bool = False
    ) -> None:
        self.is_in, self.may_go = threading.Event(), threading.Event()
        self._places, self._size, self._arrived, self._begun = places, size, arrived, begun
        self._thread = threading.Thread(target=self._take, daemon=True)
        waiting = in_line(places)
        self._thread.start()
        while not self.is_in.is_set() and in_line(places) == waiting:
            time.sleep(0.005)

    def go(self) -> None:
        self.may_go.set()
        self._thread.join()

    def _take(self) -> None:
        with self._places.take(self._size, begun=self._begun):
            if self._arrived is not None:
                self._arrived.append(self)
            self.is_in.set()
            self.may_go.wait()


def in_line(places: CpuPlaces) -> int:
    return sum(len(line._begun) + len(line._new) for line in (places._all, places._not_small))


def finish_in_turn(runs: list[Run]) -> None:
    """Let each go, two being inside; the one whose turn it then is has come in before the next goes."""
    for run, entering in zip_longest(runs, runs[2:]):
        run.go()
        assert entering is None or entering.is_in.wait(60)


@pytest.fixture
def begin() -> Iterator[Callable[..., Run]]:
    runs: list[Run] = []

    def make(*arguments: Any) -> Run:
        runs.append(Run(*arguments))
        return runs[-1]

    yield make
    for run in runs:
        run.may_go.set()


@pytest.mark.parametrize("size", [LARGE, DENSE])
def test_one_place_is_kept_for_small_diaries(begin: Callable[..., Run], size: DiarySize) -> None:
    places = CpuPlaces(3)
    large = [begin(places, size) for _ in range(4)]
    assert [run.is_in.is_set() for run in large] == [True, True, False, False]
    assert begin(places, SMALL).is_in.is_set()


def test_one_core_has_a_place_for_each_kind(begin: Callable[..., Run]) -> None:
    places = CpuPlaces(1)
    assert [begin(places, size).is_in.is_set() for size in (LARGE, SMALL, SMALL)] == [True, True, False]


def test_whoever_waits_is_let_in_in_the_order_they_came(begin: Callable[..., Run]) -> None:
    places, arrived = CpuPlaces(2), []
    first = [begin(places, SMALL, arrived) for _ in range(2)]
    waiting = [begin(places, size, arrived) for size in (LARGE, SMALL, SMALL)]
    finish_in_turn([*first, *waiting])
    assert arrived == [*first, *waiting]


def test_run_that_has_begun_goes_before_those_that_have_not(begin: Callable[..., Run]) -> None:
    places, arrived = CpuPlaces(2), []
    inside = [begin(places, SMALL, arrived) for _ in range(2)]
    new, begun = begin(places, SMALL, arrived), begin(places, SMALL, arrived, True)
    finish_in_turn([*inside, begun, new])
    assert arrived == [*inside, begun, new]


def test_place_is_free_after_a_stage_that_broke() -> None:
    places = CpuPlaces(2)
    for _ in range(3):
        with pytest.raises(KeyError), places.take(LARGE):
            raise KeyError
    with places.take(LARGE):
        pass


def test_place_is_free_while_a_model_is_asked(begin: Callable[..., Run]) -> None:
    places = CpuPlaces(2)
    with places.take(LARGE):
        with calling_model():
            begin(places, LARGE).go()
        other = begin(places, LARGE)
        assert not other.is_in.is_set()


def test_asked_model_is_followed_by_another_wait_for_a_place(begin: Callable[..., Run]) -> None:
    places, came_back = CpuPlaces(2), threading.Event()

    def run() -> None:
        with places.take(LARGE), calling_model():
            asking.set()
            answered.wait()
        came_back.set()

    asking, answered = threading.Event(), threading.Event()
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    asking.wait()
    other = begin(places, LARGE)
    answered.set()
    assert not came_back.wait(0.1)
    other.go()
    assert came_back.wait(5)


def test_large_diaries_are_kept_in_memory_six_at_a_time() -> None:
    places, most, inside = CpuPlaces(2), 0, 0

    @contextmanager
    def counted() -> Iterator[None]:
        nonlocal most, inside
        inside += 1
        most = max(most, inside)
        yield
        inside -= 1

    def run() -> None:
        with places.keep_in_memory(), counted():
            time.sleep(0.05)

    threads = [threading.Thread(target=run) for _ in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 6


@pytest.mark.parametrize(("kilobytes", "size"), [(1, SMALL), (31, SMALL), (32, LARGE), (63, LARGE), (64, DENSE)])
def test_size_is_told_by_the_bytes_of_the_text(settings: Any, kilobytes: int, size: DiarySize) -> None:
    settings.SMALL_DIARY_KB, settings.DENSE_DIARY_KB = 32, 64
    sent = datetime(2025, 11, 20, 8, tzinfo=UTC)
    # Two bytes each.
    messages = [InputMessage(id=str(n), revision=1, sent_at=sent, text="é" * 512) for n in range(kilobytes)]
    assert size_of(make_input("UTC", window_ending(AS_OF), messages).text_bytes) is size
