"""The values the stages hand on: frozen, self-checking, and the same bytes for the same content.

Offsets count Unicode code points of the stored message text. Dates are local calendar dates in the
zone of the record; instants carry a time zone. Numbers a person logged stay the string they typed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

WINDOW_DAYS = 15


class Value(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def body(self) -> str:
        """Canonical JSON of the value: what is stored, hashed and read back."""
        return canonical_json(self.model_dump(mode="json"))


def canonical_json(content: Any) -> str:
    """JSON with sorted keys and no spare white space. Raises ValueError for NaN and infinities."""
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def sha256_hex(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of `text`, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


# --- input ----------------------------------------------------------------------------------------


class Window(Value):
    """15 local calendar dates, both ends inclusive."""

    first: date
    last: date

    @model_validator(mode="after")
    def require_fifteen_days(self) -> Self:
        if (self.last - self.first).days + 1 != WINDOW_DAYS:
            raise ValueError(f"a window is {WINDOW_DAYS} calendar days")
        return self


class InputMessage(Value):
    """One pinned revision of a diary message."""

    id: str
    revision: int = Field(ge=1)
    sent_at: AwareDatetime
    text: str


class PipelineInput(Value):
    """Everything a run may read: the frozen zone, the window, the pinned messages in it."""

    zone: str
    window: Window
    messages: tuple[InputMessage, ...]


# --- A. canonical record --------------------------------------------------------------------------


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
    """A word by which the person names their own feeling. `word` as typed, `lemma` for grouping."""

    fact_id: str
    day: date
    message_id: str
    word: str
    lemma: str


class NumericLog(Span):
    """A number somebody logged.

    `text` is the whole span as typed ("5.5 h"), `value` the number inside it as typed ("5.5"), `unit` the
    unit as typed or None. `label` is what was measured ("sleep") or None when the person did not say;
    `label_fact_id` is the fact of the same message that says it. `dimension` is the kind of unit
    ("duration", "distance", "scale", ...) or None, so that km and h never share a series.
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


class TermMention(Span):
    """One place where a recurring term was written."""

    fact_id: str
    day: date
    message_id: str
    text: str


class RecurringTerm(Value):
    """A content word or short phrase written on at least two days; `key` folds inflection."""

    key: str
    mentions: tuple[TermMention, ...]

    @cached_property
    def days(self) -> tuple[date, ...]:
        return tuple(sorted({mention.day for mention in self.mentions}))


class SignalIndicators(Value):
    """Countable facts about the window; `longest_gap_days` is the longest run of days without entry."""

    days_with_entries: int
    entries: int
    words: int
    longest_gap_days: int
    entries_not_in_english: int
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


class CanonicalRecord(Value):
    """Stage A's result: what the person wrote, by day, as spans. It checks its own spans."""

    zone: str
    window: Window
    canonicalizer_version: str
    days: tuple[Day, ...]
    facts: tuple[Fact, ...]
    explicit_emotions: tuple[ExplicitEmotion, ...]
    numeric_logs: tuple[NumericLog, ...]
    signal_indicators: SignalIndicators
    unsupported_statements: int = 0

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
            fact = facts[piece.fact_id]
            require_cut(piece, texts[piece.message_id], typed)
            if (fact.message_id, fact.day) != (piece.message_id, piece.day):
                raise ValueError("a span belongs to the message and day of its fact")
            if not fact.start <= piece.start < piece.end <= fact.end:
                raise ValueError("a span lies inside its fact")
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


# --- B. plan --------------------------------------------------------------------------------------


class Bucket(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class SlotKind(StrEnum):
    """What a bullet states; docs/report.md gives the frame of each."""

    WINDOW = "window"
    ENTRIES = "entries"
    FEELING = "feeling"
    SERIES = "series"
    TERM = "term"
    LIMIT_MISSING_DAYS = "limit_missing_days"
    LIMIT_NO_ENTRIES = "limit_no_entries"
    LIMIT_NO_PATTERNS = "limit_no_patterns"
    LIMIT_FEW_DAYS = "limit_few_days"
    LIMIT_WRITTEN_ONLY = "limit_written_only"
    LIMIT_LANGUAGE = "limit_language"
    OPEN_POINT = "open_point"
    MOMENT = "moment"
    NO_MOMENTS = "no_moments"


class DayValues(Value):
    """The values of one series on one day, as typed, in the order they were written."""

    day: date
    values: tuple[str, ...]


class QuoteRef(Span):
    """Words to quote: a piece of one message, lying in consecutive facts of it."""

    message_id: str
    fact_ids: tuple[str, ...] = Field(min_length=1)


class Slot(Value):
    """One bullet: what it states, the facts it may use, how long it may be.

    `days` are the dates it may name, `counts` the numbers it may state about the record, `values` the logged
    numbers of a series, `quote` the words it places in quotation marks.
    """

    id: str
    kind: SlotKind
    fact_ids: tuple[str, ...] = ()
    word_limit: int
    reason: str
    label: str | None = None
    days: tuple[date, ...] = ()
    counts: tuple[int, ...] = ()
    values: tuple[DayValues, ...] = ()
    quote: QuoteRef | None = None


class SectionPlan(Value):
    number: int
    title: str
    included: bool
    reason: str
    slots: tuple[Slot, ...]


class AllowedWording(Value):
    """Quantifiers and hedges the bucket allows; anything stronger is a finding."""

    quantifiers: tuple[str, ...]
    hedges: tuple[str, ...]


class ReportPlan(Value):
    planner_version: str
    bucket: Bucket
    sections: tuple[SectionPlan, ...]
    required_limits: tuple[str, ...]
    allowed_wording: AllowedWording

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(slot for section in self.sections for slot in section.slots)

    @cached_property
    def slots_by_id(self) -> Mapping[str, Slot]:
        return {slot.id: slot for slot in self.slots}


# --- C. draft and rendered text -------------------------------------------------------------------


class Words(Value):
    """A writer's own words; the gate reads every one of them."""

    text: str


class Quotation(Value):
    """A place where the renderer puts the person's words, cut from the message, in quotation marks."""

    quote: QuoteRef


class SlotText(Value):
    """A bullet as worded by a writer, with the facts it cites."""

    slot_id: str
    parts: tuple[Words | Quotation, ...]
    fact_ids: tuple[str, ...]


class Draft(Value):
    writer_version: str
    slot_texts: tuple[SlotText, ...]


class RenderedQuote(Span):
    """Where a quotation stands in the report, inside its marks, and where it was cut from."""

    slot_id: str
    quote: QuoteRef


class RenderedSlot(Span):
    """Where a bullet stands in the report, without its "- "."""

    slot_id: str
    section: int
    fact_ids: tuple[str, ...]


class RenderedSection(Span):
    """Where a section stands in the report, its heading included."""

    number: int


class RenderedReport(Value):
    """The text, and the span of everything the renderer placed in it."""

    text: str
    sections: tuple[RenderedSection, ...]
    slots: tuple[RenderedSlot, ...]
    quotes: tuple[RenderedQuote, ...]


# --- D. gate --------------------------------------------------------------------------------------


class Finding(Value):
    """One broken rule. Offsets count code points of the rendered text; `hint` tells what to do."""

    rule_id: str
    slot_id: str | None
    start: int
    end: int
    excerpt: str
    hint: str


class Verdict(StrEnum):
    PASS = "pass"
    FAIL = "fail"


class JudgeStatus(StrEnum):
    NOT_RUN = "not_run"
    PASS = "pass"
    FAIL = "fail"
    UNUSABLE = "unusable"


class GateReport(Value):
    """What the gate says of one text: a value, not an exception."""

    policy_gate_version: str
    text_sha256: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    judge: JudgeStatus


class Outcome(StrEnum):
    FIRST_PASS = "first_pass"
    REPAIRED = "repaired"
    FALLBACK = "fallback"
