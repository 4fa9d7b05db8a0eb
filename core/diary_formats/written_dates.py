"""Dates as people write them: 2026-11-08, 8.11.2026, 11/8/26, 8 November 2026, Nov 8, 2026, 8. November 2026.

A date of three numbers that does not begin with the year may be day first or month first. Points are day first by
custom. Elsewhere the file's own dates decide where one of them can be read one way only; nothing is ever guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DateOrder(StrEnum):
    """Which number of a date comes first, by the name `--dates` takes."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"


class AmbiguousDate(ValueError):
    """A date that is day first or month first, and nobody said which."""


@dataclass
class OrderEvidence:
    """What the dates of one file tell of their order, gathered while it is read."""

    day_first: int = 0
    month_first: int = 0
    unclear: int = 0

    def order(self) -> DateOrder | None:
        """The order all clear dates of the file have; None where there is none, or they contradict each other."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return DateOrder.DMY if self.day_first else DateOrder.MDY


_MONTHS = (
    ("january", "jan", "januar", "jänner"),
    ("february", "feb", "februar"),
    ("march", "mar", "märz", "mär", "mrz"),
    ("april", "apr"),
    ("may", "mai"),
    ("june", "jun", "juni"),
    ("july", "jul", "juli"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("october", "oct", "oktober", "okt"),
    ("november", "nov"),
    ("december", "dec", "dezember", "dez"),
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH_WORD = "(?:" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so)"
)
_NUMBERS = (
    r"\d{4}(?:-\d{1,2}-|\.\d{1,2}\.|/\d{1,2}/)\d{1,2}"
    r"|\d{1,2}(?:-\d{1,2}-|\.\s?\d{1,2}\.\s?|/\d{1,2}/)(?:\d{4}|\d{2})"
)
_WORDS = (
    rf"\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s)?{_MONTH_WORD},?\s\d{{4}}"
    rf"|{_MONTH_WORD}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
)
# Whatever looks like a whole date, for those who look for dates in lines. Case-insensitive, without groups.
DATE_PATTERN = rf"(?:{_NUMBERS}|{_WORDS})(?!\d)"
WEEKDAY_PATTERN = rf"{_WEEKDAY}\b\.?,?"

_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_YEAR_FIRST = re.compile(r"(\d{4})([-./]?)(\d{1,2})\2(\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\.?")
_DAY_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?:of\s)?({_MONTH_WORD}),?\s(\d{{4}})", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"({_MONTH_WORD})\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})", re.IGNORECASE)
_LEADING_WEEKDAY = re.compile(rf"{_WEEKDAY}\b\.?,?\s", re.IGNORECASE)


def without_marks(written: str) -> str:
    """The text without marks of direction, which phones and spreadsheets put where nobody sees them."""
    return _MARKS.sub("", written)


def read_date(written: str, order: DateOrder | None, seen: OrderEvidence) -> date:
    """The date that was written, whatever its form; a weekday before it is passed over.

    Raises ValueError for what is none, and AmbiguousDate (counted in `seen`) where `order` is needed and not known.
    """
    text = " ".join(without_marks(written).split())
    text = _LEADING_WEEKDAY.sub("", text, count=1)
    if match := _COMPACT.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if (match := _YEAR_FIRST.fullmatch(text)) and match[2]:
        return date(int(match[1]), int(match[3]), int(match[4]))
    if match := _YEAR_LAST.fullmatch(text):
        year = _whole_year(match[4])
        first, second = int(match[1]), int(match[3])
        return _of_numbers(year, first, second, order or (DateOrder.DMY if match[2] == "." else None), seen)
    if match := _DAY_MONTH.fullmatch(text):
        return date(int(match[3]), _month(match[2]), int(match[1]))
    if match := _MONTH_DAY.fullmatch(text):
        return date(int(match[3]), _month(match[1]), int(match[2]))
    raise ValueError("no date")


def _of_numbers(year: int, first: int, second: int, order: DateOrder | None, seen: OrderEvidence) -> date:
    if order is DateOrder.MDY:
        return date(year, first, second)
    if order is DateOrder.DMY:
        return date(year, second, first)
    if order is DateOrder.YMD:
        raise ValueError("the year does not come first")
    if first > 12:
        found = date(year, second, first)
        seen.day_first += 1
        return found
    if second > 12:
        found = date(year, first, second)
        seen.month_first += 1
        return found
    if first == second:
        return date(year, first, second)
    seen.unclear += 1
    raise AmbiguousDate("day first or month first")


def _whole_year(written: str) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _month(word: str) -> int:
    return _MONTH_OF[word.rstrip(".").lower()]
