"""The strip of the 15 days on top of a reading: entries, listed feelings and series, each mark a link to its words.

Exact values at their days: no line between them, no trend, no average. The same rows are a table for readers of screens
and for paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from audit.lights import Lights
from generation.pipeline.contracts import CanonicalRecord, RenderedReport, ReportPlan, SlotKind
from generation.pipeline.contracts.plan import Feeling, Series
from generation.pipeline.writer.layout import short_date

LABEL_WIDTH, DAY_WIDTH, ROW_HEIGHT = 150, 56, 18
_LISTED = {SlotKind.FEELING, SlotKind.SERIES}
_DOT = "●"
# A value longer than a day is wide is cut on the picture; the table has it whole.
_SHOWN_CHARACTERS = 7
# By day: what stands there, and the message its words are in.
_Marks = dict[date, tuple[str, str]]


@dataclass(frozen=True)
class StripMark:
    """What stands at one day of one row; `place` is the id of the entry it leads to, x and y its middle in pixels."""

    day: str
    shown: str
    whole: str
    place: str
    x: int
    y: int
    # What stands for a day on which something is named, and says no more than the day does.
    dot: str = _DOT


@dataclass(frozen=True)
class StripRow:
    label: str
    y: int
    marks: tuple[StripMark, ...]


@dataclass(frozen=True)
class DayStrip:
    days: tuple[tuple[str, int], ...]
    rows: tuple[StripRow, ...]
    width: int
    height: int


def day_strip(plan: ReportPlan, report: RenderedReport, record: CanonicalRecord, lights: Lights) -> DayStrip:
    """The rows of what the text lists, in its order."""
    days = [day.date for day in record.days]
    rows = [("entries", _entries(record)), *_listed(plan, report, record, lights)]
    return DayStrip(
        days=tuple((str(day.day), _middle(number)) for number, day in enumerate(days)),
        rows=tuple(_row(number, label, marks, days) for number, (label, marks) in enumerate(rows, 1)),
        width=LABEL_WIDTH + DAY_WIDTH * len(days),
        height=ROW_HEIGHT * (len(rows) + 1),
    )


def _entries(record: CanonicalRecord) -> _Marks:
    return {day.date: (str(len(day.entries)), day.entries[0].message_id) for day in record.days if day.entries}


def _listed(
    plan: ReportPlan, report: RenderedReport, record: CanonicalRecord, lights: Lights
) -> Iterator[tuple[str, _Marks]]:
    day_of = {entry.message_id: day.date for day in record.days for entry in day.entries}
    for slot in report.slots:
        item = plan.listed.by_id.get(slot.slot_id) if slot.kind in _LISTED else None
        places = {day_of[light.message_id]: light.message_id for light in lights.of(slot)} if item else {}
        if isinstance(item, Feeling):
            yield " or ".join(item.forms), {day: (_DOT, places.get(day, "")) for day in item.named}
        elif isinstance(item, Series):
            yield item.label, {of.day: (" and ".join(of.values), places.get(of.day, "")) for of in item.values}


def _row(number: int, label: str, marks: _Marks, days: list[date]) -> StripRow:
    y = ROW_HEIGHT * number + ROW_HEIGHT // 2
    return StripRow(
        label,
        y,
        tuple(
            StripMark(short_date(day), _shown(words), words, place, _middle(days.index(day)), y)
            for day, (words, place) in sorted(marks.items())
        ),
    )


def _shown(words: str) -> str:
    return words if len(words) <= _SHOWN_CHARACTERS else f"{words[: _SHOWN_CHARACTERS - 1]}…"


def _middle(number: int) -> int:
    return LABEL_WIDTH + DAY_WIDTH * number + DAY_WIDTH // 2
