"""How a figure is taken: candidate and baseline in turns, so that a busy machine slows both alike."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import perf_counter, process_time
from typing import NamedTuple


class Figure(NamedTuple):
    """A ratio, candidate to baseline; `target` is the most it may be, None where it is only reported.

    With `at_least` more is better, as for runs per second, and `target` is the least it may be.
    """

    name: str
    ratio: float
    target: float | None
    baseline: str
    note: str = ""
    at_least: bool = False

    @property
    def short(self) -> bool:
        """Whether the figure misses its target."""
        if self.target is None:
            return False
        return self.ratio < self.target if self.at_least else self.ratio > self.target

    def line(self) -> str:
        """`name  ratio  target  ok|short`, then what it was measured against."""
        target = "-" if self.target is None else f"{'>' if self.at_least else ''}{self.target:.2f}"
        verdict = "short" if self.short else "ok"
        note = f"; {self.note}" if self.note else ""
        return f"{self.name:<28}{self.ratio:>9.2f}{target:>8}  {verdict:<6}against {self.baseline}{note}"


class Timing(NamedTuple):
    """Medians in seconds."""

    candidate: float
    baseline: float

    @property
    def ratio(self) -> float:
        return self.candidate / self.baseline


def time_in_turns(
    candidate: Callable[[], object], baseline: Callable[[], object], *, rounds: int, warm_up: int = 3
) -> Timing:
    """The median of `rounds` runs of each, taken alternately after `warm_up` runs that do not count."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(warm_up + rounds):
        for times, work in zip(taken, (candidate, baseline), strict=True):
            start = perf_counter()
            work()
            if number >= warm_up:
                times.append(perf_counter() - start)
    return Timing(*(statistics.median(times) for times in taken))


def least_cpu_in_turns(*works: Callable[[], object], rounds: int) -> tuple[float, ...]:
    """The least CPU seconds of each, run in turns: what else a busy machine does shows in none of them."""
    least = [float("inf")] * len(works)
    for _ in range(rounds):
        for at, work in enumerate(works):
            start = process_time()
            work()
            least[at] = min(least[at], process_time() - start)
    return tuple(least)
