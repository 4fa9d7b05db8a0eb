"""Stage A: numbers in digits, read from where they begin: "7/10", "8:30", "3 x 20", "6h30", "5-6 h", "10k".

In: a digit's place in a sentence. Out: the `Notation` of the first reading that fits. Signs before the number and
what makes it no log are `number_notations`' to find.
"""

from __future__ import annotations

import re

from generation.pipeline.canonicalizer.numbers.compounds import compound
from generation.pipeline.canonicalizer.numbers.notation import GROUP, VULGAR, Kind, Notation, magnitude, other
from generation.pipeline.canonicalizer.numbers.units import (
    COUNT,
    DURATION,
    GAP,
    PRESSURE,
    SCALE,
    SPEED,
    unit_at,
)

_NUMBER = (
    rf"(?:\d{{1,3}}(?:{GROUP}\d{{3}})+(?!\d|{GROUP}\d{{3}})(?:[.,]\d{{1,2}}(?!\d))?"
    rf"|[1-9]\d{{0,2}}(?:[ ]\d{{3}})+(?![\d.,:/x×]*\d)(?!{GAP}?(?:mg|mcg|µg|ml|g|m|mm|x|reps)\b)"
    rf"|\d{{1,3}}{GAP}\d/\d{{1,2}}(?!\d)"
    rf"|\d++(?:[.,٫．，·]\d++)?(?:[eE][+-]?\d{{1,2}}(?!\w))?(?:{GAP}?[{VULGAR}])?|[{VULGAR}])"
)
_DASH = "[-–—−‐~〜～]"
_RANGED = rf"(?P<low>{_NUMBER})(?:{GAP}?(?P<to>{_DASH}{GAP}?|(?:to|or|bis){GAP})(?P<high>{_NUMBER}))?"

_OVER = re.compile(
    rf"(?P<low>{_NUMBER})(?:{GAP}?{_DASH}{GAP}?(?P<high>{_NUMBER}))?"
    rf"(?:{GAP}?[/／⁄]{GAP}?|{GAP}(?:out of|outta|over|of|on(?= 10(?:[ ]?$|[.,;!)]))){GAP})"
    r"(?P<of>\d{1,3})(?![\w/])(?![.,:]\d)"
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?![\d:])")
_TIMES = re.compile(rf"{_NUMBER}(?:{GAP}?[x×✕*]{GAP}?{_NUMBER}){{1,2}}(?!\d)|\d{{1,3}}[x×](?![\w])", re.IGNORECASE)
_RANGE_OR_ONE = re.compile(_RANGED)
_THOUSANDS = re.compile(r"[kK](?![\w])")
_VAGUE = re.compile(r"-?ish(?![\w])", re.IGNORECASE)
# What people halve and quarter; tenths and fifths are scales.
_PARTS = frozenset([2, 3, 4, 6, 8, 12, 16])
TIMES_WORD = re.compile(rf"{GAP}(times)(?![\w])", re.IGNORECASE)


# "3 time", as those write who learnt English late.
_TIME_WORD = re.compile(rf"{GAP}(time)(?=[ \t]*(?:$|[.,;!)\n]|for\b|to\b|today\b|this\b))", re.IGNORECASE)


def written_number(text: str, at: int, end: int) -> Notation:
    """The notation in digits that begins at `at`: the first reading that fits."""
    # A reading is tried where its sign stands ahead, because most numbers are plain.
    ahead = text[at : min(end, at + _AHEAD)]
    found = None
    if not _DIVIDING.isdisjoint(ahead) or " o" in ahead:
        found = _over(text, at, end)
    if found is None and ":" in ahead:
        found = _clock(text, at, end)
    if found is None and not _MULTIPLYING.isdisjoint(ahead):
        found = _times(text, at, end)
    return found or compound(text, at, end) or _measured(text, at, end)


_AHEAD = 40
_DIVIDING = frozenset("/／⁄\t\u00a0\u2007\u2009\u202f")
_MULTIPLYING = frozenset("xX×✕*")


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
    if whole and amount < of and of in _PARTS:
        unit = unit_at(text, stop, end)
        if unit:
            return Notation(at, unit.end, value, text[unit.start : unit.end], unit.dimensions, Kind.MEASURE)
    if of in {5, 10, 100} and amount <= of:
        return Notation(at, stop, value, None, (SCALE,), Kind.SCALE)
    return Notation(at, stop, value, None, (SCALE,), Kind.RATIO if amount <= of else Kind.OTHER)


_LAST_HOUR = 24


def _clock(text: str, at: int, end: int) -> Notation | None:
    match = _CLOCK.match(text, at, end)
    if match is None:
        return None
    unit = unit_at(text, match.end(), end)
    if unit and DURATION in unit.dimensions:
        return Notation(at, unit.end, match[0], text[unit.start : unit.end], (DURATION,), Kind.CLOCK)
    if unit and SPEED in unit.dimensions:
        return Notation(at, unit.end, match[0], text[unit.start : unit.end], (SPEED,), Kind.MEASURE)
    # No clock shows "29:58".
    kind = Kind.MEASURE if int(match[0].partition(":")[0]) > _LAST_HOUR else Kind.CLOCK
    return Notation(at, match.end(), match[0], None, (DURATION,), kind)


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
    if text[match.end() : match.end() + 1].isalpha() or _times_each(text, match):
        return None
    return Notation(at, match.end(), match[0], None, (COUNT,), Kind.TIMES)


def _times_each(text: str, match: re.Match[str]) -> bool:
    """ "400 x2": so many, twice; "3 x 20" and "3x20" are one."""
    return re.fullmatch(rf"\d+{GAP}[x×]\d", match[0]) is not None


def _measured(text: str, at: int, end: int) -> Notation:
    """A number or a range with its unit, "10k", or a number alone."""
    match = _RANGE_OR_ONE.match(text, at, end)
    if match is None:
        return other(at, at + 1)
    # "from 50 mg to 75 mg" are two values.
    moving = text[max(0, at - 5) : at].casefold() == "from "
    to = "" if moving else match["to"] or ""
    if to and magnitude(match["low"]) >= magnitude(match["high"]):
        if not to[0].isalpha():
            return other(at, match.end())
        to = ""
    stop = match.end() if to else match.end("low")
    both = None if to or moving else _both_with_units(text, at, stop, end)
    return both or _with_unit(text, at, _attached_end(text, stop, end), end, in_words=to[:1].isalpha())


def _attached_end(text: str, stop: int, end: int) -> int:
    """Where a "k" or an "ish" ends that stands with the number."""
    for attached in (_THOUSANDS, _VAGUE):
        match = attached.match(text, stop, end)
        stop = match.end() if match else stop
    return stop


def _with_unit(text: str, at: int, stop: int, end: int, *, in_words: bool) -> Notation:
    """The number between `at` and `stop` with what stands behind it; `in_words` where "to" joins a range."""
    value = text[at:stop]
    unit = unit_at(text, stop, end, decimal=not value.isdigit())
    if unit:
        return Notation(at, unit.end, value, text[unit.start : unit.end], unit.dimensions, Kind.MEASURE)
    over = unit_at(text, stop + 1, end) if text[stop : stop + 1] == "+" else None
    if over:
        return Notation(at, over.end, value, text[over.start : over.end], over.dimensions, Kind.MEASURE)
    times = TIMES_WORD.match(text, stop, end) or (value != "1" and _TIME_WORD.match(text, stop, end))
    if times:
        return Notation(at, times.end(), value, times[1], (COUNT,), Kind.TIMES)
    plain = (value.isdigit() and value.isascii()) or in_words
    return Notation(at, stop, value, None, (), Kind.BARE if plain else Kind.MARKED)


_DASHES = frozenset("-–—−‐~〜～b")
_DASH_BEHIND_UNIT = re.compile(rf"{GAP}?(?:{_DASH}|to|bis){GAP}?(?P<high>{_NUMBER})")


def _both_with_units(text: str, at: int, stop: int, end: int) -> Notation | None:
    """ "5 h - 6 h", "5km-6km"."""
    if _DASHES.isdisjoint(text[stop : stop + 16]) and " to " not in text[stop : stop + 16]:
        return None
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
