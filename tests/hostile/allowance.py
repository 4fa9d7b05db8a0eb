"""Which faults of the oracle are excused, and why.

docs/report.md keeps sentences that break a form rule out of a quotation and does not list the rules, so the oracle
guesses at them: where it sees none it asks for the whole entry. It is right to ask, unless the product's own form
rules, or strokes through the words, really forbid a sentence of that very entry. Then, and only then, the faults that
follow are excused: an entry not whole, a short one in part, a day not quoted, only if every sentence the text leaves
out is such a one or is bound to one ("quoted together or not at all"); a cut, only if it is such a sentence that is cut
away.

And docs/report.md counts a word of over 60 characters as several, where the oracle counts one: in a diary that holds
such a word, a day that does not fit by that count need not be whole, and an entry may be no short one.

And which sentences hold safety words is the product's reviewed list, at which the oracle guesses too: a day may be over
its budget by what they require.

Nothing else is excused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from generation.pipeline.canonicalizer.marks.bindings import find_bound
from generation.pipeline.contracts import CanonicalRecord, DayPlan, Fact, ReportPlan
from generation.pipeline.planner.quotable import words_of
from generation.pipeline.reading.markup import struck_out
from generation.pipeline.reading.quotations import LONGEST_WORD, QuotedText, breaks_form, is_quotable, without_marks
from tests import oracle
from tests.oracle.alignment import Place, find_places
from tests.oracle.form_rules import says_something
from tests.oracle.logged_days import SHORT_ENTRY, cut_edges, gaps
from tests.oracle.moments import Shown
from tests.oracle.reading import read
from tests.oracle.words import count_words, count_words_at_most

LEFT_OUT = {"moment-whole", "moment-short", "moment-not-quoted"}
CUT = "moment-cut"
BUDGET = "budget-day"
LONG_WORD = re.compile(r"\S{61}")


def faults_beyond(
    diary: oracle.Diary, text: str, faults: Iterable[oracle.Fault], record: CanonicalRecord, plan: ReportPlan
) -> Iterator[oracle.Fault]:
    """The faults that no form rule excuses."""
    faults = list(faults)
    if not any(fault.rule in {*LEFT_OUT, CUT, BUDGET} for fault in faults):
        yield from faults
        return
    long_words = any(LONG_WORD.search(text) for _, _, text in diary.messages)
    days = {day.day: day for day in plan.days}
    whole = {day.day for day in days.values() if day.is_whole}
    shown = read(diary, text).section.shown.values()
    for fault in faults:
        if fault.rule == BUDGET:
            if not _only_safety_is_over([one for one in shown if one.line == fault.line], days):
                yield fault
            continue
        own = [
            _with_the_planned_way(one, days)
            for one in shown
            if one.line == fault.line and one.status != "whole" and not one.entry.is_copy
        ]
        if fault.rule == "moment-short":
            own = [one for one in own if one.places and count_words_at_most(one.entry.text) <= SHORT_ENTRY]
        if long_words and fault.rule in {"moment-whole", "moment-short"}:
            own = [
                one
                for one in own
                if (one.entry.day in whole if fault.rule == "moment-whole" else words_of(one.entry.text) <= SHORT_ENTRY)
            ]
            if not own:
                continue
        is_excused = {CUT: _only_forbidden_cut, **dict.fromkeys(LEFT_OUT, _only_forbidden_left_out)}.get(fault.rule)
        if not (is_excused and own and all(is_excused(one, record) for one in own)):
            yield fault


def _with_the_planned_way(shown: Shown, days: Mapping[date, DayPlan]) -> Shown:
    """With the places of planned sentences as one more way: where an entry says the same words a dozen times the oracle
    does not look at every way in which the quotations may stand in it."""
    entries = days[shown.entry.day].entries
    planned = [
        sentence.quote
        for entry in entries
        if entry.message_id == shown.entry.message_id
        for sentence in entry.sentences
        if sentence.quote
    ]
    starts, ends = {quote.start for quote in planned}, {quote.end for quote in planned}
    way: list[Place] = []
    for quoted in shown.quotes:
        after = way[-1].end if way else 0
        fitting = [p for p in find_places(shown.entry.text, quoted) if p.start in starts and p.end in ends]
        following = next((place for place in fitting if place.start >= after), None)
        if following is None:
            return shown
        way.append(following)
    return replace(shown, ways=(*shown.ways, tuple(way)))


def _only_safety_is_over(shown: Sequence[Shown], days: Mapping[date, DayPlan]) -> bool:
    """Whether a day fits its budget but for the sentences that safety words require."""
    day = days[shown[0].entry.day]
    required = sum(s.words for entry in day.entries for s in entry.sentences if s.is_required)
    used = sum(count_words(one.entry.text[place.start : place.end]) for one in shown for place in one.places)
    return used <= day.budget + required


def _facts(shown: Shown, record: CanonicalRecord) -> list[Fact]:
    entry = record.entries_by_message_id[shown.entry.message_id]
    return [record.facts_by_id[fact_id] for fact_id in entry.fact_ids]


def _only_forbidden_left_out(shown: Shown, record: CanonicalRecord) -> bool:
    """Whether form rules forbid every sentence of the entry that is left out, or one it is bound to."""
    text, facts = shown.entry.text, _facts(shown, record)
    blocks = _blocks(facts)
    return any(
        all(
            _any_breaks(block, facts, text, places)
            for block in blocks
            if any(_is_left_out(fact, places, text) for fact in block)
        )
        for places in shown.ways or ((),)
    )


def _only_forbidden_cut(shown: Shown, record: CanonicalRecord) -> bool:
    """Whether what is cut away is always of a sentence that form rules forbid."""
    text, facts = shown.entry.text, _facts(shown, record)
    return any(
        all(
            _breaks(fact, facts, text, places)
            for at in cut_edges(text, places)
            for fact in facts
            if fact.start - 1 <= at <= fact.end + 1 and _is_left_out(fact, places, text)
        )
        for places in shown.ways or ((),)
    )


def _is_left_out(fact: Fact, places: Sequence[Place], text: str) -> bool:
    """Whether something of the sentence stands in no quotation."""
    return any(
        says_something(text, max(start, fact.start), min(end, fact.end))
        for start, end in gaps(text, places)
        if start < fact.end and fact.start < end
    )


def _blocks(facts: list[Fact]) -> list[list[Fact]]:
    blocks: list[list[Fact]] = []
    for fact, is_bound in zip(facts, find_bound([fact.text for fact in facts]), strict=True):
        if is_bound:
            blocks[-1].append(fact)
        else:
            blocks.append([fact])
    return blocks


def _any_breaks(block: Sequence[Fact], facts: Sequence[Fact], text: str, places: Sequence[Place]) -> bool:
    return any(_breaks(fact, facts, text, places) for fact in block)


def _breaks(fact: Fact, facts: Sequence[Fact], text: str, places: Sequence[Place]) -> bool:
    """Whether the sentence may not be quoted by itself, or not beside those around it that may or that are quoted in
    part."""
    if _breaks_by_itself(fact, text):
        return True
    # A tag alone parts no neighbours.
    facts = [one for one in facts if one == fact or without_marks(text, one.start, one.end)]
    at = facts.index(fact)
    before = list(takewhile(lambda one: not _breaks_by_itself(one, text), reversed(facts[:at])))
    behind = [one for one in facts[at + 1 : at + 2] if not _breaks_by_itself(one, text)]
    quoted = QuotedText(text)
    in_part = facts[at - len(before) - 1] if len(before) < at else None
    begins = [one.start for one in before]
    begins += [place.start for place in places if in_part and in_part.start <= place.start < in_part.end <= place.end]
    return not all(quoted.joins(start, fact.start, fact.end) for start in begins) or not all(
        quoted.joins(start, one.start, one.end) for one in behind for start in (*begins, fact.start)
    )


def _breaks_by_itself(fact: Fact, text: str) -> bool:
    """Whether a form rule forbids the sentence, words of it are struck out, or it is a piece of a word too long."""
    start, end = fact.start, fact.end
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    is_struck = any(first < fact.end and fact.start < last for first, last in struck_out(text))
    is_too_long = end - start > LONGEST_WORD and breaks_form(without_marks(text, start, end))
    return is_struck or not is_quotable(text, fact.start, fact.end) or is_too_long
