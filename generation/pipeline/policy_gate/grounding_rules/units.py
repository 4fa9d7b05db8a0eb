"""Words and numbers of a text in order, with where its clauses break. The shape in which texts and facts are compared.

In: any text. Out: its units. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from generation.pipeline.policy_gate.safe_vocabulary import is_safe
from generation.pipeline.reading.words import fold, plain_words

_UNIT = re.compile(
    r"(?P<number>\d+(?:[.,:/]\d+)*)|(?P<word>[^\W\d_][\w\u0300-\u036f]*(?:['’ʼ][^\W_][\w\u0300-\u036f]*)*)"
)
_BREAK = re.compile(r"[,;:.!?…()\[\]{}\"“”«»‹›\n\r|•]|\s[-–—]+\s|—")
_SEGMENT_BREAK = re.compile(r"[;.!?…\n\r](?!\d)")


class Unit(NamedTuple):
    """`text[start:end]`: a number as typed, or a word by its stems ("didn't" has two); `is_safe` words need no source.

    `clause` numbers the stretches between commas and the like, `segment` those between semicolons and full stops.
    """

    start: int
    end: int
    stems: tuple[str, ...]
    is_number: bool
    is_safe: bool
    clause: int
    segment: int


def read_units(text: str) -> Iterator[Unit]:
    """The words and numbers of `text`."""
    clause = segment = last = 0
    for match in _UNIT.finditer(text):
        between = text[last : match.start()]
        clause += _BREAK.search(between) is not None
        segment += _SEGMENT_BREAK.search(between) is not None
        last = match.end()
        is_number = match["number"] is not None
        stems = (fold(match.group()),) if is_number else plain_words(match.group())
        safe = not is_number and is_safe(match.group())
        yield Unit(match.start(), match.end(), stems, is_number, safe, clause, segment)


def clauses(units: Sequence[Unit]) -> Iterator[tuple[Unit, ...]]:
    """The units of each clause, in order."""
    for _, group in groupby(units, key=lambda unit: unit.clause):
        yield tuple(group)


def stems_of(units: Sequence[Unit]) -> tuple[str, ...]:
    return tuple(stem for unit in units for stem in unit.stems)
