"""Where the quotations of an entry stand in it, and whether `…` stands exactly where something is left out.

White space, a last full stop, tags and Markdown marks are nothing; a word, struck out or not, a digit, an emoji are
something. Between stand marks on which readers may differ (a list's hyphen, a box, a bracket): they are held against
nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from generation.pipeline.policy_gate.second_reader.moments import Gap, Part
from generation.pipeline.policy_gate.second_reader.scanner import Quoted

_TAG = r"</?[A-Za-z!][^<>]{0,200}>"
_NOTHING = re.compile(rf"(?:[\s*_`~#>]|{_TAG})*")
_PERHAPS_NOTHING = re.compile(rf"(?:[\s*_`~#>.+=|\\\[\]()!•-]|{_TAG}|&[A-Za-z]{{2,10}};|\d{{1,3}}[.)]\s|\[[xX]\])*")
_LAST_STOP = re.compile(rf"(?:[\s*_`~#>]|{_TAG})*\.(?:[\s*_`~#>]|{_TAG})*")


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


def first_missing(part: Part, readings: Sequence[str]) -> Quoted | None:
    """The first quotation whose words stand in no reading of the entry."""
    return next((quote for quote in part.quotes if not any(places_of(quote.words, text) for text in readings)), None)


def fits(part: Part, text: str) -> bool:
    """Whether the quotations of the part stand in `text` in order, with `…` exactly where something is left out."""
    ends = [0]
    gap = False
    for piece in part.pieces:
        if isinstance(piece, Gap):
            gap = True
            continue
        starts = [at for at in places_of(piece.words, text) if _goes_on(ends, text, at, gap=gap)]
        ends = [at + len(piece.words) for at in starts]
        gap = False
    return _goes_on(ends, text, len(text), gap=gap)


def _goes_on(ends: Sequence[int], text: str, start: int, *, gap: bool) -> bool:
    """Whether from one of `ends` the text goes on at `start`: with something between where there is a gap, else with
    nothing. They ascend, so the first leaves out the most and the last before `start` the least."""
    number = 0 if gap else bisect_right(ends, start) - 1
    if number < 0 or number >= len(ends) or ends[number] > start:
        return False
    return not is_nothing(text, ends[number], start) if gap else may_be_nothing(text, ends[number], start)
