"""One summary beside the diary it was made of, as the review page lays it out: which words a bullet rests on, and what
of the diary stands nowhere in the summary.

Offsets that go to the browser count UTF-16 code units, as its strings do; everywhere else they count code points.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
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


def reading_page(run: StoredRun, text: str) -> ReadingPage | None:
    """The page of a published text; None where the run that made it is not readable any more."""
    report, record = run.report_of(text), run.record
    if report is None or record is None:
        return None
    layout = _Layout(report, record)
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
    )


class _Layout:
    """Looks up once what the rows ask: a window has thousands of sentences, numbers and pieces that are left out."""

    def __init__(self, report: RenderedReport, record: CanonicalRecord) -> None:
        self._report, self._lights = report, Lights(report, record)
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


class Lights:
    """The words each bullet of a report rests on."""

    def __init__(self, report: RenderedReport, record: CanonicalRecord) -> None:
        self._report, self._record = report, record
        self._numbers: dict[str, list[Light]] = defaultdict(list)
        for log in record.numeric_logs:
            self._numbers[log.fact_id].append(Light(log.message_id, log.start, log.end))

    def of(self, slot: RenderedSlot) -> tuple[Light, ...]:
        """What the bullet quotes, else the words it lists where they stand in the facts it cites."""
        quotes = [quote.quote for quote in self._report.quotes if slot.start <= quote.start < slot.end]
        if quotes:
            return tuple(Light(quote.message_id, quote.start, quote.end) for quote in quotes)
        forms = _quoted_forms(self._report.text[slot.start : slot.end])
        patterns = [re.compile(rf"(?<!\w){re.escape(form)}(?!\w)", re.IGNORECASE) for form in forms]
        return tuple(dict.fromkeys(light for fact_id in slot.fact_ids for light in self._in_fact(fact_id, patterns)))

    def _in_fact(self, fact_id: str, forms: Sequence[re.Pattern[str]]) -> Iterator[Light]:
        """Where a cited fact holds a form the bullet lists, or a number read in it; else the whole fact."""
        fact = self._record.facts_by_id[fact_id]
        found = [
            Light(fact.message_id, fact.start + at.start(), fact.start + at.end())
            for form in forms
            for at in form.finditer(fact.text)
        ]
        if not forms:
            found = self._numbers[fact_id]
        yield from found or [Light(fact.message_id, fact.start, fact.end)]


def _quoted_forms(words: str) -> tuple[str, ...]:
    return tuple("".join(found) for found in _QUOTED.findall(words))


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
