"""Matters that are open in words, and terms. Part of stage B. In: the record. Out: `Matter` and `Term` values, ranked.

A matter is a name, noun phrase or verb phrase of the person's own of which a sentence says, in a word of openness, that
it is not done. Nothing is read into it: its days are literal, and the sentence itself is quoted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generation.pipeline.contracts import CanonicalRecord, Fact, Mark, Matter, RecurringTerm, Term
from generation.pipeline.planner.openness import MIN_DAYS, Openness, is_gone_to
from generation.pipeline.planner.point_quotes import ENDS_A_SENTENCE, point_quote
from generation.pipeline.planner.words_in_entries import FormsListed, WordsInEntries, folded, holds
from generation.pipeline.reading.quotations import is_listable
from generation.pipeline.reading.words import holds_negation

# A matter of at least this many days needs one open sentence; one of fewer needs one on each.
DAYS_OF_A_MATTER = 3
DAYS_OF_A_TERM = 3
MAX_FORMS = 4
_SENTENCE_END = re.compile("[.!?…。！？؟।\n]")
_ABSENT = r"\b(?:no|without|(?:do|did|does)(?:n't| not) (?:have|need|got)(?: any| a| the| my)?) "


class _Held(NamedTuple):
    """A sentence that holds a matter: its fact and whether it is open, denied or a question."""

    fact: Fact
    is_open: bool
    is_denied: bool
    is_question: bool


def matters(record: CanonicalRecord, entries: WordsInEntries) -> tuple[Matter, ...]:
    """Every matter that may be listed: most days with an open sentence first, then noun phrases, then most days, then
    form."""
    facts = _FactsOf(record)
    weighed = Openness(record)
    found = [
        (weighed.open_days(term), term.is_noun, matter)
        for term in record.signal_indicators.recurring_terms
        if weighed.may_be_open(term)
        for matter in _matter(record, term, entries, facts, is_needed=weighed.is_needed(term))
    ]
    found.sort(key=lambda one: (-one[0], not one[1], -len(one[2].days), one[2].forms))
    kept: list[Matter] = []
    listed = FormsListed()
    for _, _, matter in found:
        if not any(map(listed.takes, matter.forms)):
            kept.append(matter)
            listed.add(matter.forms)
    return tuple(matter.model_copy(update={"id": f"o{number}"}) for number, matter in enumerate(kept, start=1))


def terms(record: CanonicalRecord, entries: WordsInEntries) -> tuple[Term, ...]:
    """Every term that may be listed: most days first, then first day, then form."""
    made = []
    for term in record.signal_indicators.recurring_terms:
        forms = _forms(term, entries)
        days = entries.days_of_any(forms)
        if not term.is_noun or is_gone_to(term) or len(days) < DAYS_OF_A_TERM:
            continue
        facts = tuple(dict.fromkeys(mention.fact_id for mention in term.mentions))
        made.append(Term(id="", fact_ids=facts, forms=forms, days=days))
    made.sort(key=lambda term: (-len(term.days), term.days[0], term.forms))
    kept: list[Term] = []
    listed = FormsListed()
    for one in made:
        if not any(map(listed.takes, one.forms)):
            kept.append(one)
            listed.add(one.forms)
    return tuple(term.model_copy(update={"id": f"t{number}"}) for number, term in enumerate(kept, start=1))


class _FactsOf:
    """The sentences of a record, folded, and what the marks say of them."""

    def __init__(self, record: CanonicalRecord) -> None:
        self._record = record
        self._facts = [(fact, folded(fact.text)) for fact in record.facts]
        self._open: dict[str, list[Mark]] = defaultdict(list)
        for mark in record.marks:
            if mark.list == "openness":
                self._open[mark.fact_id].append(mark)
        self._closed = {mark.fact_id for mark in record.marks if mark.list == "closed"}

    def holding(self, forms: Sequence[str], *, is_needed: bool) -> Iterator[_Held]:
        """The sentences that hold one of `forms`, in order. One that says that it is over is not open, nor one that
        says there is none of it, except where it is needed; no form shows itself as open."""
        wanted = [folded(form) for form in forms]
        for fact, text in self._facts:
            if any(holds(text, form) for form in wanted):
                is_absent = not is_needed and any(_is_absent(text, form) for form in wanted)
                is_open = fact.id not in self._closed and not is_absent and self._says_open(fact, wanted)
                yield _Held(fact, is_open, holds_negation(fact.text), self._asks(fact))

    def _says_open(self, fact: Fact, wanted: Sequence[str]) -> bool:
        """Whether a word of openness stands in the sentence beside the form: a "deadline" is not open for its name."""
        words = (folded(fact.text[mark.start - fact.start : mark.end - fact.start]) for mark in self._open[fact.id])
        return any(not any(holds(form, word) for form in wanted) for word in words)

    def stands_behind(self, last: Fact, forms: Sequence[str]) -> bool:
        """Whether one of `forms` comes after a sentence, even on a later line."""
        entries = list(self._record.entries_by_message_id.values())
        at = next(n for n, entry in enumerate(entries) if entry.message_id == last.message_id)
        texts = [entries[at].text[last.end :], *(entry.text for entry in entries[at + 1 :])]
        return any(holds(folded(text), folded(form)) for text in texts for form in forms)

    def _asks(self, fact: Fact) -> bool:
        """Whether the sentence is a question, to its end where the fact is a piece of a very long one."""
        if "?" in fact.text or fact.text[-1] in ENDS_A_SENTENCE:
            return "?" in fact.text
        end = _SENTENCE_END.search(self._record.entries_by_message_id[fact.message_id].text, fact.end)
        return end is not None and end.group() in "?？؟"


def _is_absent(text: str, form: str) -> bool:
    """Whether a sentence says that there is none of it: "I don't have any homework". Both are folded."""
    return re.search(rf"{_ABSENT}{re.escape(form)}\b", text) is not None


def _forms(term: RecurringTerm, entries: WordsInEntries) -> tuple[str, ...]:
    typed = entries.common_forms([mention.text for mention in term.mentions], MAX_FORMS)
    return tuple(form for form in typed if is_listable(form) and entries.days_of(form))


def _matter(
    record: CanonicalRecord, term: RecurringTerm, entries: WordsInEntries, facts: _FactsOf, *, is_needed: bool
) -> Iterator[Matter]:
    forms = _forms(term, entries)
    days = entries.days_of_any(forms)
    if len(days) < MIN_DAYS:
        return
    held = list(facts.holding(forms, is_needed=is_needed))
    open_ones = [sentence for sentence in held if sentence.is_open and not sentence.is_question]
    if not open_ones or 2 * sum(sentence.is_denied and not sentence.is_open for sentence in held) > len(held):
        return
    if len(days) < DAYS_OF_A_MATTER and not set(days) <= {sentence.fact.day for sentence in open_ones}:
        return
    open_fact, last = open_ones[-1].fact, held[-1]
    opened = point_quote(record, open_fact, forms)
    is_last = last.fact.id == open_fact.id
    closed = None if is_last else point_quote(record, last.fact, forms)
    if opened is None or last.is_question or last.fact.day != days[-1] or not (is_last or closed):
        return
    if facts.stands_behind(last.fact, forms):
        return
    yield Matter(
        id="",
        fact_ids=tuple(dict.fromkeys(sentence.fact.id for sentence in held)),
        forms=forms,
        days=days,
        open=opened,
        last=closed,
    )
