"""Section 4 as values: `12 Nov (2 entries): "Q" … / as on 8 Nov`. In: a bullet. Out: day and parts, or `Unread`."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from generation.pipeline.policy_gate.second_reader.dates import Dates
from generation.pipeline.policy_gate.second_reader.scanner import Quoted, Scanner, Unread

NOTHING_LOGGED = "No entry is logged in this window."


class Gap(NamedTuple):
    """The `…` that says something is left out here."""

    start: int


class Part(NamedTuple):
    """What a bullet says of one entry: `as on D` or `as before`, or quotations and gaps; a gap alone quotes nothing."""

    start: int
    end: int
    pieces: tuple[Quoted | Gap, ...] = ()
    as_on: Dates | None = None
    is_as_before: bool = False

    @property
    def is_copy(self) -> bool:
        return self.is_as_before or self.as_on is not None

    @property
    def quotes(self) -> tuple[Quoted, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Quoted))

    @property
    def has_gap(self) -> bool:
        return any(isinstance(piece, Gap) for piece in self.pieces)


class MomentSays(NamedTuple):
    """`entries` is the count in brackets, 1 where there is none; no parts: `not quoted.`"""

    start: int
    end: int
    day: Dates
    entries: int
    parts: tuple[Part, ...]


def read_moment(scanner: Scanner) -> MomentSays:
    start = scanner.at
    day = scanner.one_date()
    entries = 1
    if scanner.accept(" ("):
        entries = scanner.number()
        scanner.expect(" entries)")
        if entries < 2:
            raise Unread
    scanner.expect(": ")
    if scanner.accept("not quoted."):
        scanner.expect_end()
        return MomentSays(start, scanner.end, day, entries, ())
    parts = [_part(scanner)]
    while scanner.accept(" / "):
        parts.append(_part(scanner))
    scanner.expect_end()
    if not any(part.quotes or part.is_copy for part in parts):
        raise Unread
    return MomentSays(start, scanner.end, day, entries, tuple(parts))


def _part(scanner: Scanner) -> Part:
    start = scanner.at
    if scanner.accept("as before"):
        return Part(start, scanner.at, is_as_before=True)
    if scanner.accept("as on "):
        on = scanner.one_date()
        return Part(start, scanner.at, as_on=on)
    pieces = [_piece(scanner)]
    # " / " goes on with the next entry, " …" and a quotation with this one.
    while not scanner.is_done and not scanner.sees(" / "):
        scanner.expect(" ")
        pieces.append(_piece(scanner))
    if any(isinstance(a, Gap) and isinstance(b, Gap) for a, b in pairwise(pieces)):
        raise Unread
    return Part(start, scanner.at, tuple(pieces))


def _piece(scanner: Scanner) -> Quoted | Gap:
    at = scanner.at
    return Gap(at) if scanner.accept("…") else scanner.quotation()
