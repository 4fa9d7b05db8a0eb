"""What every lint rule reads: one rendered text with its plan and record, and its bullets with quotations blanked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from generation.pipeline.contracts import (
    CanonicalRecord,
    Fact,
    RenderedQuote,
    RenderedReport,
    RenderedSlot,
    ReportPlan,
    Slot,
    SlotKind,
)
from generation.pipeline.planner.recount import Recount

# A bullet of more code points for each word it may have is too long to be read; `SB405` says so.
CHARACTERS_PER_WORD = 100
# What a bullet may have that nobody planned.
UNPLANNED_WORDS = 60


class Bullet(NamedTuple):
    """A rendered bullet and, where it was planned, its slot.

    `words` is the bullet with every quotation blanked by spaces, so an offset into it plus `rendered.start` is an
    offset into the report.
    """

    rendered: RenderedSlot
    slot: Slot | None
    words: str
    facts: tuple[Fact, ...]
    quotes: tuple[RenderedQuote, ...]

    @property
    def kind(self) -> SlotKind | None:
        return self.slot.kind if self.slot else None

    @property
    def word_limit(self) -> int:
        return self.slot.word_limit if self.slot else UNPLANNED_WORDS

    @property
    def is_readable(self) -> bool:
        """Whether it is short enough to be read word by word."""
        return len(self.words) <= self.word_limit * CHARACTERS_PER_WORD


class Reading:
    """A report under review. Bullets cite only facts the record holds; others are left to `SB306`."""

    def __init__(self, report: RenderedReport, plan: ReportPlan, record: CanonicalRecord) -> None:
        self.report = report
        self.plan = plan
        self.record = record
        self.recount = Recount(record)

    @cached_property
    def bullets(self) -> tuple[Bullet, ...]:
        facts: Mapping[str, Fact] = self.record.facts_by_id
        return tuple(
            Bullet(
                rendered=slot,
                slot=self.plan.slots_by_id.get(slot.slot_id),
                words=self._without(slot, quotes),
                facts=tuple(facts[i] for i in slot.fact_ids if i in facts),
                quotes=quotes,
            )
            for slot in self.report.slots
            for quotes in (self._quotes_in(slot),)
        )

    @cached_property
    def readable(self) -> tuple[Bullet, ...]:
        """The bullets that rules read word by word; the others break `SB405` already."""
        return tuple(bullet for bullet in self.bullets if bullet.is_readable)

    def _quotes_in(self, slot: RenderedSlot) -> tuple[RenderedQuote, ...]:
        return tuple(q for q in self.report.quotes if slot.start <= q.start and q.end <= slot.end)

    def _without(self, slot: RenderedSlot, quotes: tuple[RenderedQuote, ...]) -> str:
        text = self.report.text[slot.start : slot.end]
        for quote in quotes:
            first, last = quote.start - slot.start, quote.end - slot.start
            text = text[:first] + " " * (last - first) + text[last:]
        return text
