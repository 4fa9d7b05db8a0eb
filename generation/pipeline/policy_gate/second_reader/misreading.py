"""What the second reader holds against a text, and the sheet on which it notes it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from generation.pipeline.contracts import RenderedReport


class Misreading(NamedTuple):
    """`text[start:end]` of the report breaks the rule; `slot_id` is the bullet it stands in, None outside bullets."""

    rule_id: str
    start: int
    end: int
    slot_id: str | None


class Span(NamedTuple):
    """A piece of the report."""

    start: int
    end: int


class Notes:
    """Misreadings as they are found, each once."""

    def __init__(self, report: RenderedReport) -> None:
        self._slots = sorted(report.slots, key=lambda slot: slot.start)
        self._starts = [slot.start for slot in self._slots]
        self._noted: dict[Misreading, None] = {}

    def add(self, rule_id: str, start: int, end: int) -> None:
        at = bisect_right(self._starts, start) - 1
        slot = self._slots[at] if at >= 0 and start < self._slots[at].end else None
        self._noted[Misreading(rule_id, start, end, slot.slot_id if slot else None)] = None

    def __iter__(self) -> Iterator[Misreading]:
        return iter(self._noted)
