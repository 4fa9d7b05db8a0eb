"""Where a quotation stands in an entry: verbatim, white space folded, tags and Markdown marks kept or left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice

from .characters import is_unspaced, is_word_char
from .markup import Unit, read_units

_TRIES = 500
"""So many ways to place the quotations of an entry are looked at."""


@dataclass(frozen=True)
class Place:
    """The units (first, past the last) and the code points (start, end) of an entry that a quotation shows."""

    first: int
    last: int
    start: int
    end: int


def _match(units: Sequence[Unit], quote: str, first: int) -> set[int]:
    """Past which units the quotation may end when it begins at this one: of two marks either may be left out."""
    stack, seen, ends = [(0, first)], set(), set()
    while stack:
        at, here = stack.pop()
        # Most are one character that stands there or does not.
        while here < len(units) and units[here].is_plain and quote.startswith(units[here].text, at) and at < len(quote):
            at, here = at + len(units[here].text), here + 1
        if at == len(quote):
            ends.add(here)
            continue
        if here == len(units) or (at, here) in seen:
            continue
        seen.add((at, here))
        unit = units[here]
        if here > first and (unit.skippable or (unit.kind == "space" and quote[at - 1 : at] == " ")):
            stack.append((at, here + 1))
        if quote[at] == " " and (unit.kind == "space" or unit.breaks):
            stack.append((at + 1, here + 1))
        for text in filter(None, (unit.text, unit.also)):
            if quote.startswith(text, at):
                stack.append((at + len(text), here + 1))
    return ends


def cuts_word(text: str, at: int) -> bool:
    """A word, or a number with its . , : / stands across this point of the text."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if is_unspaced(before) or is_unspaced(after):
        return False
    if is_word_char(before) and is_word_char(after):
        return True
    beyond, behind = text[at + 1 : at + 2], text[at - 2 : at - 1] if at > 1 else ""
    for near, joiner, far in ((before, after, beyond), (after, before, behind)):
        if joiner in "'’-" and near.isalpha() and far.isalpha():
            return True
        if joiner in ".,:/" and near.isdigit() and far.isdigit():
            return True
    return False


@lru_cache(maxsize=50_000)
def find_places(text: str, quote: str) -> tuple[Place, ...]:
    """All places where the quotation stands in the entry, cut between words."""
    units = read_units(text)
    places = []
    for first in _beginnings(text).get(quote[:1], ()):
        start = units[first].start
        for last in () if cuts_word(text, start) else sorted(_match(units, quote, first)):
            if not cuts_word(text, units[last - 1].end):
                places.append(Place(first, last, start, units[last - 1].end))
    return tuple(places)


@lru_cache(maxsize=1_000)
def _beginnings(text: str) -> dict[str, list[int]]:
    """The units, spaces aside, by the characters they may begin with."""
    found: dict[str, list[int]] = {}
    for at, unit in enumerate(read_units(text)):
        for sign in {unit.text[0], *unit.also[:1]} if unit.kind != "space" else ():
            found.setdefault(sign, []).append(at)
    return found


def _sequences(text: str, quotes: Sequence[str], from_unit: int) -> Iterator[tuple[Place, ...]]:
    if not quotes:
        yield ()
        return
    for place in find_places(text, quotes[0]):
        if place.first >= from_unit:
            for rest in _sequences(text, quotes[1:], place.last):
                yield (place, *rest)


def find_sequences(text: str, quotes: Sequence[str]) -> list[tuple[Place, ...]]:
    """The ways in which several quotations stand in an entry one after the other: the first of them, and the last."""
    ways = list(islice(_sequences(text, quotes, 0), _TRIES))
    last = _last_sequence(text, quotes)
    return ways if last is None or last in ways else [*ways, last]


def _last_sequence(text: str, quotes: Sequence[str]) -> tuple[Place, ...] | None:
    """Each quotation as far behind as it can stand."""
    way: list[Place] = []
    for quote in reversed(quotes):
        fitting = [place for place in find_places(text, quote) if not way or place.last <= way[-1].first]
        if not fitting:
            return None
        way.append(fitting[-1])
    return tuple(reversed(way))


@lru_cache(maxsize=1_000)
def _counts(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """How many units before each place are something, and how many either."""
    units = read_units(text)
    return tuple(
        tuple(accumulate((unit.weight == weight for unit in units), initial=0)) for weight in ("something", "either")
    )


def weigh(text: str, first: int, last: int) -> str:
    """What is left out between two units: something, nothing, or either (the contract does not say)."""
    something, either = (counts[max(first, last)] - counts[first] for counts in _counts(text))
    if something == 1:
        units = read_units(text)[first:last]
        if "".join(unit.text for unit in units if unit.weight != "nothing").strip() == ".":
            return "either"
    return "something" if something else "either" if either else "nothing"
