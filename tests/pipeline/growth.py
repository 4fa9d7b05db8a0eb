"""How the time a piece of the pipeline takes grows with the length of what it reads."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

SHORT, LONG = 4_000, 32_000
# Linear is 8, quadratic 64. At the limit, what grows with the square takes less than half as long as all the rest.
LIMIT = 11
# What is quicker than this, a clock does not measure.
LEAST = 0.001


def grows_with_length(read: Callable[[str], object], unit: str) -> bool:
    """Whether eight times the text takes about eight times as long.

    Processor time, and the best of some runs: whoever else computes here, a garbage collector too, is not what is
    measured. A text that is read in time once needs no second run.
    """

    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        started = process_time()
        read(text)
        return process_time() - started

    short = min(seconds(SHORT) for _ in range(3))
    return any(seconds(LONG) < LIMIT * max(short, LEAST) for _ in range(4))
