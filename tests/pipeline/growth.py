"""How the time a piece of the pipeline takes grows with the length of what it reads."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from time import process_time

SHORT, LONG = 4_000, 32_000
# Linear is 8, and up to 10 where memory is far away; quadratic is 64. At the limit a seventh is quadratic.
LIMIT = 16
# What is quicker than this, a clock does not measure.
MIN_SECONDS = 0.001


def grows_with_length(read: Callable[[str], object], unit: str) -> bool:
    """Whether eight times the text takes about eight times as long.

    Processor time, and the best of some runs: whoever else computes here, a garbage collector too, is not what is
    measured. What reading takes whatever the length is taken off. No text is read twice: what was read is remembered.
    A text that is read in time once needs no second run.
    """
    runs = count()

    def seconds(length: int) -> float:
        text = f"{next(runs)} {unit * (length // len(unit))}"
        started = process_time()
        read(text)
        return process_time() - started

    fixed = min(seconds(0) for _ in range(3))
    short = min(seconds(SHORT) for _ in range(3)) - fixed
    return any(seconds(LONG) - fixed < LIMIT * max(short, MIN_SECONDS) for _ in range(4))
