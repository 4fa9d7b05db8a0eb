"""A rule of a text: what it forbids, and what to do about a breach."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """`id` and `name` are contracts, never reused and never renamed; `hint` says what to do about a breach."""

    id: str
    name: str
    forbids: str
    hint: str
