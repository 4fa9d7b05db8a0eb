"""D. A rule of the gate, lint's or the judge's."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """What a rule forbids, and what a writer should do about it."""

    id: str
    name: str
    forbids: str
    hint: str
