"""`SB1xx`, derivation: the text is exactly what plan, composition and sentences give.

In: a report with its composition and plan, and what these render to. Out: findings by slot. The composition is held
against the plan, then the text against what it renders to; nothing is said here of whether the plan is true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from generation.pipeline.contracts import (
    Composition,
    DayPlan,
    EntryPlan,
    Feeling,
    Finding,
    RenderedReport,
    RenderedSlot,
    ReportPlan,
    Sentence,
)
from generation.pipeline.policy_gate.findings import find_slot, make_finding

# An entry of at most this many words is quoted whole or not at all, whatever the budget.
SHORT_ENTRY = 25


def check_derivation(
    report: RenderedReport, composition: Composition, plan: ReportPlan, rendered: Callable[[], RenderedReport]
) -> Iterator[Finding]:
    """All findings on the composition and on the text it gives, `rendered` where it names what the plan has."""
    unknown = list(_check_ids(report, composition, plan))
    yield from unknown
    yield from _check_most(report, composition, plan)
    for day in plan.days:
        if not day.is_whole and not _keeps_budget(day, frozenset(composition.quoted)):
            yield find_slot("SB113", report, day.id)
    if not unknown:
        yield from _check_text(report, rendered())


def _check_ids(report: RenderedReport, composition: Composition, plan: ReportPlan) -> Iterator[Finding]:
    """SB111."""
    listed = plan.listed
    kinds: Sequence[tuple[Sequence[str], Sequence[str]]] = (
        (composition.feelings, [one.id for one in listed.feelings]),
        (composition.further_feelings, [one.id for one in listed.feelings]),
        (composition.series, [one.id for one in listed.series]),
        (composition.areas, [one.id for one in listed.areas]),
        (composition.terms, [one.id for one in listed.terms]),
        (composition.matters, [one.id for one in listed.matters]),
        (composition.quoted, [fact_id for fact_id, sentence in plan.sentences.items() if sentence.quote]),
    )
    for named, planned in kinds:
        wanted = frozenset(named)
        if list(named) != [one for one in planned if one in wanted]:
            yield find_slot("SB111", report, None)


def _check_most(report: RenderedReport, composition: Composition, plan: ReportPlan) -> Iterator[Finding]:
    """SB112, on the first that is too many."""
    most = plan.most
    days: Mapping[str, Feeling] = {one.id: one for one in plan.listed.feelings}
    further = [days[i] for i in composition.further_feelings if i in days]
    kinds = (
        (composition.feelings, most.feelings),
        ([one.id for one in further if len(one.named) > 1], most.feelings_of_days),
        ([one.id for one in further if len(one.named) == 1], most.feelings_of_one_day),
        (composition.series, most.series),
        (composition.areas, most.areas),
        (composition.terms, most.terms),
        (composition.matters, most.matters),
    )
    for named, allowed in kinds:
        if len(named) > allowed:
            yield find_slot("SB112", report, named[allowed])
    for twice in sorted({*composition.feelings} & {*composition.further_feelings}):
        yield find_slot("SB112", report, twice)


def _keeps_budget(day: DayPlan, quoted: frozenset[str]) -> bool:
    """Whether what was free to choose fits. What is required, and the first that is bound together, may go beyond."""
    free = [
        sum(sentence.words for sentence in block if sentence.fact_id in quoted)
        for entry in day.entries
        for block in blocks(entry)
        if not any(sentence.is_required for sentence in block)
    ]
    chosen = [words for words in free if words]
    return sum(chosen) <= day.budget or len(chosen) == 1


def blocks(entry: EntryPlan) -> list[list[Sentence]]:
    """The sentences of an entry that are quoted together or not at all."""
    if entry.words <= SHORT_ENTRY:
        return [list(entry.sentences)]
    made: list[list[Sentence]] = []
    for sentence in entry.sentences:
        if sentence.is_bound and made:
            made[-1].append(sentence)
        else:
            made.append([sentence])
    return made


def _check_text(report: RenderedReport, right: RenderedReport) -> Iterator[Finding]:
    """SB114, SB115."""
    if report == right:
        return
    said, wanted = _bullets(report), _bullets(right)
    differing = [slot_id for slot_id in {**wanted, **said} if said.get(slot_id) != wanted.get(slot_id)]
    for slot_id in differing:
        yield find_slot("SB114", report, slot_id)
    if not differing:
        pairs = zip(report.text, right.text, strict=False)
        place = next((number for number, (one, other) in enumerate(pairs) if one != other), 0)
        yield make_finding("SB115", report, None, place, len(report.text))


def _bullets(report: RenderedReport) -> dict[str, tuple[object, ...]]:
    quotes: dict[str, list[object]] = {}
    for quote in report.quotes:
        quotes.setdefault(quote.slot_id, []).append(quote.quote)
    return {slot.slot_id: _bullet(slot, report, quotes) for slot in report.slots}


def _bullet(slot: RenderedSlot, report: RenderedReport, quotes: Mapping[str, list[object]]) -> tuple[object, ...]:
    words = report.text[slot.start : slot.end]
    return slot.kind, slot.section, slot.fact_ids, words, tuple(quotes.get(slot.slot_id, ()))
