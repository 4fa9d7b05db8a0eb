"""Matters that are open in words, and terms. Part of stage B. In: the record. Out: `Matter` and `Term` values, ranked.

A matter is a name, noun phrase or verb phrase of the person's own of which a sentence says, in a word of openness, that
it is not done. Nothing is read into it: its days are literal, and the sentence itself is quoted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generation.pipeline.canonicalizer.marks.mark_lists import TIERS
from generation.pipeline.contracts import (
    CanonicalRecord,
    Fact,
    Mark,
    Matter,
    PointQuote,
    QuoteRef,
    RecurringTerm,
    Term,
    TermMention,
)
from generation.pipeline.planner.standing import FormsListed, Standing, folded, holds
from generation.pipeline.reading.quotations import breaks_form, is_quotable, without_marks
from generation.pipeline.reading.words import holds_negation

FEWEST_DAYS = 2
# On so many days one open sentence is enough; on fewer there is one on each.
DAYS_OF_A_MATTER = 3
DAYS_OF_A_TERM = 3
MOST_FORMS = 4
# A longer sentence is cut around the matter, in words between blanks.
LONGEST_QUOTE = 40
_WORDS_BEFORE = 20
# A word of openness so many code points away still speaks of the matter.
NEAR = 70
# The tiers of events count from 1; a matter of the last one is a noun.
LEAST_TIER = 3
OPEN_AREAS = frozenset(
    {"Body and illness", "Medication and treatment", "Work and study", "Money", "Alcohol and drugs", "Sleep", "Home"}
)
PEOPLE = "People"
FEARED = "feared"
_RUN = re.compile(r"\S+")
_SENTENCE_END = re.compile("[.!?…。！？؟।\n]")
_ABSENT = r"\b(?:no|without|(?:do|did|does)(?:n't| not) (?:have|need|got)(?: any| a| the| my)?) "
_ENDS_A_SENTENCE = '.!?…"”»)。！？｡．।؟۔'


class _Held(NamedTuple):
    """A sentence that holds a matter: its fact and whether it is open, denied or a question."""

    fact: Fact
    is_open: bool
    is_denied: bool
    is_question: bool


def matters(record: CanonicalRecord, standing: Standing) -> tuple[Matter, ...]:
    """Every matter that may be listed: most days with an open sentence first, then most days, then form."""
    facts = _FactsOf(record)
    weighed = _Openness(record)
    found = [
        (weighed.open_days(term), matter)
        for term in record.signal_indicators.recurring_terms
        if weighed.may_be_open(term)
        for matter in _matter(record, term, standing, facts)
    ]
    found.sort(key=lambda pair: (-pair[0], -len(pair[1].days), pair[1].forms))
    kept: list[Matter] = []
    listed = FormsListed()
    for _, matter in found:
        if not any(map(listed.takes, matter.forms)):
            kept.append(matter)
            listed.add(matter.forms)
    return tuple(matter.model_copy(update={"id": f"o{number}"}) for number, matter in enumerate(kept, start=1))


class _Openness:
    """How near words of openness stand to a term, and whether it names something that can be open at all.

    What a body, a treatment, work, study, money or an event is about can be; anything else only where the person says
    on two days that they fear it. Tuned on diaries of which readers had marked the open matters.
    """

    def __init__(self, record: CanonicalRecord) -> None:
        self._marks: dict[str, list[Mark]] = defaultdict(list)
        for mark in record.marks:
            if mark.list in {"openness", "events", "areas"}:
                self._marks[mark.fact_id].append(mark)

    def open_days(self, term: RecurringTerm) -> int:
        """On how many days a word of openness stands near the term."""
        return len({mention.day for mention in term.mentions if any(self._near(mention))})

    def may_be_open(self, term: RecurringTerm) -> bool:
        over = [mark for mention in term.mentions for mark in self._over(mention)]
        tiers = [TIERS[mark.list, mark.group] for mark in over if mark.list == "events"]
        tier = min(tiers, default=LEAST_TIER + 1)
        areas = {mark.group for mark in over if mark.list == "areas"}
        days = self.open_days(term)
        if tier <= LEAST_TIER or areas & OPEN_AREAS:
            is_named = term.is_noun or tier < LEAST_TIER or bool(areas & OPEN_AREAS)
            return PEOPLE not in areas and is_named and (days >= FEWEST_DAYS or (days > 0 and tier == 1))
        feared = {m.day for m in term.mentions if any(mark.group == FEARED for mark in self._near(m))}
        return term.is_noun and len(feared) >= FEWEST_DAYS

    def _near(self, mention: TermMention) -> Iterator[Mark]:
        for mark in self._marks[mention.fact_id]:
            apart = max(mark.start - mention.end, mention.start - mark.end)
            if mark.list == "openness" and apart <= NEAR:
                yield mark

    def _over(self, mention: TermMention) -> Iterator[Mark]:
        for mark in self._marks[mention.fact_id]:
            if mark.list != "openness" and mark.start < mention.end and mention.start < mark.end:
                yield mark


def terms(record: CanonicalRecord, standing: Standing) -> tuple[Term, ...]:
    """Every term that may be listed: most days first, then first day, then form."""
    made = []
    for term in record.signal_indicators.recurring_terms:
        forms = _forms(term, standing)
        days = standing.days_of_any(forms)
        if not term.is_noun or len(days) < DAYS_OF_A_TERM:
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
        self._open = Counter(mark.fact_id for mark in record.marks if mark.list == "openness")

    def holding(self, forms: Sequence[str]) -> Iterator[_Held]:
        """The sentences that hold one of `forms`, in order."""
        wanted = [folded(form) for form in forms]
        for fact, text in self._facts:
            if any(holds(text, form) for form in wanted):
                is_open = self._open[fact.id] > 0 and not any(_is_absent(text, form) for form in wanted)
                yield _Held(fact, is_open, holds_negation(fact.text), self._asks(fact))

    def stands_behind(self, last: Fact, forms: Sequence[str]) -> bool:
        """Whether one of `forms` stands behind a sentence, be it over the end of a line."""
        entries = list(self._record.entries_by_message_id.values())
        at = next(n for n, entry in enumerate(entries) if entry.message_id == last.message_id)
        texts = [entries[at].text[last.end :], *(entry.text for entry in entries[at + 1 :])]
        return any(holds(folded(text), folded(form)) for text in texts for form in forms)

    def _asks(self, fact: Fact) -> bool:
        """Whether the sentence is a question, to its end where the fact is a piece of a very long one."""
        if "?" in fact.text or fact.text[-1] in _ENDS_A_SENTENCE:
            return "?" in fact.text
        end = _SENTENCE_END.search(self._record.entries_by_message_id[fact.message_id].text, fact.end)
        return end is not None and end.group() in "?？؟"


def _is_absent(text: str, form: str) -> bool:
    """Whether a sentence says that there is none of it: "I don't have any homework". Both are folded."""
    return re.search(rf"{_ABSENT}{re.escape(form)}\b", text) is not None


def _forms(term: RecurringTerm, standing: Standing) -> tuple[str, ...]:
    typed = standing.common_forms([mention.text for mention in term.mentions], MOST_FORMS)
    return tuple(form for form in typed if not breaks_form(form) and standing.days_of(form))


def _matter(record: CanonicalRecord, term: RecurringTerm, standing: Standing, facts: _FactsOf) -> Iterator[Matter]:
    forms = _forms(term, standing)
    days = standing.days_of_any(forms)
    if len(days) < FEWEST_DAYS:
        return
    held = list(facts.holding(forms))
    open_ones = [sentence for sentence in held if sentence.is_open and not sentence.is_question]
    if not open_ones or 2 * sum(sentence.is_denied and not sentence.is_open for sentence in held) > len(held):
        return
    if len(days) < DAYS_OF_A_MATTER and not set(days) <= {sentence.fact.day for sentence in open_ones}:
        return
    open_fact, last = open_ones[-1].fact, held[-1]
    opened = _quote(record, open_fact, forms)
    is_last = last.fact.id == open_fact.id
    closed = None if is_last else _quote(record, last.fact, forms)
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


def _quote(record: CanonicalRecord, fact: Fact, forms: Sequence[str]) -> PointQuote | None:
    """The sentence, cut around the matter where it is long; None where it may not be quoted."""
    text = record.entries_by_message_id[fact.message_id].text
    start, end = _cut(fact, forms)
    if not is_quotable(text, start, end):
        return None
    # Words that only markup parts are one where they are quoted.
    quoted = without_marks(text, start, end)
    if not any(holds(folded(quoted), folded(form)) for form in forms):
        return None
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    before = without_marks(text, line_start, start)
    behind = without_marks(text, end, line_end if line_end >= 0 else len(text))
    return PointQuote(
        day=fact.day,
        quote=QuoteRef(message_id=fact.message_id, fact_ids=(fact.id,), start=start, end=end),
        cut_before=bool(before) and before[-1] not in _ENDS_A_SENTENCE,
        cut_behind=bool(behind) and quoted[-1] not in _ENDS_A_SENTENCE,
    )


def _cut(fact: Fact, forms: Sequence[str]) -> tuple[int, int]:
    runs = list(_RUN.finditer(fact.text))
    if len(runs) <= LONGEST_QUOTE:
        return fact.start, fact.end
    wanted = [folded(form) for form in forms]
    at = next((n for n in range(len(runs)) if any(_starts(runs, n, form) for form in wanted)), 0)
    first = max(0, min(at - _WORDS_BEFORE, len(runs) - LONGEST_QUOTE))
    return fact.start + runs[first].start(), fact.start + runs[min(first + LONGEST_QUOTE, len(runs)) - 1].end()


def _starts(runs: Sequence[re.Match[str]], at: int, form: str) -> bool:
    size = len(form.split())
    return holds(folded(" ".join(run.group() for run in runs[at : at + size])), form)
