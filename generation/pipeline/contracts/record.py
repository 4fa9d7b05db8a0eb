"""A. The canonical record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, model_validator

from generation.pipeline.contracts.diary import WINDOW_DAYS, Window
from generation.pipeline.contracts.values import Contract, Value


class Span(Value):
    """A piece of one message: `start` inclusive, `end` exclusive, in code points of its text."""

    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def require_content(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a span holds at least one character")
        return self


class Fact(Span):
    """A span the person wrote: `text == message.text[start:end]`, always."""

    id: str
    day: date
    message_id: str
    text: str


class ExplicitEmotion(Span):
    """A word by which the person names their own feeling. `word` as typed, `lemma` for grouping.

    `is_read_by_model`: a model pointed at it, in an entry the rules cannot read.
    """

    fact_id: str
    day: date
    message_id: str
    word: str
    lemma: str
    is_read_by_model: bool = False


class NumericLog(Span):
    """A number somebody logged.

    `text` is the whole span as typed ("5.5 h"), `value` the number inside it as typed ("5.5"), `unit` the
    unit as typed or None. `label` is what was measured ("sleep") or None when the person did not say;
    `label_fact_id` is the fact of the same message that says it. `dimension` is the kind of unit
    ("duration", "distance", "scale", ...) or None, so that km and h never share a series. Without a label it is
    no value of the person's own of that day, as far as the words say.
    `message.text[bound_start or start : bound_end or end]` is the number with the words that bound it as typed
    ("maybe 5.5 h", "6 h at most"); both are None where none stand beside it.
    """

    fact_id: str
    day: date
    message_id: str
    text: str
    value: str
    unit: str | None
    label: str | None
    label_fact_id: str | None
    dimension: str | None
    bound_start: int | None = None
    bound_end: int | None = None
    is_read_by_model: bool = False

    @model_validator(mode="after")
    def require_bounds_around_the_number(self) -> Self:
        starts_before = self.bound_start is None or 0 <= self.bound_start < self.start
        if not (starts_before and (self.bound_end is None or self.bound_end > self.end)):
            raise ValueError("the words that bound a number stand around it")
        return self

    @property
    def bounded(self) -> tuple[int, int]:
        """Start and end of the number with the words that bound it."""
        return (
            self.start if self.bound_start is None else self.bound_start,
            self.end if self.bound_end is None else self.bound_end,
        )


class Mark(Span):
    """Words of one of the reviewed lists. `list` names it ("safety", "events", ...), `group` the group in it."""

    fact_id: str
    message_id: str
    list: str
    group: str


class ForeignWords(Value):
    """The words that show another language in an entry, as typed."""

    message_id: str
    words: tuple[str, ...] = Field(min_length=1)


class TermMention(Span):
    """One place where a recurring term was written."""

    fact_id: str
    day: date
    message_id: str
    text: str


class RecurringTerm(Value):
    """A name, noun phrase or verb phrase of the person's own on at least two days; `key` folds inflection.

    `is_noun` for names and noun phrases.
    """

    key: str
    mentions: tuple[TermMention, ...]
    is_noun: bool = False

    @cached_property
    def days(self) -> tuple[date, ...]:
        return tuple(sorted({mention.day for mention in self.mentions}))


class SignalIndicators(Value):
    """Countable facts about the window; `longest_gap_days` is the longest run of days without entry."""

    days_with_entries: int
    entries: int
    words: int
    longest_gap_days: int
    foreign_words: tuple[ForeignWords, ...]
    recurring_terms: tuple[RecurringTerm, ...]


class Entry(Value):
    """One message on its local day. `local_time` is HH:MM in the record's zone."""

    message_id: str
    revision: int
    local_time: str
    text: str
    fact_ids: tuple[str, ...]


class Day(Value):
    date: date
    entries: tuple[Entry, ...]


class CanonicalRecord(Contract):
    """Stage A's result: what the person wrote, by day, as spans. It checks its own spans."""

    zone: str
    window: Window
    canonicalizer_version: str
    days: tuple[Day, ...]
    facts: tuple[Fact, ...]
    explicit_emotions: tuple[ExplicitEmotion, ...]
    numeric_logs: tuple[NumericLog, ...]
    marks: tuple[Mark, ...]
    signal_indicators: SignalIndicators
    unsupported_statements: int = 0

    @model_validator(mode="after")
    def require_a_known_zone(self) -> Self:
        # The zone stands in the text of the report: it is a name of the tz database and nothing else.
        try:
            ZoneInfo(self.zone)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            raise ValueError("a zone is named as in the tz database") from None
        return self

    @model_validator(mode="after")
    def require_the_days_of_the_window(self) -> Self:
        dates = [self.window.first + timedelta(days=number) for number in range(WINDOW_DAYS)]
        if [day.date for day in self.days] != dates:
            raise ValueError("a record holds each day of its window once, in order")
        entries = [entry for day in self.days for entry in day.entries]
        if len({entry.message_id for entry in entries}) != len(entries):
            raise ValueError("a message is one entry of one day")
        counts = (self.signal_indicators.entries, self.signal_indicators.days_with_entries)
        if counts != (len(entries), sum(1 for day in self.days if day.entries)):
            raise ValueError("the entries and days counted are the entries and days held")
        foreign = [words.message_id for words in self.signal_indicators.foreign_words]
        if len(set(foreign)) != len(foreign) or not set(foreign) <= {entry.message_id for entry in entries}:
            raise ValueError("foreign words are those of an entry, listed once")
        return self

    @model_validator(mode="after")
    def require_facts_of_the_entries(self) -> Self:
        days = {entry.message_id: day.date for day in self.days for entry in day.entries}
        ordered = [fact_id for day in self.days for entry in day.entries for fact_id in entry.fact_ids]
        if sorted(ordered) != sorted(fact.id for fact in self.facts) or len(set(ordered)) != len(ordered):
            raise ValueError("each fact is listed once, by the entry it was cut from")
        facts = self.facts_by_id
        for entry in self.entries_by_message_id.values():
            own = [facts[fact_id] for fact_id in entry.fact_ids]
            if not own:
                raise ValueError("an entry has at least one fact")
            if any((fact.message_id, fact.day) != (entry.message_id, days[entry.message_id]) for fact in own):
                raise ValueError("a fact belongs to the message and day of its entry")
            if any(before.end > after.start for before, after in pairwise(own)):
                raise ValueError("the facts of an entry stand in order and do not overlap")
        return self

    @model_validator(mode="after")
    def require_spans_cut_from_the_text(self) -> Self:
        texts = {entry.message_id: entry.text for day in self.days for entry in day.entries}
        facts = self.facts_by_id
        for fact in self.facts:
            require_cut(fact, texts[fact.message_id], fact.text)
        mentions = [m for term in self.signal_indicators.recurring_terms for m in term.mentions]
        pieces: list[tuple[ExplicitEmotion | NumericLog | TermMention, str]] = [
            *((emotion, emotion.word) for emotion in self.explicit_emotions),
            *((log, log.text) for log in self.numeric_logs),
            *((mention, mention.text) for mention in mentions),
        ]
        for piece, typed in pieces:
            held_by = facts.get(piece.fact_id)
            if held_by is None or (held_by.message_id, held_by.day) != (piece.message_id, piece.day):
                raise ValueError("a span belongs to the message and day of its fact")
            require_cut(piece, texts[piece.message_id], typed)
            if not held_by.start <= piece.start < piece.end <= held_by.end:
                raise ValueError("a span lies inside its fact")
        for mark in self.marks:
            held_by = facts.get(mark.fact_id)
            if (
                held_by is None
                or held_by.message_id != mark.message_id
                or not held_by.start <= mark.start < held_by.end
            ):
                raise ValueError("a mark begins inside its fact")
        for log in self.numeric_logs:
            fact = facts[log.fact_id]
            if not (fact.start <= log.bounded[0] and log.bounded[1] <= fact.end):
                raise ValueError("the words that bound a number stand in its fact")
        if any(log.label_fact_id is not None and log.label_fact_id not in facts for log in self.numeric_logs):
            raise ValueError("a label stands in a fact of the record")
        return self

    @cached_property
    def facts_by_id(self) -> Mapping[str, Fact]:
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def entries_by_message_id(self) -> Mapping[str, Entry]:
        return {entry.message_id: entry for day in self.days for entry in day.entries}


def require_cut(span: Span, message_text: str, typed: str) -> None:
    """Raise ValueError unless `typed` is exactly the piece of the message the span names."""
    if message_text[span.start : span.end] != typed:
        raise ValueError("a span's text is cut from its message, character for character")
