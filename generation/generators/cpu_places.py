"""Places for what a stage computes: as many as there are cores, one of them kept for small diaries.

Without them the stages of dozens of threads take turns every few milliseconds: all are slow, and a small diary takes as
long as a large one. Whoever waits stands in line, runs that have begun before those that have not: were all to begin,
all would end late, and each keeps its record in memory. Whoever asks a model leaves its place meanwhile.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.conf import settings

# Runs of dense diaries that wait for models: each keeps tens of megabytes.
_DENSE_AT_ONCE = 6


class DiarySize(StrEnum):
    SMALL = "small"
    LARGE = "large"
    # So large that its stages run in a process of their own.
    DENSE = "dense"


def size_of(text_bytes: int) -> DiarySize:
    """By the bytes of its text, which is about what its stages take."""
    kilobytes = text_bytes / 1024
    if kilobytes < settings.SMALL_DIARY_KB:
        return DiarySize.SMALL
    return DiarySize.LARGE if kilobytes < settings.DENSE_DIARY_KB else DiarySize.DENSE


class _Line:
    """So many may be in; the others wait and are let in as they came. A semaphore would let newcomers push in."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._lock = threading.Lock()
        self._begun: deque[threading.Lock] = deque()
        self._new: deque[threading.Lock] = deque()

    def enter(self, *, begun: bool) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            turn = threading.Lock()
            turn.acquire()
            (self._begun if begun else self._new).append(turn)
        turn.acquire()

    def leave(self) -> None:
        with self._lock:
            if waiting := self._begun or self._new:
                waiting.popleft().release()
            else:
                self._free += 1


# The lines the calling thread has its place in.
_here = threading.local()


class CpuPlaces:
    """The places of one process. There are two at least: one for any diary, one for small ones alone."""

    def __init__(self, places: int) -> None:
        places = max(places, 2)
        self._all = _Line(places)
        self._not_small = _Line(places - 1)
        self._in_memory = _Line(_DENSE_AT_ONCE)

    @contextmanager
    def take(self, size: DiarySize, *, begun: bool = False) -> Iterator[None]:
        """Wait for a place and have it for as long as the block runs. `begun`: it is not the run's first."""
        lines = (self._all,) if size is DiarySize.SMALL else (self._not_small, self._all)
        _enter(lines, begun=begun)
        try:
            yield
        finally:
            _leave()

    @contextmanager
    def keep_in_memory(self) -> Iterator[None]:
        """Wait until this process has room for what a run of a dense diary keeps in memory between its stages."""
        self._in_memory.enter(begun=False)
        try:
            yield
        finally:
            self._in_memory.leave()


@contextmanager
def outside_of_place() -> Iterator[None]:
    """Leave the place this thread has, if any, and wait for one again afterwards."""
    lines = _lines()
    _leave()
    try:
        yield
    finally:
        _enter(lines, begun=True)


def _lines() -> tuple[_Line, ...]:
    lines: tuple[_Line, ...] = getattr(_here, "lines", ())
    return lines


def _enter(lines: tuple[_Line, ...], *, begun: bool) -> None:
    for line in lines:
        line.enter(begun=begun)
    _here.lines = lines


def _leave() -> None:
    for line in reversed(_lines()):
        line.leave()
    _here.lines = ()


process_places = CpuPlaces(settings.CPU_PLACES)
