"""What became of one attack, whatever was attacked."""

from __future__ import annotations

from typing import NamedTuple


class Run(NamedTuple):
    """`violations` is everything that is wrong with what was published, `nearness` how close it came to that, `signs`
    what happened on the way by name, and `aims` the places of the attack at which anybody objected."""

    case: str
    outcome: str
    violations: tuple[str, ...]
    nearness: float = 0.0
    signs: frozenset[str] = frozenset()
    aims: tuple[int, ...] = ()
