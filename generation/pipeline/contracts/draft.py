"""C. The draft and the rendered text."""

from __future__ import annotations

from generation.pipeline.contracts.plan import QuoteRef
from generation.pipeline.contracts.record import Span
from generation.pipeline.contracts.values import Value


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
