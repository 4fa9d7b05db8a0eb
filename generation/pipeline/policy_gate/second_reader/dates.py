"""The dates of a text: "8 Nov", "8, 10 and 15 Nov", "31 Oct, 2 and 4 Nov". One form for each list of days.

In: a piece of the text and the days of the window. Out: the days it names, and whether it names them in that form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = "|".join(_MONTHS)
LIST = re.compile(rf"(?:\d{{1,2}}(?: (?:{_MONTH}))?(?:, | and ))*\d{{1,2}} (?:{_MONTH})\b")
ONE = re.compile(rf"\d{{1,2}} (?:{_MONTH})\b")
_NAMED = re.compile(rf"(\d{{1,2}})(?: ({_MONTH}))?")


class Dates(NamedTuple):
    """The days named in `text[start:end]` of a report; `is_exact`: all are of the window, in order, in the one form."""

    days: tuple[date, ...]
    start: int
    end: int
    is_exact: bool


def read_dates(text: str, start: int, end: int, window: Sequence[date]) -> Dates:
    """The days that `text[start:end]`, a match of `LIST`, names; days outside the window are left out."""
    by_name = {(day.day, _MONTHS[day.month - 1]): day for day in window}
    named: list[tuple[int, str]] = []
    month = ""
    # The month stands behind the last of its days.
    for match in reversed(list(_NAMED.finditer(text, start, end))):
        month = match[2] or month
        named.append((int(match[1]), month))
    days = tuple(by_name[name] for name in reversed(named) if name in by_name)
    is_exact = len(days) == len(named) and write_dates(days) == text[start:end]
    return Dates(days, start, end, is_exact)


def write_dates(days: Iterable[date]) -> str:
    """The one form of a list of days, each once and in order; '' for none."""
    groups = [
        ([str(day.day) for day in group], _MONTHS[month - 1])
        for (_, month), group in groupby(sorted(set(days)), key=lambda day: (day.year, day.month))
    ]
    if not groups:
        return ""
    *earlier, (numbers, month) = groups
    last = f"{', '.join(numbers[:-1])} and {numbers[-1]} {month}" if len(numbers) > 1 else f"{numbers[0]} {month}"
    before = ", ".join(f"{', '.join(numbers)} {month}" for numbers, month in earlier)
    if not before:
        return last
    return f"{before}, {last}" if len(numbers) > 1 else f"{before} and {last}"


def write_full_date(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
