"""Where the quotations of an entry stand in it, and whether `…` stands exactly where something is left out.

White space, a last full stop, tags and Markdown's marks, of emphasis or at a line's beginning, are nothing; a word,
struck out or not, a digit, an emoji, a line drawn with marks are something. Between the two are marks on which readers
may differ (a list's number, a box, a bracket): leaving one out needs no `…`, and may have one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from functools import cached_property

from generation.pipeline.policy_gate.second_reader.moments import Gap, Part
from generation.pipeline.policy_gate.second_reader.scanner import Quoted

_TAG = r"<(?:/?[A-Za-z]|![A-Za-z])[^<>]{0,200}>|<!--(?:-?>|(?s:.){0,400}?-->)"
_WHOLE_TAG = re.compile(_TAG)
# Marks that stand by themselves are marks of nothing, and may be something, as a fence of code is.
_RUN = r"(?![*_`~]*```)[*_`~]++"
_MARKS = rf"\s|(?<=[^\s*_`~]){_RUN}|(?<![*_`~]){_RUN}(?=\S)"
_PERHAPS = r"[\s*_`~.|\\\[\]()!]|\d{1,3}[.)]\s|\[[xX]\]"
# As typed; and where tags and entities are taken out, so that what looks like one is words.
_NOTHING = (re.compile(rf"(?:{_MARKS}|{_TAG})+"), re.compile(rf"(?:{_MARKS})+"))
_PERHAPS_NOTHING = (re.compile(rf"(?:{_PERHAPS}|{_TAG}|&[A-Za-z]{{2,10}};)+"), re.compile(rf"(?:{_PERHAPS})+"))
# What stands at the beginning of a line of a heading, a quotation or a list.
_LINE_MARKS = re.compile(r"(?:#{1,6}|>(?: ?>)*|[-*+])(?= )")


class Gaps:
    """What is nothing in a text, and what some reader may take for nothing; each looked up without reading it again."""

    def __init__(self, text: str, line_starts: Collection[int], *, holds_tags: bool) -> None:
        self._text = text
        self._line_starts = line_starts
        self._holds_tags = holds_tags

    def is_nothing(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` is surely nothing a reader would miss."""
        if self._lies_in(self._surely, start, end):
            return True
        stop = self._text.rfind(".", start, end) if end == len(self._text) else -1
        # The last full stop of the entry.
        return stop >= 0 and self._lies_in(self._surely, start, stop) and self._lies_in(self._surely, stop + 1, end)

    def may_be_nothing(self, start: int, end: int) -> bool:
        return self.is_nothing(start, end) or self._lies_in(self._perhaps, start, end)

    def _lies_in(self, runs: Sequence[tuple[int, int]], start: int, end: int) -> bool:
        """Whether `start:end` is empty or lies in one of `runs` and cuts no tag in two."""
        if start >= end:
            return True
        run = _run_at(runs, start)
        cuts = any(tag and tag[0] < at < tag[1] for at in (start, end) for tag in (_run_at(self._tags, at),))
        return run is not None and run[1] >= end and not cuts

    @cached_property
    def _tags(self) -> list[tuple[int, int]]:
        return [match.span() for match in _WHOLE_TAG.finditer(self._text)] if self._holds_tags else []

    @cached_property
    def _surely(self) -> list[tuple[int, int]]:
        return [match.span() for match in _NOTHING[not self._holds_tags].finditer(self._without_line_marks)]

    @cached_property
    def _perhaps(self) -> list[tuple[int, int]]:
        return [match.span() for match in _PERHAPS_NOTHING[not self._holds_tags].finditer(self._without_line_marks)]

    @cached_property
    def _without_line_marks(self) -> str:
        """The text with blanks for the marks its lines begin with."""
        seen, at = "", 0
        for marks in filter(None, (_LINE_MARKS.match(self._text, start) for start in sorted(self._line_starts))):
            seen += self._text[at : marks.start()] + " " * len(marks.group())
            at = marks.end()
        return seen + self._text[at:]


def _run_at(runs: Sequence[tuple[int, int]], at: int) -> tuple[int, int] | None:
    """The last of `runs` that begins at or before `at`."""
    number = bisect_right(runs, at, key=lambda run: run[0]) - 1
    return runs[number] if number >= 0 else None


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


def first_missing(part: Part, readings: Sequence[str]) -> Quoted | None:
    """The first quotation whose words stand in no reading of the entry."""
    return next((quote for quote in part.quotes if not any(places_of(quote.words, text) for text in readings)), None)


def fits(part: Part, text: str, gaps: Gaps) -> bool:
    """Whether the quotations of the part stand in `text` in order, with `…` exactly where something is left out."""
    ends = [0]
    gap = False
    for piece in part.pieces:
        if isinstance(piece, Gap):
            gap = True
            continue
        starts = [at for at in places_of(piece.words, text) if _goes_on(ends, gaps, at, gap=gap)]
        ends = [at + len(piece.words) for at in starts]
        gap = False
    return _goes_on(ends, gaps, len(text), gap=gap)


def _goes_on(ends: Sequence[int], gaps: Gaps, start: int, *, gap: bool) -> bool:
    """Whether from one of `ends` the text goes on at `start`: with something between where there is a gap, else with
    nothing. They ascend, so the first leaves out the most and the last before `start` the least."""
    number = 0 if gap else bisect_right(ends, start) - 1
    if number < 0 or number >= len(ends) or ends[number] > start:
        return False
    return not gaps.is_nothing(ends[number], start) if gap else gaps.may_be_nothing(ends[number], start)
