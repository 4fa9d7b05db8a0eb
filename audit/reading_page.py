"""One summary beside the diary it was made of, as the review page lays it out: which words a bullet rests on, and what
of the diary stands nowhere in the summary.

Offsets that go to the browser count UTF-16 code units, as its strings do; everywhere else they count code points.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from audit.day_strip import DayStrip, day_strip
from audit.lights import Lights
from generation.admin.wording import weekday_words
from generation.history.stored_run import StoredRun
from generation.pipeline.contracts import CanonicalRecord, Entry, LeftOutKind, RenderedReport, RenderedSlot
from generation.pipeline.writer.layout import heading


@dataclass(frozen=True)
class BulletRow:
    """A bullet; `start` is where it stands in the text. `lights` is JSON: [[number of the entry, start, end], ...]."""

    words: str
    start: int
    lights: str


@dataclass(frozen=True)
class SectionRows:
    title: str
    bullets: tuple[BulletRow, ...]


@dataclass(frozen=True)
class Piece:
    words: str
    is_left_out: bool


@dataclass(frozen=True)
class EntryRow:
    """`number` counts the entries of the page from 0; a bullet's lights name it."""

    number: int
    message_id: str
    local_time: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class DayRow:
    name: str
    entries: tuple[EntryRow, ...]


@dataclass(frozen=True)
class ReadingPage:
    sections: tuple[SectionRows, ...]
    days: tuple[DayRow, ...]
    days_without_entry: int
    strip: DayStrip | None


def reading_page(run: StoredRun, text: str) -> ReadingPage | None:
    """The page of a published text; None if the run that made it is no longer readable."""
    report, record = run.report_of(text), run.record
    if report is None or record is None:
        return None
    lights = Lights(report, record)
    layout = _Layout(report, record, lights)
    by_section = groupby(report.slots, key=lambda slot: slot.section)
    return ReadingPage(
        sections=tuple(
            SectionRows(heading(number), tuple(layout.bullet(slot) for slot in slots)) for number, slots in by_section
        ),
        days=tuple(
            DayRow(weekday_words(day.date), tuple(layout.entry(entry) for entry in day.entries))
            for day in record.days
            if day.entries
        ),
        days_without_entry=sum(not day.entries for day in record.days),
        strip=day_strip(run.plan, report, record, lights) if run.plan else None,
    )


class _Layout:
    """Looks up once what the rows ask: a window has thousands of sentences, numbers and pieces that are left out."""

    def __init__(self, report: RenderedReport, record: CanonicalRecord, lights: Lights) -> None:
        self._report, self._lights = report, lights
        self._texts = {id_: entry.text for id_, entry in record.entries_by_message_id.items()}
        self._numbers = {id_: number for number, id_ in enumerate(self._texts)}
        self._left_out: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for one in report.left_out:
            if one.kind is LeftOutKind.SENTENCE:
                self._left_out[one.message_id].append((one.start, one.end))

    def bullet(self, slot: RenderedSlot) -> BulletRow:
        lights = []
        for light in self._lights.of(slot):
            text = self._texts[light.message_id]
            places = code_units(text, light.start), code_units(text, light.end)
            lights.append((self._numbers[light.message_id], *places))
        words = self._report.text[slot.start : slot.end]
        return BulletRow(words, slot.start, json.dumps(lights, separators=(",", ":")))

    def entry(self, entry: Entry) -> EntryRow:
        left = sorted(self._left_out[entry.message_id])
        pieces = tuple(_pieces(entry.text, left))
        return EntryRow(self._numbers[entry.message_id], entry.message_id, entry.local_time, pieces)


def _pieces(text: str, left: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """The text cut where what is left out begins and ends; what only blanks part is one piece."""
    whole: list[tuple[int, int]] = []
    for start, end in left:
        if whole and (start <= whole[-1][1] or text[whole[-1][1] : start].isspace()):
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    reached = 0
    for start, end in whole:
        if start > reached:
            yield Piece(text[reached:start], is_left_out=False)
        yield Piece(text[start:end], is_left_out=True)
        reached = end
    if reached < len(text):
        yield Piece(text[reached:], is_left_out=False)


def code_units(text: str, offset: int) -> int:
    """How many UTF-16 code units the first `offset` code points take."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def code_points(text: str, units: int) -> int:
    """How many code points lie in the first `units` UTF-16 code units; a half pair counts as none."""
    return len(text.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "ignore"))
