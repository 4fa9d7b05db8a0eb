"""The values the stages hand on: frozen, self-checking, and the same bytes for the same content.

Offsets count Unicode code points of the stored message text. Dates are local calendar dates in the
zone of the record; instants carry a time zone. Numbers a person logged stay the string they typed.
"""

from __future__ import annotations

from generation.pipeline.contracts.diary import WINDOW_DAYS, InputMessage, PipelineInput, Window
from generation.pipeline.contracts.draft import (
    Draft,
    Quotation,
    RenderedQuote,
    RenderedReport,
    RenderedSection,
    RenderedSlot,
    SlotText,
    Words,
)
from generation.pipeline.contracts.plan import (
    AllowedWording,
    Bucket,
    DayValues,
    QuoteRef,
    ReportPlan,
    SectionPlan,
    Slot,
    SlotKind,
)
from generation.pipeline.contracts.record import (
    CanonicalRecord,
    Day,
    Entry,
    ExplicitEmotion,
    Fact,
    NumericLog,
    RecurringTerm,
    SignalIndicators,
    Span,
    TermMention,
    require_cut,
)
from generation.pipeline.contracts.values import Value, canonical_json, sha256_hex
from generation.pipeline.contracts.verdict import Finding, GateReport, JudgeStatus, Outcome, Verdict

__all__ = [
    "WINDOW_DAYS",
    "AllowedWording",
    "Bucket",
    "CanonicalRecord",
    "Day",
    "DayValues",
    "Draft",
    "Entry",
    "ExplicitEmotion",
    "Fact",
    "Finding",
    "GateReport",
    "InputMessage",
    "JudgeStatus",
    "NumericLog",
    "Outcome",
    "PipelineInput",
    "Quotation",
    "QuoteRef",
    "RecurringTerm",
    "RenderedQuote",
    "RenderedReport",
    "RenderedSection",
    "RenderedSlot",
    "ReportPlan",
    "SectionPlan",
    "SignalIndicators",
    "Slot",
    "SlotKind",
    "SlotText",
    "Span",
    "TermMention",
    "Value",
    "Verdict",
    "Window",
    "Words",
    "canonical_json",
    "require_cut",
    "sha256_hex",
]
