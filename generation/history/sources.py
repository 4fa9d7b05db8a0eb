"""Which of the person's words each bullet of a text rests on: what everybody shows who shows a summary.

In: a rendered report and the record it was made from. Out: the bullets in order, each with its sources. Works on
refused texts too.
"""

from __future__ import annotations

from datetime import date

from generation.pipeline.contracts import CanonicalRecord, Fact, RenderedReport, SlotKind
from generation.pipeline.contracts.record import Span


class Source(Span):
    """A piece of one message, as typed: `start` and `end` count code points of the message's text.

    `day` and `local_time` (HH:MM) are the message's in the record's zone.
    """

    fact_id: str
    message_id: str
    day: date
    local_time: str
    text: str


class BulletWithSources(Span):
    """One bullet, without its "- ": `start` and `end` count code points of the report's text.

    Bullets that state counts, limits or the window rest on the whole window and have no sources of their own.
    """

    slot_id: str
    kind: SlotKind
    section: int
    text: str
    sources: tuple[Source, ...]


def bullets_with_sources(report: RenderedReport, record: CanonicalRecord) -> tuple[BulletWithSources, ...]:
    """The bullets in the order of the text, each with the facts it cites in the order they were written.

    A fact id the record does not hold is left out.
    """
    order = {fact.id: number for number, fact in enumerate(record.facts)}
    return tuple(
        BulletWithSources(
            slot_id=slot.slot_id,
            kind=slot.kind,
            section=slot.section,
            text=report.text[slot.start : slot.end],
            start=slot.start,
            end=slot.end,
            sources=tuple(
                _source(record.facts_by_id[fact_id], record)
                for fact_id in sorted({*slot.fact_ids} & order.keys(), key=order.__getitem__)
            ),
        )
        for slot in report.slots
    )


def _source(fact: Fact, record: CanonicalRecord) -> Source:
    return Source(
        fact_id=fact.id,
        message_id=fact.message_id,
        day=fact.day,
        local_time=record.entries_by_message_id[fact.message_id].local_time,
        start=fact.start,
        end=fact.end,
        text=fact.text,
    )
