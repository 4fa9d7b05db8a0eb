"""The grammar of the text (docs/report.md): section titles, dates, lists, and the renderer.

Stage C, last step. In: plan, record, draft. Out: `RenderedReport`, the text with the span of every section,
bullet and quotation. The renderer alone lays out sections and places the person's words; it must never take
layout or quotation marks from a writer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from generation.pipeline.contracts import (
    CanonicalRecord,
    Draft,
    Quotation,
    QuoteRef,
    RenderedQuote,
    RenderedReport,
    RenderedSection,
    RenderedSlot,
    ReportPlan,
    SlotText,
)
from generation.pipeline.reading.quotations import QUOTATION_MARKS, quotation_marks, quoted_words

SECTION_TITLES = (
    "Time Window & Scope",
    "Observed Patterns & Limits",
    "Open Points for Reflection",
    "Logged Moments",
)
BULLET = "- "
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def heading(number: int) -> str:
    """The heading line of section `number` (1 to 4)."""
    return f"{number}. {SECTION_TITLES[number - 1]}"


def full_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def short_dates(days: Sequence[date]) -> str:
    """Dates in order, the month once per month: "8, 10 and 15 Nov", "31 Oct, 2 and 4 Nov"."""
    months = [list(group) for _, group in groupby(days, key=lambda day: (day.year, day.month))]
    if len(months) == 1:
        return f"{listed([str(day.day) for day in days])} {MONTHS[days[0].month - 1]}"
    *earlier, last = months
    before = ", ".join(f"{', '.join(str(day.day) for day in month)} {MONTHS[month[0].month - 1]}" for month in earlier)
    joint = ", " if len(last) > 1 else " and "
    return f"{before}{joint}{short_dates(last)}"


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def counted(number: int, singular: str, plural: str) -> str:
    """ "1 day", "2 days"."""
    return f"{number} {singular if number == 1 else plural}"


def render(plan: ReportPlan, record: CanonicalRecord, draft: Draft) -> RenderedReport:
    """Lay out the included sections in order. A planned slot the draft leaves out is left out, and a quotation of no
    words of the record stays empty: the gate tells."""
    return _Page(record).render(plan, {worded.slot_id: worded for worded in draft.slot_texts})


class _Page:
    """The text so far; every `write` returns the span it took."""

    def __init__(self, record: CanonicalRecord) -> None:
        self._record = record
        self._pieces: list[str] = []
        self._length = 0
        self._slots: list[RenderedSlot] = []
        self._quotes: list[RenderedQuote] = []
        self._sections: list[RenderedSection] = []

    def render(self, plan: ReportPlan, worded: dict[str, SlotText]) -> RenderedReport:
        for section in plan.sections:
            if not section.included:
                continue
            if self._sections:
                self._write("\n")
            start = self._length
            self._write(f"{heading(section.number)}\n")
            for slot in section.slots:
                if slot.id in worded:
                    self._write_slot(section.number, worded[slot.id])
            self._sections.append(RenderedSection(number=section.number, start=start, end=self._length))
        return RenderedReport(
            text="".join(self._pieces),
            sections=tuple(self._sections),
            slots=tuple(self._slots),
            quotes=tuple(self._quotes),
        )

    def _write_slot(self, section: int, slot_text: SlotText) -> None:
        if not any(isinstance(part, Quotation) or part.text for part in slot_text.parts):
            return
        self._write(BULLET)
        start = self._length
        for part in slot_text.parts:
            if isinstance(part, Quotation):
                self._write_quotation(slot_text.slot_id, part.quote)
            else:
                self._write(part.text)
        self._slots.append(
            RenderedSlot(
                slot_id=slot_text.slot_id,
                section=section,
                fact_ids=slot_text.fact_ids,
                start=start,
                end=self._length,
            )
        )
        self._write("\n")

    def _write_quotation(self, slot_id: str, quote: QuoteRef) -> None:
        known = quote.message_id in self._record.entries_by_message_id
        words = quoted_words(self._record, quote) if known else ""
        opening, closing = quotation_marks(words) or QUOTATION_MARKS[0]
        self._write(opening)
        start = self._length
        self._write(words)
        if words:
            self._quotes.append(RenderedQuote(slot_id=slot_id, quote=quote, start=start, end=self._length))
        self._write(closing)

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
