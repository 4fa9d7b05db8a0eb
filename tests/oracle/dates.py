"""Days as a summary writes them: "8 Nov", "7 Nov 2026" and lists such as "31 Oct, 2 and 4 Nov"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH = "(?:" + "|".join(MONTHS) + ")"
DAY = rf"\d{{1,2}} {MONTH}"
DAYS = rf"\d{{1,2}}(?: {MONTH})?(?:(?:, | and )\d{{1,2}}(?: {MONTH})?)*"


def write_day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def write_full_day(day: date) -> str:
    return f"{write_day(day)} {day.year}"


def join(items: Sequence[str]) -> str:
    """a · a and b · a, b and c"""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]


def ways_to_write(days: Sequence[date]) -> set[str]:
    """The right ways to write a list of days in order, the month once for each month.

    The contract shows "31 Oct, 2 and 4 Nov" and does not say whether the days or the months are joined, so three ways
    are right: "30, 31 Oct and 2 Nov", "30 and 31 Oct, 2 Nov", "30 and 31 Oct and 2 Nov". Within a month there is one.
    """
    months = [list(group) for _, group in groupby(days, key=lambda day: (day.year, day.month))]
    single = [str(day.day) if day is not month[-1] else write_day(day) for month in months for day in month]
    grouped = [join([*(str(day.day) for day in month[:-1]), write_day(month[-1])]) for month in months]
    return {join(single), ", ".join(grouped), join(grouped)}


def find_day(text: str, window: Sequence[date]) -> date | None:
    """The day of the window that is written so, if there is one."""
    return next((day for day in window if write_day(day) == text), None)


def read_days(text: str, window: Sequence[date]) -> tuple[date, ...] | None:
    """The days a list names, or None where it names none of the window, is out of order or is written wrongly."""
    month = ""
    days: list[date] = []
    for item in reversed(re.split(", | and ", text)):
        number, _, named = item.partition(" ")
        month = named or month
        day = find_day(f"{number} {month}", window)
        if day is None:
            return None
        days.insert(0, day)
    if days != sorted(set(days)) or text not in ways_to_write(days):
        return None
    return tuple(days)
