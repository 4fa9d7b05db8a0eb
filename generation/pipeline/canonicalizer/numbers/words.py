"""Stage A: numbers written as words ("two and a half", "half an", "seven out of ten").

In: a place in the text where such a word may begin. Out: where the number ends. "one", "a" and "an" are numbers only
when the unit behind them says so, which the caller checks. "a couple", "a few" and "several" are no numbers.
"""

from __future__ import annotations

import re

from generation.pipeline.reading import lexicon


def _one_of(words: frozenset[str]) -> str:
    """An alternation, the longest first ("seventeen" before "seven")."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_DIGIT = _one_of(lexicon.ONES)
_TEEN = _one_of(lexicon.TEENS)
_TENS = _one_of(lexicon.TENS | {"fourty"})
_SMALL = rf"(?:(?:{_TENS})(?:[- ](?:{_DIGIT}))?|{_TEEN}|{_DIGIT})"
_LARGE = rf"(?:{_SMALL}|an?)[- ](?:hundred|thousand)(?:(?:[- ]and)?[- ]{_SMALL})?"
_PART = r"(?:[- ]and[- ]a[- ](?:half|quarter)|[- ]and[- ]three[- ]quarters)"
_END = r"(?![^\W_])"

# The first letters of every word that may begin a number: what the scanner looks for.
BEGINNING = (
    r"(?:half|three[- ]quarters|a[- ](?:half|quarter|hundred|thousand|dozen)|quarter|dozen"
    r"|an?(?= (?:hour|mile|kilo|km|lit(?:er|re)|gallon|pint|euro|dollar))"
    rf"|{_SMALL}){_END}"
)

_PIECES = re.compile(
    rf"(?:(?P<portion>half(?: an?)?|(?:three[- ]|a[- ])?quarters? of an?|three[- ]quarters|a[- ](?:half|quarter))"
    rf"|(?P<large>{_LARGE})"
    r"|(?P<dozen>(?:a|two|three|half a)? ?dozen)"
    rf"|(?P<small>{_SMALL}){_PART}?"
    r"|(?P<article>an?))" + _END,
    re.IGNORECASE,
)
_RANGE = re.compile(rf" ?(?:to|or|-|–) ?{_SMALL}{_PART}?{_END}", re.IGNORECASE)
_SCALE = re.compile(r"[ -](?:out of|of) (?:ten|five|10|5)" + _END, re.IGNORECASE)
_AND_A_HALF = re.compile(r" and (?:a half|a quarter|three quarters)" + _END, re.IGNORECASE)

_WEAK = frozenset(["one", "a", "an"])


def number_words_end(text: str, at: int, end: int) -> int | None:
    """Where the number in words that begins at `at` ends; None when none does."""
    match = _PIECES.match(text, at, end)
    if match is None:
        return None
    stop = match.end()
    if match["small"]:
        following = _RANGE.match(text, stop, end)
        if following:
            stop = following.end()
    return stop


def scale_words_end(text: str, at: int, end: int) -> int | None:
    """Where " out of ten" ends when it stands at `at`."""
    match = _SCALE.match(text, at, end)
    return match.end() if match else None


def and_a_half_end(text: str, at: int, end: int) -> int | None:
    """Where " and a half" ends when it stands at `at`, behind a unit ("an hour and a half")."""
    match = _AND_A_HALF.match(text, at, end)
    return match.end() if match else None


def is_part(number: str) -> bool:
    """Whether `number` is "half", "a quarter" and the like, which say nothing without a unit."""
    return number.casefold().startswith(("half", "quarter", "three q", "three-q", "a h", "a-h", "a q", "a-q", "an"))


def is_weak(number: str) -> bool:
    """Whether `number` is "one", "a" or "an", which are numbers only before a unit of measure."""
    return number.casefold() in _WEAK
