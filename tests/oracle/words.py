"""Words as they stand: counting them, and finding a form as a whole word, capitals aside.

Where a reader may or may not see a whole word ("mum" in "mum's", "work" in "work-life", "calm" in "_calm_", a word of a
script without spaces), the strict search does not find it and the loose one does. A list of literal days is right when
it names all days of the strict search and none outside the loose one.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from .characters import UNSPACED, is_invisible, is_mark, is_unspaced, is_word_char
from .diary import Entry, Record, fold_space
from .markup import plain_text

NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
"""A number in digits: a run of digits with its . , : /"""
_JOINERS = "'’-‐‑"


def count_words(text: str) -> int:
    """Runs without white space that hold a letter or a digit."""
    return sum(any(is_word_char(char) for char in run) for run in text.split())


def count_words_at_most(text: str) -> int:
    """The largest number of words anybody could count: marks part words, and each character of a script without
    spaces is one."""
    pieces = len(re.findall(r"\w+", text)) + len(UNSPACED.findall(text))
    return max(pieces, len(text.split()))


@lru_cache(maxsize=10_000)
def lower(text: str) -> str:
    """Small letters, each character in its place."""
    if text.isascii():
        return text.lower()
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def _ends_word(inner: str, outer: str, beyond: str, strict: bool) -> bool:
    """The form may begin or end between `inner` and `outer`; `beyond` is the character after `outer`."""
    if not is_word_char(inner):
        return True
    if not strict:
        return not is_word_char(outer) or is_invisible(outer) or is_unspaced(inner) or is_unspaced(outer)
    return not (is_word_char(outer) or outer == "_" or (outer != "" and outer in _JOINERS and is_word_char(beyond)))


def find_form(form: str, text: str, strict: bool) -> list[int]:
    """Where the form stands as a whole word in a text with white space folded."""
    places: list[int] = []
    wanted, within = lower(fold_space(form)), lower(text)
    at = within.find(wanted)
    while wanted and at >= 0:
        end = at + len(wanted)
        before, beyond = within[at - 1 : at], within[at - 2 : at - 1] if at > 1 else ""
        # A sign that is put on the letter before it and has none belongs to no word for certain.
        is_stray = not strict and is_mark(before) and not is_word_char(beyond)
        left = is_stray or _ends_word(within[at], before, beyond, strict)
        right = _ends_word(within[end - 1], within[end : end + 1], within[end + 1 : end + 2], strict)
        if left and right:
            places.append(at)
        at = within.find(wanted, at + 1)
    return places


def stands(form: str, text: str, strict: bool) -> bool:
    return bool(find_form(form, _folded(text), strict))


@lru_cache(maxsize=10_000)
def _folded(text: str) -> str:
    return fold_space(text)


@lru_cache(maxsize=100_000)
def stands_in_entry(form: str, text: str, strict: bool) -> bool:
    """Strictly: as typed and with marks of markup taken out. Loosely: one of the two, letters of another width or font
    read as the plain ones."""
    plain = plain_text(text)
    if strict:
        return stands(form, text, True) and stands(form, plain, True)
    if any(stands(form, reading, False) for reading in (text, plain, html.unescape(text))):
        return True
    return stands(unicodedata.normalize("NFKC", form), unicodedata.normalize("NFKC", plain), False)


def literal_days(record: Record, forms: Iterable[str]) -> tuple[set[date], set[date]]:
    """The days a list must name, and the days it may name."""
    forms = tuple(forms)
    must, may = set(), set()
    for entry in record.entries:
        if any(stands_in_entry(form, entry.text, True) for form in forms):
            must.add(entry.day)
        if any(stands_in_entry(form, entry.text, False) for form in forms):
            may.add(entry.day)
    return must, may


def _favourites(form: str, entries: Sequence[Entry]) -> set[str]:
    """The spelling (capitals) of a form typed most often in these entries, else first; strict and loose."""
    chosen = set()
    for strict in (True, False):
        typed: list[str] = []
        for entry in entries:
            text = fold_space(entry.text)
            typed += [text[at : at + len(form)] for at in find_form(form, text, strict)]
        if typed:
            counts = Counter(typed)
            chosen.add(next(spelling for spelling in typed if counts[spelling] == max(counts.values())))
    return chosen


def is_typed_most_often(record: Record, form: str, days: Iterable[date]) -> bool:
    """The form's capitals are those typed most often, else first. Whether copies count, and whether days count on
    which the word is no feeling, the contract leaves open: each way of counting will do."""
    named = set(days)
    pools = (
        record.entries,
        [entry for entry in record.entries if not entry.is_copy],
        [entry for entry in record.entries if entry.day in named],
        [entry for entry in record.entries if entry.day in named and not entry.is_copy],
    )
    favourites = set().union(*(_favourites(form, pool) for pool in pools))
    return not favourites or form in favourites
