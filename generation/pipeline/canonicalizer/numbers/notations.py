"""Stage A, notations: where numbers stand in a sentence, and which of them cannot be a log.

In: the text and the span of one sentence. Out: `Notation`s in order, without overlap. What is certainly no log (a
date, a time of day with its mark, a telephone number, a version, an ordinal, part of a name or an address) comes
out as kind OTHER, so that the words around it can still be read. Nothing is labelled here. The work for each
number is bounded by the length of its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generation.pipeline.canonicalizer.numbers.not_logs import not_a_log_end, stands_in_a_name
from generation.pipeline.canonicalizer.numbers.notation import VULGAR, Kind, Notation, other
from generation.pipeline.canonicalizer.numbers.units import (
    COUNT,
    CURRENCY,
    GAP,
    MONEY,
    NEVER_NEGATIVE,
    SCALE,
    unit_at,
)
from generation.pipeline.canonicalizer.numbers.words import (
    and_a_half_end,
    is_part,
    is_weak,
    number_words_end,
    scale_words_end,
)
from generation.pipeline.canonicalizer.numbers.written_numbers import TIMES_WORD, written_number
from generation.pipeline.reading.word_set import word_set

# Both cases are written out, because a search that ignores case takes three times as long. What is caught in vain
# ("tend", "sixth") is told by `number_words_end`.
_ANCHOR = re.compile(
    rf"[\d{VULGAR}]|\b[AaDdEeFfHhNnOoQqSsTt](?:(?<=[Aa])[Nn]?[ -][AaDdEeGgHhKkLlMmPpQqTt]|(?<=[Dd])(?i:ozen)"
    r"|(?<=[Ee])(?i:ight|leven)|(?<=[Ff])(?i:our|i[fv]|or)|(?<=[Hh])(?i:alf)|(?<=[Nn])(?i:ine)|(?<=[Oo])(?i:ne)\b"
    r"|(?<=[Qq])(?i:uarter)|(?<=[Ss])(?i:ix|even)|(?<=[Tt])(?i:wo|hree|en|hir|wel|wen))"
)
_PREFIX = re.compile(
    rf"(?P<approx>(?<![-=<>~])[~≈∼～≥≤<>＜＞±]{GAP}?)?(?P<sign>[-−–+](?![ ]))?"
    rf"(?P<money>(?:(?<![^\W_])(?:US|CA|AU|NZ|HK|[ACR]))?[{CURRENCY}]{GAP}?)?(?P<sign2>[-−])?$"
)
_WORD = re.compile(r"[\w]+")


def number_beginnings(text: str) -> list[int]:
    """Where in `text` a number may begin: each digit, and each word that may begin one. One pass over the text."""
    return [match.start() for match in _ANCHOR.finditer(text)]


def find_notations(text: str, start: int, end: int, beginnings: Iterable[int]) -> Iterator[Notation]:
    """The numbers between `start` and `end`, in order. "two and a half hours" is one, "12/11/2026" is OTHER.

    `beginnings` are those of `number_beginnings` that lie in between.
    """
    free = start
    for at in beginnings:
        found = _read(text, at, start, free, end) if at >= free else None
        if found is not None:
            yield found
            free = found.end


def _read(text: str, at: int, start: int, free: int, end: int) -> Notation | None:
    """The number that may begin at `at`; `free` is where the last one ended. None where words are only words."""
    if not (text[at].isdigit() or text[at] in VULGAR):
        return None if text[at - 1 : at] in _WITHIN_A_WORD else _in_words(text, at, end)
    multiplied = text[at - 1 : at] in _MULTIPLIED and _TIMES_BEFORE.search(text, max(start, free, at - 3), at)
    if not multiplied and stands_in_a_name(text, at, start):
        return _name_with_digits(text, at, max(start, free), end) or other(at, _run_end(text, at, end))
    stop = not_a_log_end(text, at, start, end)
    if stop is not None:
        return other(at, max(stop, at + 1))
    found = written_number(text, at, end)
    if _touches_a_word(text, found, end):
        return other(at, _run_end(text, at, end))
    return _with_prefix(text, found, max(free, at - 8))


# "coffee x2", "tea ×1"
_MULTIPLIED = frozenset("xX×")
_WITHIN_A_WORD = frozenset("'’-")
_TIMES_BEFORE = re.compile(r"(?<![^\W_])[x×]$", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"(?<![\w/\\@#.&-])[^\W\d_]{2,8}[-‐‑]?$|(?<![\w/\\@#.&-])[A-Z]$")
_NAME_BEHIND = re.compile(r"\d{1,3}[^\W\d_]{0,4}(?![\w/\\@&-]|\.\w)")


def _name_with_digits(text: str, at: int, low: int, end: int) -> Notation | None:
    """ "PHQ-9", "GAD7", "SpO2", "B12": the word whose digits begin at `at`, whole."""
    before = _NAME_BEFORE.search(text, max(low, at - 10), at)
    behind = _NAME_BEHIND.match(text, at, end)
    return Notation(before.start(), behind.end(), "", None, (), Kind.NAME) if before and behind else None


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


_SPACES = frozenset(["", " "])
# What a space may part from its number.
_SIGNS = frozenset("~≈∼～≥≤<>＜＞±" + CURRENCY)


def _with_prefix(text: str, found: Notation, low: int) -> Notation:
    """`found` with the signs typed before it: "~7", "-2", "€12", "-€5", ".5"."""
    at = found.start
    if text[at - 1 : at] == "." and at - 1 >= low and not text[at - 2 : at - 1].strip():
        at -= 1
    if text[at - 1 : at].isalnum() or (text[at - 1 : at] in _SPACES and text[at - 2 : at - 1] not in _SIGNS):
        return found if at == found.start else found._replace(start=at, value=text[at : at + 1] + found.value)
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
    if unit and unit.start > stop:
        name = text[unit.start : unit.end]
        behind = and_a_half_end(text, unit.end, end)
        if behind:
            return Notation(at, behind, text[at:behind], None, unit.dimensions, Kind.MEASURE)
        if is_weak(value) and name.casefold() in _NO_MEASURE_OF_ONE:
            return None
        return Notation(at, unit.end, value, name, unit.dimensions, Kind.MEASURE)
    times = TIMES_WORD.match(text, stop, end)
    if times:
        return Notation(at, times.end(), value, times[1], (COUNT,), Kind.TIMES)
    if is_part(value):
        if _DIGIT_BEHIND.match(text, stop, end):
            return None  # "half a 50 mg": it bounds that one
        return Notation(at, stop, value, None, (), Kind.RATIO)
    return Notation(at, stop, value, None, (), Kind.ARTICLE if is_weak(value) else Kind.BARE)


_DIGIT_BEHIND = re.compile(rf"{GAP}\d")
# "one day", "a second", "a m" say no amount; "an hour" and "a mile" do.
_NO_MEASURE_OF_ONE = word_set(
    """
    day days night week month year s m l g h second seconds sec secs min minute minutes degree degrees stone
    pound oz cal std tag ora ore cent inch foot feet yard yards deg grad can try
    """
)
