"""What Section 4 shows of each day, by the facts that are quoted. Parts of stages B and C.

Neighbouring sentences with nothing but white space and marks of markup between them are one run, quoted in one pair of
marks, or where together they hold a mark of every pair in two, one behind the other. Everything else between runs is
left out, and said to be.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from generation.pipeline.contracts import CanonicalRecord, DayPlan, EntryPlan, Matter, QuoteRef
from generation.pipeline.planner.words_in_entries import folded
from generation.pipeline.reading.quotations import quotation_marks, without_marks

# The marks with which a heading, a quoted line or an item of a list begins. A line drawn with marks is more than these.
_LINE_MARKS = re.compile(r"[ \t]*(?:#{1,6}|>(?:[ \t]?>)*|[-*+])(?=\s)")
_BLANK = " \t\n\r\f\v\u00a0"
_FENCE = "```"
_RUN_OF_MARKS = re.compile(r"[*_`~]+")


class ShownEntry(NamedTuple):
    """The runs quoted of one entry, in order; `gaps` says for each place before, between and behind them whether
    something is left out there."""

    entry: EntryPlan
    runs: tuple[QuoteRef, ...]
    gaps: tuple[bool, ...]

    @property
    def is_whole(self) -> bool:
        return bool(self.runs) and not any(self.gaps)


def shown_entries(record: CanonicalRecord, day: DayPlan, quoted: Collection[str]) -> tuple[ShownEntry, ...]:
    """One for each entry of the day, copies and those of which nothing is quoted too."""
    return tuple(_shown(record, entry, quoted) for entry in day.entries)


def _shown(record: CanonicalRecord, entry: EntryPlan, quoted: Collection[str]) -> ShownEntry:
    text = record.entries_by_message_id[entry.message_id].text
    runs: list[QuoteRef] = []
    may_hold_every_mark = "&" in text or quotation_marks(text) is None
    for sentence in entry.sentences:
        quote = sentence.quote
        if quote is None or sentence.fact_id not in quoted:
            continue
        goes_on = bool(runs) and is_nothing(text, runs[-1].end, quote.start)
        if goes_on and may_hold_every_mark:
            goes_on = quotation_marks(without_marks(text, runs[-1].start, quote.end)) is not None
        if goes_on:
            last = runs.pop()
            quote = QuoteRef(
                message_id=quote.message_id,
                fact_ids=(*last.fact_ids, *quote.fact_ids),
                start=last.start,
                end=quote.end,
            )
        runs.append(quote)
    edges = [0, *(edge for run in runs for edge in (run.start, run.end)), len(text)]
    gaps = tuple(not is_nothing(text, edges[n], edges[n + 1]) for n in range(0, len(edges), 2))
    return ShownEntry(entry, tuple(runs), gaps)


def is_nothing(text: str, start: int, end: int) -> bool:
    """Whether nothing is left out where `text[start:end]` is: white space, a full stop, tags and marks of markup. A
    fence of code is something: no quotation may hold it, and so none runs over it."""
    if _FENCE in text[start:end]:
        return False
    # A mark that stands inside a tag opens no line.
    if _RUN_OF_MARKS.sub(_without_code, without_marks(text, start, end)).strip(_BLANK) in {"", "."}:
        return True
    for marks in _LINE_MARKS.finditer(text, start, end):
        if text[text.rfind("\n", 0, marks.start()) + 1 : marks.start()].strip() == "":
            return is_nothing(text, start, marks.start()) and is_nothing(text, marks.end(), end)
    return False


def _without_code(run: re.Match[str]) -> str:
    """Backticks are nothing, and so are marks of emphasis that touch them; alone these may be something."""
    return "" if "`" in run.group() else run.group()


def shown_words(
    record: CanonicalRecord, days: Iterable[DayPlan], quoted: Collection[str], matters: Iterable[Matter]
) -> Mapping[date, str]:
    """What is quoted of each day, in Section 4 or by an open point, folded for comparing; each on a line of its own."""
    lines: dict[date, list[str]] = defaultdict(list)
    for day, quote in _quotes(record, days, quoted, matters):
        text = record.entries_by_message_id[quote.message_id].text
        lines[day].append(folded(without_marks(text, quote.start, quote.end)))
    return {day: "\n".join(of_day) for day, of_day in lines.items()}


def _quotes(
    record: CanonicalRecord, days: Iterable[DayPlan], quoted: Collection[str], matters: Iterable[Matter]
) -> Iterator[tuple[date, QuoteRef]]:
    for day in days:
        for shown in shown_entries(record, day, quoted):
            yield from ((day.day, run) for run in shown.runs)
    for matter in matters:
        yield from ((point.day, point.quote) for point in (matter.open, matter.last) if point)
