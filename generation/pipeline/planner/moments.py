"""The candidates of Section 4: every sentence of every entry, with its weight, and how many words its day may have.

Part of stage B. In: the record. Out: `DayPlan` values. A sentence that a form rule forbids is no candidate; what is
required by safety words stays one, by its longest piece without the breach.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from generation.pipeline.canonicalizer.marks.bindings import find_bound
from generation.pipeline.contracts import CanonicalRecord, Day, DayPlan, Entry, EntryPlan, Fact, QuoteRef, Sentence
from generation.pipeline.planner.features import Weighing
from generation.pipeline.planner.standing import folded
from generation.pipeline.reading.form_rules import find_breaches
from generation.pipeline.reading.quotations import (
    QUOTATION_MARKS,
    QuotedText,
    kinds_of_marks,
)

# Words quoted of a whole diary; a diary of fewer is quoted whole.
MOST_WORDS = 560
MOST_WORDS_OF_A_DAY = 120
# A day over its share by no more than these is quoted whole.
NEARLY_WHOLE = 10
# Words of one day that safety may take beyond the budget: so many at the start and as many at the end.
SAFETY_WORDS_AT_EACH_END = 200
LONGEST_NEIGHBOUR = 25
_RUN = re.compile(r"\S+")
# A run without blanks of more code points counts as several words: scripts without spaces, a key held down.
_CHARACTERS_OF_A_WORD = 60


def words_of(text: str) -> int:
    """Words between blanks; a very long one counts as several."""
    runs = text.split()
    if len(text) <= _CHARACTERS_OF_A_WORD or max(map(len, runs), default=0) <= _CHARACTERS_OF_A_WORD:
        return len(runs)
    return sum(-(-len(run) // _CHARACTERS_OF_A_WORD) for run in runs)


def day_plans(record: CanonicalRecord, weighing: Weighing) -> tuple[DayPlan, ...]:
    """One plan for each day with entries, in date order."""
    first_days: dict[str, date] = {}
    copies: dict[str, date] = {}
    for day in record.days:
        for entry in day.entries:
            key = folded(entry.text)
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
    """What each day needs, up to one level for all at which `MOST_WORDS` are used."""
    if sum(words.values()) <= MOST_WORDS:
        return dict(words)
    level = max(
        (n for n in range(MOST_WORDS_OF_A_DAY + 1) if sum(min(need, n) for need in words.values()) <= MOST_WORDS),
        default=0,
    )
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
    text = QuotedText(entry.text)
    quotes = _joinable(text, [_quote(text, fact, budget, weighing) for fact in facts])
    made = []
    for fact, is_bound, quote in zip(facts, bound, quotes, strict=True):
        words = words_of(entry.text[quote.start : quote.end]) if quote else 0
        weight = weighing.weight(fact)
        made.append(Sentence(fact_id=fact.id, quote=quote, words=words, weight=weight, is_bound=is_bound))
    return tuple(made)


def _joinable(text: QuotedText, quotes: list[QuoteRef | None]) -> list[QuoteRef | None]:
    """The quotations of one entry without those that could not stand in one pair of marks with the others, or that
    would break a form rule behind the one before: whatever is chosen of them, neighbours are one quotation."""
    if text.breaks_nothing:
        return quotes
    kept: list[QuoteRef | None] = []
    marks: frozenset[int] = frozenset()
    before: QuoteRef | None = None
    for quote in quotes:
        own = kinds_of_marks(text.text[quote.start : quote.end]) if quote else frozenset()
        breaks = quote is not None and (
            len(marks | own) == len(QUOTATION_MARKS)
            or (before is not None and not text.joins(before.start, quote.start, quote.end))
        )
        kept.append(None if breaks else quote)
        if quote and not breaks:
            marks |= own
        before = kept[-1]
    return kept


def _quote(text: QuotedText, fact: Fact, budget: int, weighing: Weighing) -> QuoteRef | None:
    """What is quoted of a sentence: all of it, or the piece of it that fits or may be quoted."""
    start, end = fact.start, fact.end
    is_whole = not weighing.is_struck(fact) and text.is_quotable(start, end)
    if is_whole and words_of(fact.text) > budget and not weighing.is_safety(fact):
        start, end = _fitting(text.text, fact, budget, weighing.tells_at(fact))
        is_whole = (start, end) == (fact.start, fact.end)
    elif not is_whole and weighing.is_safety(fact):
        start, end = _longest_without_breach(text, fact)
    elif not is_whole:
        return None
    if not is_whole and not text.is_quotable(start, end):
        return None
    return QuoteRef(message_id=fact.message_id, fact_ids=(fact.id,), start=start, end=end)


def _fitting(text: str, fact: Fact, budget: int, tells_at: int) -> tuple[int, int]:
    """The first words of a sentence that fit, or those around what it tells where that stands further behind."""
    runs = list(_RUN.finditer(text, fact.start, fact.end))
    sizes = [words_of(run.group()) for run in runs]
    telling = next((n for n in reversed(range(len(runs))) if runs[n].start() <= tells_at), 0)
    first, used = 0, 0
    # What it tells gets a third of the room behind it.
    for n in range(min(telling + max(budget // 3, 1), len(runs)) - 1, -1, -1):
        if used + sizes[n] > budget:
            first = n + 1
            break
        used += sizes[n]
    last, used = first, 0
    while last < len(runs) and used + sizes[last] <= budget:
        used += sizes[last]
        last += 1
    if last == first:
        return fact.start, fact.start
    return runs[first].start(), runs[last - 1].end()


def _longest_without_breach(text: QuotedText, fact: Fact) -> tuple[int, int]:
    """The longest piece of a sentence that may be quoted, cut at blanks."""
    runs = [run.span() for run in _RUN.finditer(text.text, fact.start, fact.end)]
    breaches = [(fact.start + b.start, fact.start + b.end) for b in find_breaches(fact.text)]
    pieces: list[list[tuple[int, int]]] = [[]]
    for start, end in runs:
        if any(start < b and a < end for a, b in breaches) or not text.is_quotable(start, end):
            pieces.append([])
        else:
            pieces[-1].append((start, end))
    longest = max(pieces, key=len)
    return (longest[0][0], longest[-1][1]) if longest else (fact.start, fact.start)


def _require_safety(plans: Sequence[EntryPlan], weighing: Weighing) -> list[EntryPlan]:
    """The plans with what safety words require: their sentences, each short neighbour, and what is bound to it."""
    required = {s.fact_id for plan in plans for s in _around_safety(plan.sentences, weighing)}
    sized = [(s.fact_id, s.words) for plan in plans for s in plan.sentences if s.fact_id in required]
    if sum(words for _, words in sized) > 2 * SAFETY_WORDS_AT_EACH_END:
        required = {*_up_to(sized), *_up_to(reversed(sized))}
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


def _around_safety(sentences: Sequence[Sentence], weighing: Weighing) -> Iterator[Sentence]:
    wanted: set[int] = set()
    for at, sentence in enumerate(sentences):
        if weighing.is_safety_id(sentence.fact_id):
            near = (n for n in (at - 1, at + 1) if 0 <= n < len(sentences))
            wanted |= {at, *(n for n in near if sentences[n].words <= LONGEST_NEIGHBOUR)}
    for at in sorted(wanted):
        first, last = at, at
        while first > 0 and sentences[first].is_bound:
            first -= 1
        while last + 1 < len(sentences) and sentences[last + 1].is_bound:
            last += 1
        wanted |= set(range(first, last + 1))
    return (sentences[at] for at in sorted(wanted) if sentences[at].quote)


def _up_to(sized: Iterable[tuple[str, int]]) -> Iterator[str]:
    """The first of these sentences that make up one end's share; one at least."""
    used = 0
    for number, (fact_id, words) in enumerate(sized):
        used += words
        if number and used > SAFETY_WORDS_AT_EACH_END:
            return
        yield fact_id
