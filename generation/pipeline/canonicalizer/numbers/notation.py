"""Stage A: a number as it is written, before anything is said of what it measures."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
# A word as `words.tokens` cuts it, but for those that begin with a digit: what a label is compared with.
WORD = r"[^\W\d_][\w\u0300-\u036f]*+(?:['’ʼ][^\W_][\w\u0300-\u036f]*+)*"
GROUP = r"[,.٬，’'\u00a0\u2009\u202f]"


class Kind(StrEnum):
    MEASURE = "measure"  # a unit stands with it
    SCALE = "scale"  # 6/10, six out of ten
    RATIO = "ratio"  # 3/4: a log only where a label says so
    PRESSURE = "pressure"  # 120/80
    CLOCK = "clock"  # 8:30: a log only where a label says so
    TIMES = "times"  # 3 x 20
    MARKED = "marked"  # no unit, but written like a measurement: 6.50, 1,200, -2, ~7, 5-6, 10k
    BARE = "bare"  # 7, seven
    ARTICLE = "article"  # one: a log only before a thing people count
    NAME = "name"  # PHQ-9, SpO2: a word with digits in it, which may name a value
    OTHER = "other"  # no log


class Notation(NamedTuple):
    """A number in the text: its span, the number part as typed, the unit as typed, what it can measure."""

    start: int
    end: int
    value: str
    unit: str | None
    dimensions: tuple[str, ...]
    kind: Kind


def other(start: int, end: int) -> Notation:
    """Digits that are no log."""
    return Notation(start, end, "", None, (), Kind.OTHER)


_GROUPED = re.compile(rf"\d{{1,3}}(?:(?:{GROUP}|[ ])\d{{3}})+")


def magnitude(number: str) -> float:
    """About how large a number in digits is: for comparing, never for showing."""
    grouped = _GROUPED.match(number)
    if grouped:
        digits = re.sub(r"\D", "", grouped[0])
        return float(digits)
    match = re.match(r"\d+(?:[.,٫．，·]\d+)?", number)
    if match is None:
        return 0.5
    return float(re.sub(r"[,٫．，·]", ".", match[0]))
