"""C. The rendered text: what stands where, what it rests on, and what it leaves out."""

from __future__ import annotations

from enum import StrEnum

from generation.pipeline.contracts.plan import QuoteRef
from generation.pipeline.contracts.record import Span
from generation.pipeline.contracts.values import Contract


class SlotKind(StrEnum):
    """What a bullet states; docs/report.md gives the sentence of each."""

    WINDOW = "window"
    ENTRIES = "entries"
    FEELING = "feeling"
    FEELINGS_OF_DAYS = "feelings_of_days"
    FEELINGS_OF_ONE_DAY = "feelings_of_one_day"
    SERIES = "series"
    AREA = "area"
    TERM = "term"
    LIMIT_MISSING_DAYS = "limit_missing_days"
    LIMIT_NO_ENTRIES = "limit_no_entries"
    LIMIT_NO_PATTERNS = "limit_no_patterns"
    LIMIT_FEW_DAYS = "limit_few_days"
    LIMIT_ANY_MEANING = "limit_any_meaning"
    LIMIT_COPIES = "limit_copies"
    LIMIT_QUOTED = "limit_quoted"
    LIMIT_NOT_SHOWN = "limit_not_shown"
    LIMIT_LANGUAGE = "limit_language"
    LIMIT_WRITTEN_ONLY = "limit_written_only"
    OPEN_POINT = "open_point"
    MOMENT = "moment"
    NO_MOMENTS = "no_moments"


class RenderedQuote(Span):
    """Where a quotation stands in the report, inside its marks, and where it was cut from."""

    slot_id: str
    quote: QuoteRef


class RenderedSlot(Span):
    """Where a bullet stands in the report, without its "- "; `slot_id` is the plan's id, or names the fixed bullet."""

    slot_id: str
    kind: SlotKind
    section: int
    fact_ids: tuple[str, ...]


class RenderedSection(Span):
    """Where a section stands in the report, its heading included."""

    number: int


class LeftOutKind(StrEnum):
    SENTENCE = "sentence"
    FEELING = "feeling"
    NUMBER = "number"


class LeftOut(Span):
    """Something of an entry that stands nowhere in the text: `start` and `end` are offsets into the message."""

    kind: LeftOutKind
    message_id: str
    text: str


class RenderedReport(Contract):
    """The text, the span of everything in it, and what it leaves out."""

    text: str
    sections: tuple[RenderedSection, ...]
    slots: tuple[RenderedSlot, ...]
    quotes: tuple[RenderedQuote, ...]
    left_out: tuple[LeftOut, ...]
