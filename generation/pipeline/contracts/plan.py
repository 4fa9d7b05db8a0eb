"""B. The plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property

from pydantic import Field

from generation.pipeline.contracts.record import Span
from generation.pipeline.contracts.values import Value


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
