"""The grammar of the text (docs/report.md): section titles, dates, lists of days and of words. Part of stage C."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

SECTION_TITLES = (
    "Time Window & Scope",
    "Observed Patterns & Limits",
    "Open Points for Reflection",
    "Logged Moments",
)
BULLET = "- "
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def heading(number: int) -> str:
    """The heading line of section `number` (1 to 4)."""
    return f"{number}. {SECTION_TITLES[number - 1]}"


def full_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def short_dates(days: Sequence[date]) -> str:
    """Dates in order, the month once per month: "8, 10 and 15 Nov", "31 Oct, 2 and 4 Nov"."""
    months = [list(group) for _, group in groupby(days, key=lambda day: (day.year, day.month))]
    if len(months) == 1:
        return f"{listed([str(day.day) for day in days])} {MONTHS[days[0].month - 1]}"
    *earlier, last = months
    before = ", ".join(f"{', '.join(str(day.day) for day in month)} {MONTHS[month[0].month - 1]}" for month in earlier)
    joint = ", " if len(last) > 1 else " and "
    return f"{before}{joint}{short_dates(last)}"


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def counted(number: int, singular: str, plural: str) -> str:
    """ "1 day", "2 days"."""
    return f"{number} {singular if number == 1 else plural}"
