"""One summary beside the diary it was made of, as the review page lays it out: which words a bullet rests on, and what
of the diary stands nowhere in the summary.

Offsets that go to the browser count UTF-16 code units, as its strings do; everywhere else they count code points.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from generation.admin.wording import weekday_words
from generation.history.stored_run import StoredRun
from generation.pipeline.contracts import CanonicalRecord, Entry, LeftOutKind, RenderedReport, RenderedSlot
from generation.pipeline.writer.layout import heading

_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|«([^»]+)»|‹([^›]+)›')


class Light(NamedTuple):
    """Words of one message, code points of it."""

    message_id: str
    start: int
    end: int


@dataclass(frozen=True)
class BulletRow:
    """A bullet; `start` is where it stands in the text. `lights` is JSON: [[message id, start, end], ...]."""

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


def reading_page(run: StoredRun, text: str) -> ReadingPage | None:
    """The page of a published text; None where the run that made it is not readable any more."""
    report, record = run.report_of(text), run.record
    if report is None or record is None:
        return None
    by_section = groupby(report.slots, key=lambda slot: slot.section)
    return ReadingPage(
        sections=tuple(
            SectionRows(heading(number), tuple(_bullet(slot, report, record) for slot in slots))
            for number, slots in by_section
        ),
        days=tuple(
            DayRow(weekday_words(day.date), tuple(_entry(entry, report) for entry in day.entries))
            for day in record.days
            if day.entries
        ),
        days_without_entry=sum(not day.entries for day in record.days),
    )


def lights_of(slot: RenderedSlot, report: RenderedReport, record: CanonicalRecord) -> tuple[Light, ...]:
    """The words a bullet rests on: what it quotes, else the words it lists where they stand in the facts it cites."""
    quotes = [quote.quote for quote in report.quotes if slot.start <= quote.start < slot.end]
    if quotes:
        return tuple(Light(quote.message_id, quote.start, quote.end) for quote in quotes)
    forms = _quoted_forms(report.text[slot.start : slot.end])
    return tuple(dict.fromkeys(light for fact_id in slot.fact_ids for light in _in_fact(fact_id, forms, record)))


def _bullet(slot: RenderedSlot, report: RenderedReport, record: CanonicalRecord) -> BulletRow:
    lights = []
    for light in lights_of(slot, report, record):
        text = record.entries_by_message_id[light.message_id].text
        lights.append((light.message_id, code_units(text, light.start), code_units(text, light.end)))
    return BulletRow(report.text[slot.start : slot.end], slot.start, json.dumps(lights))


def _quoted_forms(words: str) -> tuple[str, ...]:
    return tuple("".join(found) for found in _QUOTED.findall(words))


def _in_fact(fact_id: str, forms: Sequence[str], record: CanonicalRecord) -> Iterator[Light]:
    """Where a cited fact holds a form the bullet lists, or a number read in it; the whole fact where neither stands."""
    fact = record.facts_by_id[fact_id]
    found = [
        Light(fact.message_id, fact.start + at.start(), fact.start + at.end())
        for form in forms
        for at in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", fact.text, re.IGNORECASE)
    ]
    if not forms:
        found = [Light(log.message_id, log.start, log.end) for log in record.numeric_logs if log.fact_id == fact_id]
    yield from found or [Light(fact.message_id, fact.start, fact.end)]


def _entry(entry: Entry, report: RenderedReport) -> EntryRow:
    left = sorted(
        (one.start, one.end)
        for one in report.left_out
        if one.kind is LeftOutKind.SENTENCE and one.message_id == entry.message_id
    )
    return EntryRow(entry.message_id, entry.local_time, tuple(_pieces(entry.text, left)))


def _pieces(text: str, left: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    reached = 0
    for start, end in left:
        begin = max(start, reached)
        if begin > reached:
            yield Piece(text[reached:begin], is_left_out=False)
        if end > begin:
            yield Piece(text[begin:end], is_left_out=True)
        reached = max(reached, end)
    if reached < len(text):
        yield Piece(text[reached:], is_left_out=False)


def code_units(text: str, offset: int) -> int:
    """How many UTF-16 code units the first `offset` code points take."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def code_points(text: str, units: int) -> int:
    """How many code points lie in the first `units` UTF-16 code units; a half pair counts as none."""
    return len(text.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "ignore"))
