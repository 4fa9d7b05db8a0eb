"""Stage A, notations: where numbers stand in a sentence, and which of them cannot be a log.

In: the text and the span of one sentence. Out: `Notation`s in order, without overlap. What is certainly no log (a
date, a time of day with its mark, a telephone number, a version, an ordinal, part of a name or an address) comes
out as kind OTHER, so that the words around it can still be read. Nothing is labelled here. The work for each
number is bounded by the length of its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from generation.pipeline.canonicalizer.not_logs import not_a_log_end, stands_in_a_name
from generation.pipeline.canonicalizer.number_words import (
    BEGINNING,
    and_a_half_end,
    is_weak,
    number_words_end,
    scale_words_end,
)
from generation.pipeline.canonicalizer.units import (
    COUNT,
    CURRENCY,
    DURATION,
    GAP,
    MONEY,
    NEVER_NEGATIVE,
    PRESSURE,
    SCALE,
    unit_at,
)


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
    OTHER = "other"  # no log


class Notation(NamedTuple):
    """A number in the text: its span, the number part as typed, the unit as typed, what it can measure."""

    start: int
    end: int
    value: str
    unit: str | None
    dimensions: tuple[str, ...]
    kind: Kind


_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_GROUP = r"[,.٬，’'\u00a0\u2009\u202f]"
_NUMBER = (
    rf"(?:\d{{1,3}}(?:{_GROUP}\d{{3}})++(?!\d)(?:[.,]\d{{1,2}}(?!\d))?"
    rf"|\d{{1,3}}(?:[ ]\d{{3}})++(?=[ ](?:steps|kcal|calories|words|€))"
    rf"|\d{{1,3}}{GAP}\d/\d{{1,2}}(?!\d)"
    rf"|\d++(?:[.,٫．，·]\d++)?(?:[eE][+-]?\d{{1,2}}(?!\w))?(?:{GAP}?[{_VULGAR}])?|[{_VULGAR}])"
)
_DASH = "[-–—−‐~〜～]"
_RANGED = rf"(?P<low>{_NUMBER})(?:{GAP}?(?P<to>{_DASH}{GAP}?|(?:to|or|bis){GAP})(?P<high>{_NUMBER}))?"

_ANCHOR = re.compile(rf"\d|[{_VULGAR}]|(?<![^\W_])(?<!['’-]){BEGINNING}", re.IGNORECASE)
_PREFIX = re.compile(
    rf"(?P<approx>(?<![-=<>~])[~≈∼～≥≤<>＜＞±]{GAP}?)?(?P<sign>[-−–+](?![ ]))?"
    rf"(?P<money>(?:(?<![^\W_])(?:US|CA|AU|NZ|HK|[ACR]))?[{CURRENCY}]{GAP}?)?(?P<sign2>[-−])?$"
)
_OVER = re.compile(
    rf"(?P<low>{_NUMBER})(?:{GAP}?{_DASH}{GAP}?(?P<high>{_NUMBER}))?"
    rf"(?:{GAP}?[/／⁄]{GAP}?|{GAP}(?:out of|over){GAP})(?P<of>\d{{1,3}})(?![\w/])(?![.,:]\d)"
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?![\d:])")
_TIMES = re.compile(rf"{_NUMBER}(?:{GAP}?[x×✕*]{GAP}?{_NUMBER}){{1,2}}(?![\w])|\d{{1,3}}[x×](?![\w])", re.IGNORECASE)
_COMPOUND = re.compile(
    rf"\d{{1,3}}{GAP}?(?:h|hrs?|hours?|std)\.?(?:"
    rf"[0-5]\d(?![\d.,:/]|[^\W\d_])"
    rf"|{GAP}[0-5]\d(?={GAP}?(?:$|[^\w\s.,:/%°]|[.,](?!\d)))"
    rf"|,?{GAP}?(?:and{GAP}|und{GAP}|&{GAP}?)?\d{{1,2}}{GAP}?(?:m|mins?|minutes?|minuten)(?![^\W_]))"
    rf"|\d{{1,3}}{GAP}?(?:m|mins?|minutes?),?{GAP}?(?:and{GAP})?\d{{1,2}}{GAP}?(?:s|secs?|seconds?)(?![^\W_])"
    r"|\d{1,2}['’′]\d{2}(?:\"|”|''|″)",
    re.IGNORECASE,
)
_RANGE_OR_ONE = re.compile(_RANGED)
_THOUSANDS = re.compile(r"[kK](?![\w])")
_TIMES_WORD = re.compile(rf"{GAP}(times)(?![\w])", re.IGNORECASE)
_WORD = re.compile(r"[\w]+")


def find_notations(text: str, start: int, end: int) -> Iterator[Notation]:
    """The numbers between `start` and `end`, in order. "two and a half hours" is one, "12/11/2026" is OTHER."""
    at = start
    while anchor := _ANCHOR.search(text, at, end):
        found = _read(text, anchor, start, at, end)
        if found is None:
            at = anchor.end()
            continue
        yield found
        at = found.end


def _read(text: str, anchor: re.Match[str], start: int, free: int, end: int) -> Notation | None:
    """The number at the anchor; `free` is where the last one ended. None where words are only words."""
    at = anchor.start()
    if not (text[at].isdigit() or text[at] in _VULGAR):
        return _in_words(text, at, end)
    if stands_in_a_name(text, at, start):
        return _other(at, _run_end(text, at, end))
    stop = not_a_log_end(text, at, start, end)
    if stop is not None:
        return _other(at, max(stop, at + 1))
    found = _written(text, at, end)
    if _touches_a_word(text, found, end):
        return _other(at, _run_end(text, at, end))
    return _with_prefix(text, found, max(free, at - 8))


def _other(start: int, end: int) -> Notation:
    return Notation(start, end, "", None, (), Kind.OTHER)


def _run_end(text: str, at: int, end: int) -> int:
    """The end of the letters and digits that stand together at `at`."""
    match = _WORD.match(text, at, end)
    return match.end() if match else at + 1


def _touches_a_word(text: str, found: Notation, end: int) -> bool:
    """Whether letters or more digits follow without a space: "4ever", "3D", a number cut at a sentence's end."""
    following = text[found.end : found.end + 2]
    if not following:
        return False
    if following[0].isalnum() or following[0] == "_":
        return True
    return found.kind is not Kind.OTHER and following[0] in ".,:/" and following[1:].isdigit()


def _written(text: str, at: int, end: int) -> Notation:
    """The notation in digits that begins at `at`: the first reading that fits."""
    return (
        _over(text, at, end)
        or _clock(text, at, end)
        or _times(text, at, end)
        or _compound(text, at, end)
        or _measured(text, at, end)
    )


def _over(text: str, at: int, end: int) -> Notation | None:
    """ "7/10", "6-7/10", "120/80", "1/2 cup", "3/4"."""
    match = _OVER.match(text, at, end)
    if match is None:
        return None
    amount, of = magnitude(match["high"] or match["low"]), int(match["of"])
    value, stop = match[0], match.end()
    whole = match["low"].isdigit() and not match["high"]
    if whole and 70 <= amount <= 260 and 30 <= of <= 160 and amount > of:
        unit = unit_at(text, stop, end)
        if unit and PRESSURE in unit.dimensions:
            return Notation(at, unit.end, value, text[unit.start : unit.end], (PRESSURE,), Kind.PRESSURE)
        return Notation(at, stop, value, None, (PRESSURE,), Kind.PRESSURE)
    if whole and amount < of <= 16:
        unit = unit_at(text, stop, end)
        if unit:
            return Notation(at, unit.end, value, text[unit.start : unit.end], unit.dimensions, Kind.MEASURE)
    if of in {5, 10, 100} and amount <= of:
        return Notation(at, stop, value, None, (SCALE,), Kind.SCALE)
    return Notation(at, stop, value, None, (SCALE,), Kind.RATIO if amount <= of else Kind.OTHER)


def _clock(text: str, at: int, end: int) -> Notation | None:
    match = _CLOCK.match(text, at, end)
    if match is None:
        return None
    unit = unit_at(text, match.end(), end)
    if unit and DURATION in unit.dimensions:
        return Notation(at, unit.end, match[0], text[unit.start : unit.end], (DURATION,), Kind.CLOCK)
    return Notation(at, match.end(), match[0], None, (DURATION,), Kind.CLOCK)


def _times(text: str, at: int, end: int) -> Notation | None:
    """ "3 x 20", "3x", "4 x 10 min"."""
    match = _TIMES.match(text, at, end)
    if match is None:
        return None
    if match[0][-1] in "xX×":
        return Notation(at, match.end(), match[0][:-1], match[0][-1], (COUNT,), Kind.TIMES)
    unit = unit_at(text, match.end(), end)
    if unit:
        return Notation(at, unit.end, match[0], text[unit.start : unit.end], unit.dimensions, Kind.TIMES)
    return Notation(at, match.end(), match[0], None, (COUNT,), Kind.TIMES)


def _compound(text: str, at: int, end: int) -> Notation | None:
    """ "6h30", "1 h 20 min", "5 min 30 s": number and unit interleave, so the whole is the value."""
    match = _COMPOUND.match(text, at, end)
    if match is None:
        return None
    return Notation(at, match.end(), match[0], None, (DURATION,), Kind.MEASURE)


def _measured(text: str, at: int, end: int) -> Notation:
    """A number or a range with its unit, "10k", or a number alone."""
    match = _RANGE_OR_ONE.match(text, at, end)
    if match is None:
        return _other(at, at + 1)
    low, high = match["low"], match["high"]
    if high is not None and magnitude(low) >= magnitude(high):
        if not match["to"][0].isalpha():
            return _other(at, match.end())
        high = None
    stop = match.end() if high is not None else match.end("low")
    if high is None:
        both = _both_with_units(text, at, stop, end)
        if both:
            return both
    thousands = _THOUSANDS.match(text, stop, end)
    if thousands:
        stop = thousands.end()
    value = text[at:stop]
    unit = unit_at(text, stop, end, decimal=not value.isdigit())
    if unit:
        return Notation(at, unit.end, value, text[unit.start : unit.end], unit.dimensions, Kind.MEASURE)
    times = _TIMES_WORD.match(text, stop, end)
    if times:
        return Notation(at, times.end(), value, times[1], (COUNT,), Kind.TIMES)
    marked = not value.isdigit() or not value.isascii()
    if high is not None and match["to"][0].isalpha():
        marked = False
    return Notation(at, stop, value, None, (), Kind.MARKED if marked else Kind.BARE)


_DASH_BEHIND_UNIT = re.compile(rf"{GAP}?(?:{_DASH}|to|bis){GAP}?(?P<high>{_NUMBER})")


def _both_with_units(text: str, at: int, stop: int, end: int) -> Notation | None:
    """ "5 h - 6 h", "5km-6km"."""
    first = unit_at(text, stop, end)
    if first is None:
        return None
    match = _DASH_BEHIND_UNIT.match(text, first.end, end)
    if match is None or magnitude(text[at:stop]) >= magnitude(match["high"]):
        return None
    second = unit_at(text, match.end(), end)
    if second is None or second.dimensions != first.dimensions:
        return None
    return Notation(at, second.end, text[at : second.end], None, first.dimensions, Kind.MEASURE)


def _with_prefix(text: str, found: Notation, low: int) -> Notation:
    """`found` with the signs typed before it: "~7", "-2", "€12", "-€5", ".5"."""
    at = found.start
    if text[at - 1 : at] == "." and at - 1 >= low and not text[at - 2 : at - 1].strip():
        at -= 1
    match = _PREFIX.search(text, low, at)
    approx, sign, money, sign2 = match.groups() if match else (None, None, None, None)
    if text[at - 1 : at] == "<" and found.value == "3" and found.kind is Kind.BARE:
        return found._replace(kind=Kind.OTHER)
    unit, dimensions, kind = found.unit, found.dimensions, found.kind
    start = at
    if money and (kind in {Kind.BARE, Kind.MARKED}):
        unit, dimensions, kind = money.strip(), (MONEY,), Kind.MEASURE
        start -= len(money) + len(sign2 or "")
    elif money or sign2:
        sign, sign2 = (sign2 or sign), None
    if sign and not (money and kind is Kind.MEASURE and unit != money.strip()):
        before = text[start - 2 : start - 1] if start - 2 >= low else ""
        fits = not before or before.isspace() or before in "(:=~≈[\"'“"
        if fits and not (dimensions and dimensions[0] in NEVER_NEGATIVE):
            start -= 1
            kind = Kind.MARKED if kind is Kind.BARE else kind
    if approx and start - len(approx) >= low and text[start - len(approx) : start] == approx:
        start -= len(approx)
        kind = Kind.MARKED if kind is Kind.BARE else kind
    value_end = found.start + len(found.value)
    value = text[start:value_end]
    if money and unit == money.strip():
        value = value.replace(money, "", 1)
    return Notation(start, found.end, value, unit, dimensions, kind)


def _in_words(text: str, at: int, end: int) -> Notation | None:
    """ "two and a half hours", "half an hour", "six out of ten", "an hour and a half"."""
    stop = number_words_end(text, at, end)
    if stop is None:
        return None
    value = text[at:stop]
    scale = scale_words_end(text, stop, end)
    if scale:
        return Notation(at, scale, text[at:scale], None, (SCALE,), Kind.SCALE)
    unit = unit_at(text, stop, end)
    if unit and text[stop : unit.start].strip(" \u00a0-") == "" and unit.start > stop:
        name = text[unit.start : unit.end]
        behind = and_a_half_end(text, unit.end, end)
        if behind:
            return Notation(at, behind, text[at:behind], None, unit.dimensions, Kind.MEASURE)
        if is_weak(value) and name.casefold() in _NO_MEASURE_OF_ONE:
            return None
        return Notation(at, unit.end, value, name, unit.dimensions, Kind.MEASURE)
    if (
        value.casefold().startswith(("half", "quarter", "three q", "three-q", "a ", "a-", "an"))
        and "dozen" not in value
    ):
        return None
    return Notation(at, stop, value, None, (), Kind.ARTICLE if is_weak(value) else Kind.BARE)


# "one day", "a second", "a m" say no amount; "an hour" and "a mile" do.
_NO_MEASURE_OF_ONE = frozenset(
    [
        "day",
        "days",
        "night",
        "week",
        "month",
        "year",
        "s",
        "m",
        "l",
        "g",
        "h",
        "second",
        "seconds",
        "sec",
        "secs",
        "min",
        "minute",
        "minutes",
        "degree",
        "degrees",
        "stone",
        "pound",
        "oz",
        "cal",
        "std",
        "tag",
        "ora",
        "ore",
        "cent",
        "inch",
        "foot",
        "feet",
        "yard",
        "yards",
        "deg",
        "grad",
        "can",
        "try",
    ]
)

_GROUPED = re.compile(rf"\d{{1,3}}(?:(?:{_GROUP}|[ ])\d{{3}})+")


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
