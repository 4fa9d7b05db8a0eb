"""B. The plan: what may be listed and quoted, what must be, and the choice by rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property

from pydantic import Field

from generation.pipeline.contracts.composition import Composition
from generation.pipeline.contracts.record import Span
from generation.pipeline.contracts.values import Contract, Value


class Bucket(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class QuoteRef(Span):
    """Words to quote: a piece of one message, lying in consecutive facts of it."""

    message_id: str
    fact_ids: tuple[str, ...] = Field(min_length=1)


class ListedForm(Value):
    """One form as typed, and every day on which it stands in an entry, whatever it means there."""

    text: str
    days: tuple[date, ...] = Field(min_length=1)


class Listed(Value):
    """Something of Section 2 or 3 with an id a composition may name, and the facts it rests on."""

    id: str
    fact_ids: tuple[str, ...]


class Feeling(Listed):
    """Forms of one feeling word (one to four, as typed). `named`: the days on which an entry names it as the person's
    own by one of these forms; `also`: all other days on which one of them stands in an entry."""

    forms: tuple[str, ...] = Field(min_length=1, max_length=4)
    named: tuple[date, ...] = Field(min_length=1)
    also: tuple[date, ...] = ()


class DayValues(Value):
    """The values of one series on one day, as typed, with the words that bound them, in the order written."""

    day: date
    values: tuple[str, ...] = Field(min_length=1)


class Series(Listed):
    """Values logged under one label in one kind of unit. `is_quoted`: the label is the person's and stands in marks.

    Over 15 values `lowest` and `highest` are stated instead of all; both are None otherwise.
    """

    label: str
    is_quoted: bool
    values: tuple[DayValues, ...]
    lowest: DayValues | None = None
    highest: DayValues | None = None


class Area(Listed):
    """A fixed heading with the forms of its list that stand in entries, most days first; the text shows up to six."""

    heading: str
    forms: tuple[ListedForm, ...]


class Term(Listed):
    """A noun phrase of the person's own that stands in entries of three days or more."""

    forms: tuple[str, ...] = Field(min_length=1, max_length=4)
    days: tuple[date, ...]


class PointQuote(Value):
    """A sentence that holds a matter, on its day; `cut_before` and `cut_behind` say where it is cut."""

    day: date
    quote: QuoteRef
    cut_before: bool = False
    cut_behind: bool = False


class Matter(Listed):
    """A matter that is open in words. `last` is None where the last sentence that holds it is the open one."""

    forms: tuple[str, ...] = Field(min_length=1, max_length=4)
    days: tuple[date, ...]
    open: PointQuote
    last: PointQuote | None = None


class Sentence(Value):
    """A fact as a candidate of Section 4.

    `quote` is what is quoted where it is chosen: the whole fact, or a piece of it where the whole is longer than the
    day may have or a form rule forbids it; None where nothing of it may be quoted. `is_required` by safety words,
    `is_bound` to the sentence before it: both or none. `needs_lead`: it opens with somebody whom it does not name, and
    is better quoted behind the sentence before it. `words` counts those of `quote`.
    """

    fact_id: str
    quote: QuoteRef | None
    words: int
    weight: float
    is_required: bool = False
    is_bound: bool = False
    needs_lead: bool = False


class EntryPlan(Value):
    """An entry of a day. `copy_of` is the day of the earlier entry it repeats; then no sentence is listed."""

    message_id: str
    words: int
    copy_of: date | None = None
    sentences: tuple[Sentence, ...] = ()


class DayPlan(Value):
    """A day with entries. `budget` in words; what is required may go beyond it."""

    id: str
    day: date
    words: int
    budget: int
    entries: tuple[EntryPlan, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everything of the day that may be quoted is quoted."""
        return self.words <= self.budget


class Most(Value):
    """How many of a kind a bucket lists."""

    feelings: int
    feelings_of_days: int
    feelings_of_one_day: int
    series: int
    areas: int
    terms: int
    matters: int


class Candidates(Value):
    """What Sections 2 and 3 may list, each kind in its order, before it is settled what stands beside what."""

    feelings: tuple[Feeling, ...] = ()
    series: tuple[Series, ...] = ()
    areas: tuple[Area, ...] = ()
    terms: tuple[Term, ...] = ()
    matters: tuple[Matter, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Listed]:
        groups: tuple[tuple[Listed, ...], ...] = (self.feelings, self.series, self.areas, self.terms, self.matters)
        return {item.id: item for group in groups for item in group}


class ReportPlan(Contract):
    """What may be said; `choice` is the composition by rules."""

    planner_version: str
    bucket: Bucket
    most: Most
    listed: Candidates
    days: tuple[DayPlan, ...]
    choice: Composition

    @cached_property
    def sentences(self) -> Mapping[str, Sentence]:
        """The candidates of Section 4 by the id of their fact."""
        return {s.fact_id: s for day in self.days for entry in day.entries for s in entry.sentences}
