"""The sentences of a summary, one function each: counts, days and quotations go in, the parts of a bullet come out.

Stage C. Every word outside quotation marks is written here and in `limits`; docs/report.md lists them. A part is our
words, or words of the person that the renderer sets in quotation marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from generation.pipeline.contracts import (
    WINDOW_DAYS,
    CanonicalRecord,
    DayPlan,
    DayValues,
    Feeling,
    ListedForm,
    Matter,
    PointQuote,
    QuoteRef,
    Series,
    Term,
)
from generation.pipeline.planner.shown import ShownEntry
from generation.pipeline.reading.quotations import in_marks
from generation.pipeline.writer.layout import counted, full_date, listed, short_date, short_dates

# On more days than this a feeling's bullet names the days it is not named on, where those are fewer.
MAX_DAYS_NAMED = 6


class Quoted(NamedTuple):
    """Words cut from a message; they stand in quotation marks."""

    quote: QuoteRef


Part = str | Quoted


def window(record: CanonicalRecord) -> str:
    first, last = full_date(record.window.first), full_date(record.window.last)
    return f"Window: {first} to {last}, {WINDOW_DAYS} calendar days ({record.zone})."


def entries(record: CanonicalRecord) -> str:
    counts = record.signal_indicators
    return (
        f"Entries: {counted(counts.entries, 'entry', 'entries')} on {counts.days_with_entries} of {WINDOW_DAYS} days."
    )


def forms(quoted: Sequence[str]) -> str:
    """The person's forms of one word: "hate" or "hating"."""
    marked = [in_marks(form) for form in quoted]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} or {marked[-1]}"


def feeling(one: Feeling, days_with_entries: Sequence[date]) -> str:
    """A feeling with a bullet of its own."""
    lacking = [day for day in days_with_entries if day not in one.named]
    also = f"; also written on {short_dates(one.also)}" if one.also else ""
    if len(one.named) > MAX_DAYS_NAMED and lacking and len(lacking) < len(one.named):
        of_days = f"{len(one.named)} of {len(days_with_entries)} days with entries, not on {short_dates(lacking)}"
    else:
        of_days = f"{counted(len(one.named), 'day', 'days')}: {short_dates(one.named)}"
    return f"{forms(one.forms)} is named as a feeling on {of_days}{also}."


def feelings_of_days(further: Sequence[Feeling]) -> str:
    return f"Also named as a feeling on 2 days or more: {', '.join(map(_with_days, further))}."


def feelings_of_one_day(further: Sequence[Feeling]) -> str:
    return f"Named as a feeling on one day and not shown below: {', '.join(map(_with_days, further))}."


def _with_days(one: Feeling) -> str:
    also = f"; also written on {short_dates(one.also)}" if one.also else ""
    return f"{forms(one.forms)} ({short_dates(one.named)}{also})"


def series(one: Series) -> str:
    name = in_marks(one.label) if one.is_quoted else one.label
    if one.lowest and one.highest:
        values = sum(len(day.values) for day in one.values)
        lowest, highest = _of_day(one.lowest), _of_day(one.highest)
        return f"{name}: {values} values read on {len(one.values)} days, lowest of these {lowest}, highest {highest}."
    return f"{name}: {', '.join(map(_of_day, one.values))}."


def _of_day(values: DayValues) -> str:
    return f"{listed(values.values)} ({short_date(values.day)})"


def area(heading: str, shown: Sequence[ListedForm]) -> str:
    return f"{heading}: {', '.join(f'{in_marks(form.text)} ({short_dates(form.days)})' for form in shown)}."


def _stands(quoted: Sequence[str], days: Sequence[date]) -> str:
    return f"{forms(quoted)} stands in entries of {counted(len(days), 'day', 'days')}: {short_dates(days)}"


def term(one: Term) -> str:
    return f"{_stands(one.forms, one.days)}."


def open_point(one: Matter) -> list[Part]:
    parts: list[Part] = [f"{_stands(one.forms, one.days)}; open, ", *_point_quote(one.open)]
    if one.last:
        parts += ["; last, ", *_point_quote(one.last)]
    return parts


def _point_quote(point: PointQuote) -> list[Part]:
    before = f"{short_date(point.day)}: {'… ' if point.cut_before else ''}"
    return [before, Quoted(point.quote), *([" …"] if point.cut_behind else [])]


def moment(day: DayPlan, shown: Sequence[ShownEntry]) -> list[Part]:
    """A day in the person's words: one part for each entry, in the order written."""
    name = short_date(day.day)
    head = f"{name}: " if len(shown) == 1 else f"{name} ({len(shown)} entries): "
    if not any(entry.runs or entry.entry.copy_of for entry in shown):
        return [f"{head}not quoted."]
    parts: list[Part] = [head]
    for number, entry in enumerate(shown):
        parts += [" / "] if number else []
        parts += _entry(day, entry)
    return parts


def _entry(day: DayPlan, shown: ShownEntry) -> list[Part]:
    copied = shown.entry.copy_of
    if copied:
        return ["as before" if copied == day.day else f"as on {short_date(copied)}"]
    if not shown.runs:
        return ["…"]
    parts: list[Part] = ["… "] if shown.gaps[0] else []
    for number, run in enumerate(shown.runs):
        if number:
            # Words that no pair of marks can hold together stand in two.
            parts.append(" … " if shown.gaps[number] else " ")
        parts.append(Quoted(run))
    return parts + ([" …"] if shown.gaps[-1] else [])


NO_MOMENTS = "No entry is logged in this window."
