"""The text of a composition. Stage C, last step. In: plan, record, composition. Out: `RenderedReport`.

The same composition gives the same text, byte for byte. The renderer alone lays out sections and places the person's
words between quotation marks; it takes ids from a composition and never a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generation.pipeline.contracts import (
    CanonicalRecord,
    Composition,
    RenderedQuote,
    RenderedReport,
    RenderedSection,
    RenderedSlot,
    ReportPlan,
    SlotKind,
)
from generation.pipeline.planner.areas import days_of, shown_areas
from generation.pipeline.planner.selection import taken_before_areas
from generation.pipeline.planner.words_in_entries import FormsListed
from generation.pipeline.reading.quotations import quoted_words, require_quotation_marks
from generation.pipeline.writer import sentences
from generation.pipeline.writer.layout import BULLET, heading
from generation.pipeline.writer.limits import limits
from generation.pipeline.writer.sentences import Part
from generation.pipeline.writer.shortfall import Shortfall

OPEN_POINTS_SECTION = 3
MOMENT_SECTION = 4


class Bullet(NamedTuple):
    """One bullet before it is laid out: its id, its kind, what it says, and the facts it rests on."""

    slot_id: str
    kind: SlotKind
    parts: Sequence[Part]
    fact_ids: tuple[str, ...] = ()


def render(plan: ReportPlan, record: CanonicalRecord, composition: Composition) -> RenderedReport:
    """Lay out the sections. Raises KeyError for a composition that names what the plan does not hold."""
    shortfall = Shortfall(record, plan, composition)
    page = _Page(record)
    page.write_section(1, _scope(record))
    page.write_section(2, [*_patterns(plan, composition), *_limits(record, plan, composition, shortfall)])
    if composition.matters:
        page.write_section(OPEN_POINTS_SECTION, _open_points(plan, composition))
    page.write_section(MOMENT_SECTION, _moments(plan, shortfall))
    return page.report(shortfall)


def _scope(record: CanonicalRecord) -> Iterator[Bullet]:
    yield Bullet("w1", SlotKind.WINDOW, [sentences.window(record)])
    yield Bullet("w2", SlotKind.ENTRIES, [sentences.entries(record)])


def _patterns(plan: ReportPlan, composition: Composition) -> Iterator[Bullet]:
    yield from _feelings(plan, composition)
    for series in plan.listed.series:
        if series.id in composition.series:
            yield Bullet(series.id, SlotKind.SERIES, [sentences.series(series)], series.fact_ids)
    taken = FormsListed(taken_before_areas(plan.listed, composition))
    chosen = [area for area in plan.listed.areas if area.id in composition.areas]
    for area, forms in sorted(shown_areas(chosen, taken), key=lambda pair: -len(days_of(pair[1]))):
        yield Bullet(area.id, SlotKind.AREA, [sentences.area(area.heading, forms)], area.fact_ids)
    for term in plan.listed.terms:
        if term.id in composition.terms:
            yield Bullet(term.id, SlotKind.TERM, [sentences.term(term)], term.fact_ids)


def _feelings(plan: ReportPlan, composition: Composition) -> Iterator[Bullet]:
    with_entries = [day.day for day in plan.days]
    for one in plan.listed.feelings:
        if one.id in composition.feelings:
            yield Bullet(one.id, SlotKind.FEELING, [sentences.feeling(one, with_entries)], one.fact_ids)
    further = [one for one in plan.listed.feelings if one.id in composition.further_feelings]
    if several := [one for one in further if len(one.named) > 1]:
        facts = _facts(one.fact_ids for one in several)
        yield Bullet("p+", SlotKind.FEELINGS_OF_DAYS, [sentences.feelings_of_days(several)], facts)
    if single := sorted((one for one in further if len(one.named) == 1), key=lambda one: one.named):
        facts = _facts(one.fact_ids for one in single)
        yield Bullet("p-", SlotKind.FEELINGS_OF_ONE_DAY, [sentences.feelings_of_one_day(single)], facts)


def _limits(
    record: CanonicalRecord, plan: ReportPlan, composition: Composition, shortfall: Shortfall
) -> Iterator[Bullet]:
    for number, (kind, sentence) in enumerate(limits(record, plan, composition, shortfall), start=1):
        yield Bullet(f"l{number}", kind, [sentence])


def _open_points(plan: ReportPlan, composition: Composition) -> Iterator[Bullet]:
    for matter in plan.listed.matters:
        if matter.id in composition.matters:
            yield Bullet(matter.id, SlotKind.OPEN_POINT, sentences.open_point(matter), matter.fact_ids)


def _moments(plan: ReportPlan, shortfall: Shortfall) -> Iterator[Bullet]:
    for day in plan.days:
        shown = shortfall.shown[day.id]
        facts = _facts(run.fact_ids for entry in shown for run in entry.runs)
        yield Bullet(day.id, SlotKind.MOMENT, sentences.moment(day, shown), facts)
    if not plan.days:
        yield Bullet("m0", SlotKind.NO_MOMENTS, [sentences.NO_MOMENTS])


def _facts(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact_id for group in groups for fact_id in group))


class _Page:
    """The text so far, and where everything stands in it."""

    def __init__(self, record: CanonicalRecord) -> None:
        self._record = record
        self._pieces: list[str] = []
        self._length = 0
        self._slots: list[RenderedSlot] = []
        self._quotes: list[RenderedQuote] = []
        self._sections: list[RenderedSection] = []

    def write_section(self, number: int, bullets: Iterable[Bullet]) -> None:
        if self._sections:
            self._write("\n")
        start = self._length
        self._write(f"{heading(number)}\n")
        for bullet in bullets:
            self._write_bullet(number, bullet)
        self._sections.append(RenderedSection(number=number, start=start, end=self._length))

    def report(self, shortfall: Shortfall) -> RenderedReport:
        return RenderedReport(
            text="".join(self._pieces),
            sections=tuple(self._sections),
            slots=tuple(self._slots),
            quotes=tuple(self._quotes),
            left_out=shortfall.left_out,
        )

    def _write_bullet(self, section: int, bullet: Bullet) -> None:
        self._write(BULLET)
        start = self._length
        for part in bullet.parts:
            if isinstance(part, str):
                self._write(part)
            else:
                self._write_quotation(bullet.slot_id, part)
        self._slots.append(
            RenderedSlot(
                slot_id=bullet.slot_id,
                kind=bullet.kind,
                section=section,
                fact_ids=bullet.fact_ids,
                start=start,
                end=self._length,
            )
        )
        self._write("\n")

    def _write_quotation(self, slot_id: str, quoted: sentences.Quoted) -> None:
        words = quoted_words(self._record, quoted.quote)
        opening, closing = require_quotation_marks(words)
        self._write(opening)
        start = self._length
        self._write(words)
        self._quotes.append(RenderedQuote(slot_id=slot_id, quote=quoted.quote, start=start, end=self._length))
        self._write(closing)

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
