"""A module for the tester to be tried with: one part that a test guards, and one that changes nothing."""

from __future__ import annotations


def _least() -> int:
    return 3


MIN = _least()


def is_enough(number: int) -> bool:
    return number >= MIN


def tidy(words: list[str]) -> list[str]:
    seen = sorted(words)
    # Sorted already: nothing can notice if this line is gone.
    seen.sort()
    return seen
