"""Numbers in digits: how many are written, and how many the summary shows.

"7h30" holds two. Where a number is written several times on a day and shown fewer times, the contract does not say
which of them is shown, so a span of counts is right, from "each showing shows another" to "all showings show the
same". A number that only a tag holds is written, and shown by no quotation that leaves the tag out.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from .diary import Record
from .moments import Shown
from .series import part_values
from .summary import Summary
from .words import NUMBER


def count_numbers(record: Record) -> int:
    """How many numbers are written, each time they are, in tags too."""
    return sum(len(NUMBER.findall(entry.text)) for entry in record.entries)


def _in_moments(record: Record, shown: dict[int, Shown], day: date) -> Counter[str]:
    found: Counter[str] = Counter()
    for entry in record.by_day[day]:
        part = shown.get(entry.number)
        if part:
            for quote in part.quotes:
                found.update(NUMBER.findall(quote))
    return found


def series_numbers(record: Record, summary: Summary, day: date) -> Counter[str]:
    """The numbers that stand in a series under a day."""
    found: Counter[str] = Counter()
    for series in summary.series:
        for text, of_day in series.values:
            if of_day == day:
                for value in part_values(record, text, day) or [text]:
                    found.update(NUMBER.findall(value))
    return found


def count_not_shown(record: Record, summary: Summary, shown: dict[int, Shown]) -> tuple[int, int]:
    """The fewest and the most numbers of which one can say that they are not shown.

    `shown` is what is shown of each entry, copies with the entry they repeat. The values of a series of over 15 are
    counted as shown for the fewest and, but for its lowest and highest, as not shown for the most.
    """
    fewest = most = 0
    for day, entries in record.by_day.items():
        written = Counter(number for entry in entries for number in NUMBER.findall(entry.text))
        quoted = _in_moments(record, shown, day)
        listed = series_numbers(record, summary, day)
        open_quotes = [quote for line, of_day, quote in summary.quotations() if of_day == day]
        named: Counter[str] = Counter()
        for quote in open_quotes:
            named |= Counter(NUMBER.findall(quote))
        for number, times in written.items():
            together = quoted[number] + listed[number] + named[number]
            fewest += max(0, times - together)
            most += max(0, times - max(quoted[number], listed[number], named[number]))
    summed_up = sum(series.count or 0 for series in summary.series)
    return max(0, fewest - summed_up), most
