"""SB305: each quotation is verbatim words of a message, from facts its bullet cites, and whole enough to mean the same.

A moment quotes whole facts, or what was planned for it with "…" behind a cut. A bullet that counts quotes only what
names its subject. No mark of quotation stands where the renderer placed none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generation.pipeline.contracts import Fact, QuoteRef, RenderedQuote, SlotKind
from generation.pipeline.policy_gate.grounding_rules.statements import Breach
from generation.pipeline.policy_gate.grounding_rules.subjects import subject_of
from generation.pipeline.policy_gate.reading import Bullet, Reading
from generation.pipeline.reading.quotations import QUOTATION_MARKS, is_quotable, quoted_words

_MARKS = re.compile(f"[{''.join(mark for pair in QUOTATION_MARKS for mark in pair)}„‟❝❞＂「」『』]|''|``")
_CUT = " …"


def check_quotations(reading: Reading, bullet: Bullet) -> Iterator[Breach]:
    """Every breach of one bullet's quotations; spans are offsets into its words."""
    offset = bullet.rendered.start
    for quote in bullet.quotes:
        if not _is_verbatim(reading, bullet, quote) or not _is_whole_enough(reading, bullet, quote):
            yield Breach("SB305", quote.start - offset, quote.end - offset)
    placed = {place - offset for quote in bullet.quotes for place in (quote.start - 1, quote.end)}
    for match in _MARKS.finditer(bullet.words):
        if match.start() not in placed:
            yield Breach("SB305", match.start(), match.end())


def stray_quotations(reading: Reading) -> Iterator[RenderedQuote]:
    """Quotations that stand in no bullet."""
    inside = {quote for bullet in reading.bullets for quote in bullet.quotes}
    yield from (quote for quote in reading.report.quotes if quote not in inside)


def _is_verbatim(reading: Reading, bullet: Bullet, quote: RenderedQuote) -> bool:
    report, record, source = reading.report, reading.record, quote.quote
    facts = [record.facts_by_id.get(fact_id) for fact_id in source.fact_ids]
    entry = record.entries_by_message_id.get(source.message_id)
    if entry is None or None in facts or quote.slot_id != bullet.rendered.slot_id:
        return False
    marks = (report.text[quote.start - 1 : quote.start], report.text[quote.end : quote.end + 1])
    return (
        set(source.fact_ids) <= set(bullet.rendered.fact_ids)
        and _runs_through([fact for fact in facts if fact], source, entry.fact_ids)
        and source.end <= len(entry.text)
        and is_quotable(record, source)
        and report.text[quote.start : quote.end] == quoted_words(record, source)
        and marks in QUOTATION_MARKS
    )


def _runs_through(facts: list[Fact], source: QuoteRef, fact_ids: tuple[str, ...]) -> bool:
    """Whether the quotation lies in consecutive facts of its message and touches the first and the last."""
    named = [fact.id for fact in facts]
    first = fact_ids.index(named[0]) if named[0] in fact_ids else len(fact_ids)
    return (
        all(fact.message_id == source.message_id for fact in facts)
        and tuple(named) == fact_ids[first : first + len(named)]
        and facts[0].start <= source.start < facts[0].end
        and facts[-1].start < source.end <= facts[-1].end
    )


def _is_whole_enough(reading: Reading, bullet: Bullet, quote: RenderedQuote) -> bool:
    source = quote.quote
    if bullet.kind is SlotKind.MOMENT:
        if not set(source.fact_ids) <= reading.recount.whole_facts:
            return False
        facts = reading.record.facts_by_id
        starts_whole = source.start == facts[source.fact_ids[0]].start
        ends_whole = source.end == facts[source.fact_ids[-1]].end
        if starts_whole and ends_whole:
            return True
        planned = bullet.slot.quote if bullet.slot else None
        behind = reading.report.text[quote.end + 1 : quote.end + 1 + len(_CUT)]
        return source == planned and starts_whole and behind == _CUT
    place = (source.message_id, source.start, source.end)
    return place in subject_of(bullet, reading.recount).places
