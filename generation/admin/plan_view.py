"""The plan as the page shows it: each section with why it is there, each slot with what it may state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from generation.admin.diary_view import MOST_SHOWN, DiaryPage
from generation.admin.marks import Kind, Mark, marked
from generation.pipeline.contracts import QuoteRef, ReportPlan, Slot
from generation.pipeline.report_format import heading, short_date, short_dates


@dataclass(frozen=True)
class FactLink:
    id: str
    anchor: str
    words: str


@dataclass(frozen=True)
class FactLinks:
    """The first of many links, and how many more there are."""

    shown: tuple[FactLink, ...]
    further: int


@dataclass(frozen=True)
class SlotView:
    id: str
    kind: str
    may_state: tuple[SafeString, ...]
    facts: FactLinks
    reason: str
    word_limit: int


@dataclass(frozen=True)
class SectionView:
    title: str
    included: bool
    reason: str
    slots: tuple[SlotView, ...]


@dataclass(frozen=True)
class PlanView:
    bucket: str
    sections: tuple[SectionView, ...]
    wording: str


def plan_view(plan: ReportPlan, page: DiaryPage) -> PlanView:
    allowed = [*plan.allowed_wording.quantifiers, *plan.allowed_wording.hedges]
    return PlanView(
        bucket=plan.bucket.value,
        sections=tuple(
            SectionView(
                title=heading(section.number),
                included=section.included,
                reason=section.reason,
                slots=tuple(_slot(slot, page) for slot in section.slots),
            )
            for section in plan.sections
        ),
        wording=", ".join(allowed) or "none",
    )


def fact_links(fact_ids: tuple[str, ...], page: DiaryPage) -> FactLinks:
    """Links to the words of the facts. A fact the record does not hold (a refused draft may cite one) leads nowhere."""
    facts = page.record.facts_by_id
    shown = tuple(
        FactLink(id_, page.anchors.get(id_, ""), facts[id_].text if id_ in facts else "not in the record")
        for id_ in fact_ids[:MOST_SHOWN]
    )
    return FactLinks(shown, len(fact_ids) - len(shown))


def quoted(quote: QuoteRef, page: DiaryPage) -> SafeString:
    """The words a quotation was cut from, marked as the person's."""
    entry = page.record.entries_by_message_id.get(quote.message_id)
    if entry is None:
        return format_html("<em>{}</em>", "a message that is not in the record")
    mark = Mark(quote.start, quote.end, Kind.SOURCE, "the person's words")
    return marked(entry.text, [mark], start=quote.start, end=quote.end)


def _slot(slot: Slot, page: DiaryPage) -> SlotView:
    return SlotView(
        id=slot.id,
        kind=slot.kind.value.replace("_", " "),
        may_state=tuple(_may_state(slot, page)),
        facts=fact_links(slot.fact_ids, page),
        reason=slot.reason,
        word_limit=slot.word_limit,
    )


def _may_state(slot: Slot, page: DiaryPage) -> Iterator[SafeString]:
    if slot.quote:
        yield quoted(slot.quote, page)
    if slot.label:
        yield format_html("{}", slot.label)
    for logged in slot.values:
        yield format_html("{}: {}", short_date(logged.day), ", ".join(logged.values))
    if slot.days and not slot.values:
        yield format_html("{}", short_dates(slot.days))
    if slot.counts:
        yield format_html("{} {}", "count" if len(slot.counts) == 1 else "counts", ", ".join(map(str, slot.counts)))
