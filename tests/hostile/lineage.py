"""The name of an attack: the seed it was born of and what was done to it since, enough to make it again anywhere.

`b7:splice.3.12:stray.-.9` is the bridge attack of seed 7, spliced at place 3 with the dice of 12, then strewn anywhere
with those of 9. An `s` in front is a session.
"""

from __future__ import annotations

import re
from typing import NamedTuple

KINDS = ("b", "s")
_FORM = re.compile(r"(?P<kind>[bs])(?P<seed>\d+)(?P<steps>(?::[a-z_]+\.(?:\d+|-)\.\d+)*)")


class Step(NamedTuple):
    """A mutation: which, where a finding pointed to (None: anywhere), and the seed of its dice."""

    mutation: str
    aim: int | None
    seed: int


class Lineage(NamedTuple):
    """An attack by how it came about."""

    kind: str
    seed: int
    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        steps = (f":{step.mutation}.{'-' if step.aim is None else step.aim}.{step.seed}" for step in self.steps)
        return f"{self.kind}{self.seed}{''.join(steps)}"


def read_lineage(name: str) -> Lineage:
    """The lineage of that name. Raises ValueError for what is none."""
    found = _FORM.fullmatch(name)
    if not found:
        raise ValueError(f"{name!r} names no attack")
    parts = [part.split(".") for part in found["steps"].split(":")[1:]]
    steps = tuple(Step(name, None if aim == "-" else int(aim), int(seed)) for name, aim, seed in parts)
    return Lineage(found["kind"], int(found["seed"]), steps)
