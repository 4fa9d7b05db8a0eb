"""The candidates of Section 4: every sentence of every entry, with its weight, and how many words its day may have.

Part of stage B. In: the record. Out: `DayPlan` values. A sentence that a form rule forbids is no candidate; one that
safety words require remains one, cut to its longest piece without the breach.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from generation.pipeline.canonicalizer.marks.bindings import find_bound, speaks_of_somebody
from generation.pipeline.contracts import CanonicalRecord, Day, DayPlan, Entry, EntryPlan, Sentence
from generation.pipeline.planner.features import Weighing
from generation.pipeline.planner.quotable import Quotable, words_of
from generation.pipeline.planner.required import required_by_safety
from generation.pipeline.planner.words_in_entries import copy_key

# Words quoted of a whole diary; a diary of fewer is quoted whole.
MAX_WORDS = 560
MAX_WORDS_OF_A_DAY = 120
# A day that is over its share by at most this many words is quoted whole.
NEARLY_WHOLE = 10
# How many words of one day safety may take beyond the budget: this many from its start and as many from its end.
SAFETY_WORDS_AT_EACH_END = 200


def day_plans(record: CanonicalRecord, weighing: Weighing) -> tuple[DayPlan, ...]:
    """One plan for each day with entries, in date order."""
    first_days: dict[str, date] = {}
    copies: dict[str, date] = {}
    for day in record.days:
        for entry in day.entries:
            key = copy_key(entry.text)
            if key in first_days:
                copies[entry.message_id] = first_days[key]
            first_days.setdefault(key, day.date)
    words = {
        day.date: sum(words_of(entry.text) for entry in day.entries if entry.message_id not in copies)
        for day in record.days
        if day.entries
    }
    budgets = _budgets(words)
    with_entries = (day for day in record.days if day.entries)
    return tuple(
        DayPlan(
            id=f"m{number}",
            day=day.date,
            words=words[day.date],
            budget=budgets[day.date],
            entries=tuple(_entry_plans(record, day, copies, budgets[day.date], weighing)),
        )
        for number, day in enumerate(with_entries, start=1)
    )


def _budgets(words: Mapping[date, int]) -> dict[date, int]:
    """The words each day may take: all it has, up to a level that is the same for all and uses up `MAX_WORDS`."""
    if sum(words.values()) <= MAX_WORDS:
        return dict(words)
    levels = range(MAX_WORDS_OF_A_DAY + 1)
    # At nought nothing is used: the first level always fits.
    level = bisect_right(levels, MAX_WORDS, key=lambda n: sum(min(need, n) for need in words.values())) - 1
    return {day: need if need <= level + NEARLY_WHOLE else level for day, need in words.items()}


def _entry_plans(
    record: CanonicalRecord, day: Day, copies: Mapping[str, date], budget: int, weighing: Weighing
) -> list[EntryPlan]:
    plans = []
    for entry in day.entries:
        if entry.message_id in copies:
            plans.append(EntryPlan(message_id=entry.message_id, words=0, copy_of=copies[entry.message_id]))
            continue
        sentences = _sentences(record, entry, budget, weighing)
        plans.append(EntryPlan(message_id=entry.message_id, words=words_of(entry.text), sentences=sentences))
    return _require_safety(plans, weighing)


def _sentences(record: CanonicalRecord, entry: Entry, budget: int, weighing: Weighing) -> tuple[Sentence, ...]:
    facts = [record.facts_by_id[fact_id] for fact_id in entry.fact_ids]
    bound = find_bound([fact.text for fact in facts])
    made: list[Sentence] = []
    quotes = Quotable(entry.text, budget, weighing).of(facts, bound)
    for fact, (quote, words, is_bound) in zip(facts, quotes, strict=True):
        weight = weighing.weight(fact)
        made.append(
            Sentence(
                fact_id=fact.id,
                quote=quote,
                words=words,
                weight=weight,
                is_bound=is_bound,
                needs_lead=bool(made) and speaks_of_somebody(fact.text),
            )
        )
    return tuple(made)


def _require_safety(plans: Sequence[EntryPlan], weighing: Weighing) -> list[EntryPlan]:
    """The plans with what safety words require: their sentences and what stands around them."""
    required = required_by_safety([plan.sentences for plan in plans], weighing)
    sized = [(s.fact_id, s.words) for plan in plans for s in plan.sentences if s.fact_id in required]
    if sum(words for _, words in sized) > 2 * SAFETY_WORDS_AT_EACH_END:
        required = frozenset((*_up_to(sized), *_up_to(reversed(sized))))
    if not required:
        return list(plans)
    return [
        plan.model_copy(
            update={
                "sentences": tuple(
                    s.model_copy(update={"is_required": True}) if s.fact_id in required else s for s in plan.sentences
                )
            }
        )
        for plan in plans
    ]


def _up_to(sized: Iterable[tuple[str, int]]) -> Iterator[str]:
    """The first of these sentences that make up one end's share. No single one is longer than that."""
    used = 0
    for fact_id, words in sized:
        used += words
        if used > SAFETY_WORDS_AT_EACH_END:
            return
        yield fact_id
