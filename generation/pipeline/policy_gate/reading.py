"""What every lint rule reads: one rendered text with its plan and record, and its bullets with quotations blanked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from generation.pipeline.contracts import (
    CanonicalRecord,
    Fact,
    RenderedReport,
    RenderedSlot,
    ReportPlan,
    Slot,
)


class Bullet(NamedTuple):
    """A rendered bullet and, where it was planned, its slot.

    `words` is the bullet with every quotation blanked by spaces, so an offset into it plus `rendered.start` is an
    offset into the report.
    """

    rendered: RenderedSlot
    slot: Slot | None
    words: str
    facts: tuple[Fact, ...]


class Reading:
    """A report under review. Bullets cite only facts the record holds; others are left to `SB306`."""

    def __init__(self, report: RenderedReport, plan: ReportPlan, record: CanonicalRecord) -> None:
        self.report = report
        self.plan = plan
        self.record = record

    @cached_property
    def bullets(self) -> tuple[Bullet, ...]:
        facts: Mapping[str, Fact] = self.record.facts_by_id
        return tuple(
            Bullet(
                rendered=slot,
                slot=self.plan.slots_by_id.get(slot.slot_id),
                words=self._without_quotations(slot),
                facts=tuple(facts[i] for i in slot.fact_ids if i in facts),
            )
            for slot in self.report.slots
        )

    def _without_quotations(self, slot: RenderedSlot) -> str:
        text = self.report.text[slot.start : slot.end]
        for quote in self.report.quotes:
            if slot.start <= quote.start and quote.end <= slot.end:
                first, last = quote.start - slot.start, quote.end - slot.start
                text = text[:first] + " " * (last - first) + text[last:]
        return text
