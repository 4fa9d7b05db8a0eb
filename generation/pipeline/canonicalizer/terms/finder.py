"""Stage A: content words and short phrases that were written on at least two days.

Input: the entries of a window. Output: terms with every place they stand, as spans of the messages. Forms of a
word are one term ("walk", "walked"); a phrase wins over its words. It must never name a topic the person did not
write, join words across punctuation, or say what a term means to them.

Time: linear in the text. Only words of two days or more can be part of a term, and a phrase has at most
`_LONGEST` words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from generation.pipeline.canonicalizer.feelings.clauses import is_inside
from generation.pipeline.canonicalizer.feelings.words import names_feeling
from generation.pipeline.canonicalizer.terms.words import (
    EMPTY_ELSEWHERE,
    EMPTY_WORDS,
    INNER_WORDS,
    UNNAMED,
    WEAK_WORDS,
)
from generation.pipeline.reading.language import is_english
from generation.pipeline.reading.words import fold, stem, word_matches

_LONGEST = 5
_MIN_DAYS = 2
_MAX_TERMS = 40
# Enough to show where a term stands; days are counted over all of them.
_MAX_MENTIONS_A_MESSAGE = 5
_SHORTEST_WORD = 3
_LONGEST_WORD = 40

_ADDRESS = re.compile(r"://|www\.|\w@\w", re.IGNORECASE)
_UNBROKEN = re.compile(r"\S+")
_GAP = re.compile(r"[ \t\u00a0]{1,3}|-")
_CONTRACTIONS = ("n't", "'m", "'re", "'ve", "'ll", "'d")
_Key = tuple[str, ...]


class EntryText(NamedTuple):
    """One message: the local day it belongs to, its text and the spans of its sentences."""

    message_id: str
    day: date
    text: str
    sentences: Sequence[tuple[int, int]]


class TermMention(NamedTuple):
    """One place of a term: `text[start:end]` of that message."""

    message_id: str
    day: date
    start: int
    end: int


class RecurringTermFound(NamedTuple):
    """A term by its stems, and where it stands, in the order of the entries; on two days or more."""

    key: str
    mentions: tuple[TermMention, ...]


class _Class(Enum):
    STRONG = auto()
    WEAK = auto()
    INNER = auto()


class _Word(NamedTuple):
    """A word that may stand in a term. `place` numbers words over all entries; a break skips a number. `joins_last` and
    `joins_next`: a hyphen makes it one with the word on that side, so no term starts or ends there."""

    place: int
    entry: int
    start: int
    end: int
    stem: str
    kind: _Class
    joins_last: bool
    joins_next: bool


class _Run(NamedTuple):
    """Words in a row, first and last one a content word."""

    first: _Word
    last: _Word


def find_recurring_terms(
    entries: Sequence[EntryText], ignored_stems: frozenset[str] = frozenset()
) -> tuple[RecurringTermFound, ...]:
    """Terms by days, then mentions, then text. `ignored_stems`: words reported elsewhere, such as the labels
    of number logs; no term holds one."""
    words = list(_read_words(entries, ignored_stems))
    words = _keep_recurring(words, entries)
    runs_by_key: dict[tuple[str, ...], list[_Run]] = defaultdict(list)
    for key, run in _runs(words):
        runs_by_key[key].append(run)
    recurring = [(key, runs) for key, runs in runs_by_key.items() if len(_days(runs, entries)) >= _MIN_DAYS]
    return tuple(
        RecurringTermFound(" ".join(key), tuple(_mentions(runs, entries)))
        for key, runs in _ranked(_longest_first(recurring, entries), entries)[:_MAX_TERMS]
    )


def _read_words(entries: Sequence[EntryText], ignored: frozenset[str]) -> Iterator[_Word]:
    place = 0
    for number, entry in enumerate(entries):
        text = entry.text
        addresses = _addresses(text)
        english = is_english(text)
        hyphened = "-" in text
        for start, end in entry.sentences:
            last = None
            for match in word_matches(text, start, end):
                first, stop = match.span()
                place += 1 if last is not None and _is_gap(text, last, first) else 2
                last = stop
                joins_last = hyphened and _is_joined(text, first - 1, first - 2)
                joins_next = hyphened and _is_joined(text, stop, stop + 1)
                read = _read_word(match[0], english, joins_last or joins_next)
                if read is None or read[0] in ignored or (addresses and is_inside(addresses, first)):
                    continue
                yield _Word(place, number, first, stop, *read, joins_last, joins_next)
        place += 1


@lru_cache(maxsize=16384)
def _read_word(typed: str, english: bool, joined: bool) -> tuple[str, _Class] | None:
    kind = _classify(typed, english, joined)
    return None if kind is None else (stem(typed), kind)


def _addresses(text: str) -> list[tuple[int, int]]:
    if _ADDRESS.search(text) is None:
        return []
    return [run.span() for run in _UNBROKEN.finditer(text) if _ADDRESS.search(run.group())]


def _is_gap(text: str, last: int, first: int) -> bool:
    return text[last:first] == " " or _GAP.fullmatch(text, last, first) is not None


def _is_joined(text: str, hyphen: int, beyond: int) -> bool:
    """Whether a hyphen joins a word to another one on that side: "e-mail", "x-ray"."""
    return text[hyphen : hyphen + 1] == "-" and 0 <= beyond < len(text) and text[beyond].isalnum()


def _classify(typed: str, english: bool, joined: bool) -> _Class | None:
    """What the word may be in a term; None breaks a phrase."""
    word = fold(typed)
    base = word.removesuffix("'s")
    if len(word) > _LONGEST_WORD or any(character.isdigit() for character in word):
        return None
    if joined and len(word) == 1:
        return _Class.STRONG
    if word in INNER_WORDS:
        return _Class.INNER
    if base in WEAK_WORDS:
        return _Class.WEAK
    if _is_empty(word, base) or (not english and word in EMPTY_ELSEWHERE):
        return None
    long_enough = len(base) >= _SHORTEST_WORD or not base.isascii() or typed.isupper() or joined
    return _Class.STRONG if long_enough else None


def _is_empty(word: str, base: str) -> bool:
    return base in EMPTY_WORDS or word in EMPTY_WORDS or word.endswith(_CONTRACTIONS) or names_feeling(base)


def _keep_recurring(words: Sequence[_Word], entries: Sequence[EntryText]) -> list[_Word]:
    days: dict[str, set[date]] = defaultdict(set)
    for word in words:
        days[word.stem].add(entries[word.entry].day)
    return [word for word in words if word.kind is _Class.INNER or len(days[word.stem]) >= _MIN_DAYS]


def _runs(words: Sequence[_Word]) -> Iterator[tuple[tuple[str, ...], _Run]]:
    """Every row of 1 to `_LONGEST` words that could be a term, with the stems it is compared by."""
    for at, first in enumerate(words):
        if first.kind is _Class.INNER or first.joins_last:
            continue
        stems: list[str] = []
        named_once: set[str] = set()
        for step, word in enumerate(words[at : at + _LONGEST]):
            if word.place != first.place + step or word.stem in named_once:
                break
            if word.kind is not _Class.INNER:
                named_once.add(word.stem)
            if word.stem not in UNNAMED:
                stems.append(word.stem)
            if word.kind is _Class.STRONG and not word.joins_next:
                yield tuple(stems), _Run(first, word)


def _longest_first(
    recurring: Iterable[tuple[_Key, list[_Run]]], entries: Sequence[EntryText]
) -> list[tuple[_Key, list[_Run]]]:
    """The terms that stay when a phrase takes the words it is made of: one that stands on two days or more
    outside the longer terms before it."""
    kept: list[tuple[_Key, list[_Run]]] = []
    taken: set[int] = set()
    ordered = sorted(recurring, key=lambda term: (-len(term[0]), *_rank(term[1], entries), term[0]))
    for key, runs in ordered:
        free = [run for run in runs if taken.isdisjoint(range(run.first.place, run.last.place + 1))]
        if len(_days(free, entries)) >= _MIN_DAYS:
            kept.append((key, runs))
            for run in runs:
                taken.update(range(run.first.place, run.last.place + 1))
    return kept


def _ranked(terms: Iterable[tuple[_Key, list[_Run]]], entries: Sequence[EntryText]) -> list[tuple[_Key, list[_Run]]]:
    return sorted(terms, key=lambda term: (*_rank(term[1], entries), term[0]))


def _rank(runs: Sequence[_Run], entries: Sequence[EntryText]) -> tuple[int, int]:
    return -len(_days(runs, entries)), -len(runs)


def _mentions(runs: Iterable[_Run], entries: Sequence[EntryText]) -> Iterator[TermMention]:
    in_entry: dict[int, int] = defaultdict(int)
    for run in runs:
        number = run.first.entry
        in_entry[number] += 1
        if in_entry[number] <= _MAX_MENTIONS_A_MESSAGE:
            entry = entries[number]
            yield TermMention(entry.message_id, entry.day, run.first.start, run.last.end)


def _days(runs: Iterable[_Run], entries: Sequence[EntryText]) -> set[date]:
    return {entries[run.first.entry].day for run in runs}
