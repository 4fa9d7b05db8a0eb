"""Section 4: one bullet a day, one part an entry, and what of each entry its part shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .alignment import Place, find_places, find_sequences, weigh
from .dates import DAY, find_day
from .diary import Entry, Fault, Record
from .markup import has_struck, read_units
from .quotations import MARK, Bullet

_MOMENT = re.compile(rf"(?P<day>{DAY})(?: \((?P<count>\d+) entries\))?: (?P<rest>.+)")
_AS_ON = re.compile(rf"as on (?P<day>{DAY})")
NO_MOMENTS = "No entry is logged in this window."


@dataclass(frozen=True)
class Part:
    """What is written for one entry: quotations and `…` in order, or a reference (`as before`: the same day)."""

    tokens: tuple[str, ...]
    """MARK for each quotation, and "…"."""
    quotes: tuple[str, ...]
    reference: date | None = None


@dataclass(frozen=True)
class Moment:
    line: str
    day: date
    count: int | None
    parts: tuple[Part, ...] | None
    """None: not quoted."""


@dataclass(frozen=True)
class Shown:
    """What the summary shows of an entry: places of its quotations; a copy has those of the entry it repeats."""

    entry: Entry
    line: str
    places: tuple[Place, ...]
    status: str
    """whole, part or none"""
    ways: tuple[tuple[Place, ...], ...] = ()
    """All places that fit the quotations as well, where the entry says the same words several times; `places` first."""
    quotes: tuple[str, ...] = ()

    def surely_covers(self, start: int, end: int) -> bool:
        """Some quotation shows all of this stretch, wherever one takes the quotations to stand."""
        return bool(self.ways) and all(
            any(place.start <= start and end <= place.end for place in places) for places in self.ways
        )

    def may_touch(self, start: int, end: int) -> bool:
        """Some quotation shows something of this stretch, where one takes the quotations to stand so."""
        return any(place.start < end and start < place.end for places in self.ways for place in places)


def read_moment(bullet: Bullet, window: Sequence[date]) -> Moment | None:
    """One bullet of Section 4, or None where it is no sentence of the contract."""
    found = _MOMENT.fullmatch(bullet.skeleton)
    day = find_day(found["day"], window) if found else None
    if not found or not day:
        return None
    count = int(found["count"]) if found["count"] else None
    if found["rest"] == "not quoted.":
        return Moment(bullet.line, day, count, None)
    parts: list[Part] = []
    at = found.start("rest")
    for text in found["rest"].split(" / "):
        part = _read_part(text, bullet.quotes_within(at, at + len(text)), day, window)
        if part is None:
            return None
        parts.append(part)
        at += len(text) + 3
    return Moment(bullet.line, day, count, tuple(parts))


def _read_part(text: str, quotes: tuple[str, ...], day: date, window: Sequence[date]) -> Part | None:
    if text == "as before":
        return Part((), (), day)
    if found := _AS_ON.fullmatch(text):
        earlier = find_day(found["day"], window)
        return Part((), (), earlier) if earlier and earlier < day else None
    tokens = text.split(" ")
    if any(token not in ("…", MARK) for token in tokens) or any(a == b == "…" for a, b in pairwise(tokens)):
        return None
    return Part(tuple(tokens), quotes)


def _wrong_dots(entry: Entry, part: Part, places: Sequence[Place]) -> list[str]:
    """What is wrong with the `…` of a part when its quotations stand at these places."""
    wrong: list[str] = []
    units = len(read_units(entry.text))
    edges = [0, *(edge for place in places for edge in (place.first, place.last)), units]
    gaps = [weigh(entry.text, first, last) for first, last in zip(edges[::2], edges[1::2], strict=False)]
    pieces = "".join("." if token == "…" else MARK for token in part.tokens).split(MARK)
    for gap, piece in zip(gaps, pieces, strict=False):
        if gap == "something" and not piece:
            wrong.append("Something of the entry is left out where no … says so.")
        if gap == "nothing" and piece:
            wrong.append("A … stands where nothing of the entry is left out.")
    return wrong


def check_part(entry: Entry, part: Part, line: str) -> tuple[Shown, list[Fault]]:
    """Where the quotations of an entry stand in it, and what is wrong with them."""
    if not part.quotes:
        return Shown(entry, line, (), "none"), []
    sequences = find_sequences(entry.text, part.quotes)
    if not sequences:
        absent = [quote for quote in part.quotes if not find_places(entry.text, quote)]
        detail = (
            f'Not verbatim, or cut inside a word: "{absent[0]}".'
            if absent
            else "The quotations overlap or are out of order."
        )
        return Shown(entry, line, (), "part"), [Fault("moment-quote", line, detail)]
    tried = [(_wrong(entry, part, places, line), places) for places in sequences]
    fewest = min(len(wrong) for wrong, _ in tried)
    faults = next(wrong for wrong, _ in tried if len(wrong) == fewest)
    ways = tuple(places for wrong, places in tried if len(wrong) == fewest)
    return Shown(entry, line, ways[0], "part" if "…" in part.tokens else "whole", ways, part.quotes), faults


def _wrong(entry: Entry, part: Part, places: Sequence[Place], line: str) -> list[Fault]:
    """What is wrong where the quotations stand at these places."""
    faults = [Fault("moment-ellipsis", line, detail) for detail in _wrong_dots(entry, part, places)]
    for quote, place in zip(part.quotes, places, strict=False):
        if has_struck(entry.text, place.start, place.end) and "~~" not in quote and "<" not in quote:
            faults.append(Fault("moment-struck", line, f'Struck-out words are quoted as said: "{quote}".'))
    return faults


def resolve_copies(record: Record, shown: dict[int, Shown]) -> dict[int, Shown]:
    """What is shown of each entry by its number; a copy counts with the entry it repeats."""
    return {entry.number: shown[entry.original] for entry in record.entries if entry.original in shown}
