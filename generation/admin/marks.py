"""Marking pieces of a text, safely: the text is hostile, the marks are ours.

The one place where spans become HTML; `static/generation/desk.css` gives each kind its underline and fill.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Kind(StrEnum):
    """What a mark says of its words; the value is its CSS class."""

    SOURCE = "sb-source"
    FINDING = "sb-finding"
    FEELING = "sb-feeling"
    NUMBER = "sb-number"
    SAFETY = "sb-safety"
    EVENT = "sb-event"
    OPENNESS = "sb-openness"
    LISTED = "sb-listed"


@dataclass(frozen=True)
class Mark:
    """`start` to `end` (code points of the text it is laid on); `note` is shown on hover and read aloud."""

    start: int
    end: int
    kind: Kind
    note: str


def marked(text: str, marks: Iterable[Mark] = (), *, start: int = 0, end: int | None = None) -> SafeString:
    """`text[start:end]` with what of `marks` lies in it. Marks may overlap; empty ones leave no trace."""
    stop = len(text) if end is None else end
    opening, closing = _edges(marks, start, stop)
    if not opening:
        return format_html("{}", text[start:stop])
    edges = sorted({start, stop} | opening.keys() | closing.keys())
    pieces = []
    under: list[Mark] = []
    for here, there in pairwise(edges):
        under = [mark for mark in under if mark not in closing[here]] + opening[here]
        pieces.append((_piece(text[here:there], under),))
    return format_html_join("", "{}", pieces)


def _edges(marks: Iterable[Mark], start: int, stop: int) -> tuple[dict[int, list[Mark]], dict[int, list[Mark]]]:
    opening: dict[int, list[Mark]] = defaultdict(list)
    closing: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, stop)
        if first < last:
            opening[first].append(mark)
            closing[last].append(mark)
    return opening, closing


def _piece(text: str, under: list[Mark]) -> SafeString:
    if not under:
        return format_html("{}", text)
    kinds = " ".join(sorted({mark.kind.value for mark in under}))
    notes = "; ".join(dict.fromkeys(mark.note for mark in under))
    return format_html('<mark class="{}" title="{}">{}</mark>', kinds, notes, text)
