"""Stage A by rules. In: `PipelineInput`. Out: `CanonicalRecord`: spans of what the person wrote, by day.

No interpretation, no cause, no advice, no rewording: every fact is cut from a message. The same input gives the same
record, byte for byte.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import NamedTuple

from generation.pipeline.canonicalizer.feelings.clauses import is_inside
from generation.pipeline.canonicalizer.feelings.finder import find_feelings
from generation.pipeline.canonicalizer.feelings.habits import denied_words, is_told_as_habit
from generation.pipeline.canonicalizer.feelings.headings import printed_headings, spans_of
from generation.pipeline.canonicalizer.marks.finder import find_marks
from generation.pipeline.canonicalizer.marks.names import find_names
from generation.pipeline.canonicalizer.numbers.finder import find_numbers
from generation.pipeline.canonicalizer.terms.finder import EntryText, find_recurring_terms
from generation.pipeline.canonicalizer.terms.nouns import is_generic, is_noun
from generation.pipeline.canonicalizer.terms.words import UNNAMED
from generation.pipeline.contracts import (
    WINDOW_DAYS,
    CanonicalRecord,
    Day,
    Entry,
    ExplicitEmotion,
    Fact,
    ForeignWords,
    InputMessage,
    Mark,
    NumericLog,
    PipelineInput,
    RecurringTerm,
    SignalIndicators,
    TermMention,
)
from generation.pipeline.inputs import local_time
from generation.pipeline.reading.forms import form_key
from generation.pipeline.reading.language import foreign_words
from generation.pipeline.reading.markup import without_tags
from generation.pipeline.reading.sentences import split_sentences
from generation.pipeline.reading.words import fold, stem, words_in

VERSION = "rules-5"
# A term stands on at least this many days in one use.
_MIN_DAYS = 2


class _Reading(NamedTuple):
    """One message as read: its local day and time, its sentences, and the facts cut from them."""

    message: InputMessage
    day: date
    local_time: str
    sentences: tuple[tuple[int, int], ...]
    facts: tuple[Fact, ...]

    def fact_at(self, position: int) -> Fact:
        """The fact that holds the code point at `position`."""

        return self.facts[bisect_right(self.sentences, (position, sys.maxsize)) - 1]


def canonicalize(inputs: PipelineInput) -> CanonicalRecord:
    """Read every message of the window. The messages are taken in the order they were sent."""
    readings = list(_read(inputs))
    numeric_logs = tuple(_numeric_logs(readings))
    days = _days(inputs, readings)
    return CanonicalRecord(
        zone=inputs.zone,
        window=inputs.window,
        canonicalizer_version=VERSION,
        days=days,
        facts=tuple(fact for reading in readings for fact in reading.facts),
        explicit_emotions=tuple(_explicit_emotions(readings)),
        numeric_logs=numeric_logs,
        marks=tuple(_marks(readings)),
        signal_indicators=_signal_indicators(days, readings, numeric_logs),
    )


def _read(inputs: PipelineInput) -> Iterator[_Reading]:
    number = 0
    for message in inputs.messages:
        sent = local_time(message.sent_at, inputs.zone)
        sentences = split_sentences(message.text)
        facts = []
        for start, end in sentences:
            number += 1
            facts.append(
                Fact(
                    id=f"f{number}",
                    day=sent.date(),
                    message_id=message.id,
                    start=start,
                    end=end,
                    text=message.text[start:end],
                )
            )
        yield _Reading(message, sent.date(), f"{sent:%H:%M}", sentences, tuple(facts))


def _days(inputs: PipelineInput, readings: Iterable[_Reading]) -> tuple[Day, ...]:
    by_day = {day: list(group) for day, group in groupby(readings, key=lambda r: r.day)}
    dates = (inputs.window.first + timedelta(days=n) for n in range(WINDOW_DAYS))
    return tuple(Day(date=day, entries=tuple(_entry(reading) for reading in by_day.get(day, ()))) for day in dates)


def _entry(reading: _Reading) -> Entry:
    return Entry(
        message_id=reading.message.id,
        revision=reading.message.revision,
        local_time=reading.local_time,
        text=reading.message.text,
        fact_ids=tuple(fact.id for fact in reading.facts),
    )


def _explicit_emotions(readings: Sequence[_Reading]) -> Iterator[ExplicitEmotion]:
    @cache
    def denied_on(day: date) -> frozenset[str]:
        return denied_words(fact.text for reading in readings if reading.day == day for fact in reading.facts)

    printed = printed_headings(reading.message.text for reading in readings)
    for reading in readings:
        only_printed = spans_of(printed, reading.message.text)
        for found in find_feelings(reading.message.text, reading.sentences):
            if is_inside(only_printed, found.start):
                continue
            fact = reading.fact_at(found.start)
            is_habit = is_told_as_habit(fact.text, found.start - fact.start)
            if is_habit and fold(found.word) in denied_on(reading.day):
                continue
            yield ExplicitEmotion(
                fact_id=fact.id,
                day=reading.day,
                message_id=reading.message.id,
                start=found.start,
                end=found.end,
                word=found.word,
                lemma=found.lemma,
            )


def _numeric_logs(readings: Iterable[_Reading]) -> Iterator[NumericLog]:
    for reading in readings:
        for found in find_numbers(reading.message.text, reading.sentences):
            label_fact = None if found.label_sentence is None else reading.facts[found.label_sentence]
            yield NumericLog(
                fact_id=reading.fact_at(found.start).id,
                day=reading.day,
                message_id=reading.message.id,
                start=found.start,
                end=found.end,
                text=found.text,
                value=found.value,
                unit=found.unit,
                label=found.label,
                label_fact_id=label_fact.id if label_fact else None,
                dimension=found.dimension,
                bound_start=found.bound_start,
                bound_end=found.bound_end,
            )


def _marks(readings: Iterable[_Reading]) -> Iterator[Mark]:
    for reading in readings:
        for found in find_marks(without_tags(reading.message.text)):
            yield Mark(
                fact_id=reading.fact_at(found.start).id,
                message_id=reading.message.id,
                start=found.start,
                end=found.end,
                list=found.list,
                group=found.group,
            )
        for start, end in find_names(reading.message.text):
            fact = reading.fact_at(start)
            yield Mark(fact_id=fact.id, message_id=fact.message_id, start=start, end=end, list="areas", group="People")


def _signal_indicators(
    days: Sequence[Day], readings: Sequence[_Reading], numeric_logs: Iterable[NumericLog]
) -> SignalIndicators:
    return SignalIndicators(
        days_with_entries=sum(1 for day in days if day.entries),
        entries=len(readings),
        words=sum(len(words_in(reading.message.text)) for reading in readings),
        longest_gap_days=max(
            (len(list(gap)) for empty, gap in groupby(days, lambda d: not d.entries) if empty),
            default=0,
        ),
        foreign_words=tuple(
            ForeignWords(message_id=reading.message.id, words=words)
            for reading in readings
            if (words := foreign_words(reading.message.text))
        ),
        recurring_terms=tuple(_recurring_terms(readings, numeric_logs)),
    )


_LONGEST_NAME = 2


def _recurring_terms(readings: Sequence[_Reading], numeric_logs: Iterable[NumericLog]) -> Iterator[RecurringTerm]:
    by_message = {reading.message.id: reading for reading in readings}
    # What a rating is of ("anxious about the exam 7/10") may be a matter of its own.
    names = (words for log in numeric_logs if len(words := words_in(log.label or "")) <= _LONGEST_NAME)
    labels = {stem(word) for words in names for word in words}
    texts = [EntryText(r.message.id, r.day, r.message.text, r.sentences) for r in readings]
    for found in find_recurring_terms(texts, ignored_stems=frozenset(labels)):
        uses: dict[str, list[TermMention]] = defaultdict(list)
        for place in found.mentions:
            reading = by_message[place.message_id]
            text = reading.message.text[place.start : place.end]
            uses[_use_of(text)].append(
                TermMention(
                    fact_id=reading.fact_at(place.start).id,
                    day=place.day,
                    message_id=place.message_id,
                    start=place.start,
                    end=place.end,
                    text=text,
                )
            )
        for key, mentions in uses.items():
            if len({mention.day for mention in mentions}) < _MIN_DAYS or is_generic(mentions[0].text):
                continue
            places = [(by_message[mention.message_id].message.text, mention.start) for mention in mentions]
            yield RecurringTerm(key=key, is_noun=is_noun(places), mentions=tuple(mentions))


def _use_of(text: str) -> str:
    """What forms of one use share: "meeting" and "meetings", not "meet"; articles aside."""
    return " ".join(form_key(word) for word in words_in(text) if fold(word) not in UNNAMED)
