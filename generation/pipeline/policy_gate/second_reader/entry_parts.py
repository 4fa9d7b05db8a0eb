"""Where the quotations of an entry stand in it, and whether `…` stands exactly where something is left out.

White space, a last full stop, tags and Markdown marks are nothing; a word, struck out or not, a digit, an emoji are
something. Between stand marks on which readers may differ (a list's hyphen, a box, a bracket): they are held against
nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from generation.pipeline.policy_gate.second_reader.moments import Gap, Part
from generation.pipeline.policy_gate.second_reader.scanner import Quoted

_TAG = r"</?[A-Za-z!][^<>]{0,200}>"
_NOTHING = re.compile(rf"(?:[\s*_`~#>]|{_TAG})*")
_PERHAPS_NOTHING = re.compile(rf"(?:[\s*_`~#>.+=|\\\[\]()!•-]|{_TAG}|&[A-Za-z]{{2,10}};|\d{{1,3}}[.)]\s|\[[xX]\])*")
_LAST_STOP = re.compile(rf"(?:[\s*_`~#>]|{_TAG})*\.(?:[\s*_`~#>]|{_TAG})*")


class _Found(NamedTuple):
    """A place of a quotation that fits all before it; `before` is the number of the place of the one before."""

    start: int
    end: int
    before: int


def places_of(words: str, text: str) -> list[int]:
    """Where `words` stand in `text`, cut between words."""
    places = []
    at = text.find(words)
    while at >= 0:
        if _parts_words(text, at) and _parts_words(text, at + len(words)):
            places.append(at)
        at = text.find(words, at + 1)
    return places


def _parts_words(text: str, at: int) -> bool:
    return not (text[max(at - 1, 0) : at].isalnum() and text[at : at + 1].isalnum())


def is_nothing(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is surely nothing a reader would miss."""
    if _NOTHING.fullmatch(text, start, end):
        return True
    return end == len(text) and _LAST_STOP.fullmatch(text, start, end) is not None


def may_be_nothing(text: str, start: int, end: int) -> bool:
    return is_nothing(text, start, end) or _PERHAPS_NOTHING.fullmatch(text, start, end) is not None


def first_missing(part: Part, text: str) -> Quoted | None:
    """The first quotation whose words stand nowhere in the entry."""
    return next((quote for quote in part.quotes if not places_of(quote.words, text)), None)


def find_places(part: Part, text: str) -> list[tuple[int, int]] | None:
    """Where each quotation of the part stands in the entry, in order, with `…` where it says; None where it cannot."""
    rows: list[list[_Found]] = [[_Found(0, 0, -1)]]
    gap = False
    for piece in part.pieces:
        if isinstance(piece, Gap):
            gap = True
            continue
        rows.append(_next_places(rows[-1], piece.words, text, gap=gap))
        gap = False
    last = _before(rows[-1], text, len(text), gap=gap)
    if last is None:
        return None
    places: list[tuple[int, int]] = []
    for row in reversed(rows[1:]):
        found = row[last]
        places.append((found.start, found.end))
        last = found.before
    return places[::-1]


def _next_places(row: Sequence[_Found], words: str, text: str, *, gap: bool) -> list[_Found]:
    found = []
    for start in places_of(words, text) if row else ():
        before = _before(row, text, start, gap=gap)
        if before is not None:
            found.append(_Found(start, start + len(words), before))
    return found


def _before(row: Sequence[_Found], text: str, start: int, *, gap: bool) -> int | None:
    """The number of a place in `row` from which the text goes on at `start`: with something between where there is a
    gap, else with nothing. The ends of a row ascend, so the first leaves out the most and the last the least."""
    if not row:
        return None
    number = 0 if gap else bisect_right(row, start, key=lambda found: found.end) - 1
    if number < 0 or row[number].end > start:
        return None
    end = row[number].end
    fits = not is_nothing(text, end, start) if gap else may_be_nothing(text, end, start)
    return number if fits else None
