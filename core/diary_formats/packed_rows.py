"""The rows of a file in little room: as much as the file's own text, where a tuple a row takes five times that.

What an import of hundreds of thousands of entries needs is that they come in their order, and again; so they are kept a
few thousand at a time, a column of each chunk in one piece, and made when they are asked for.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice, pairwise
from typing import NamedTuple

from core.diary_formats.row_sequence import RowSequence
from core.diary_formats.rows import DiaryRow, Row

_CHUNK = 4_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class _Words(NamedTuple):
    """Texts in one piece of UTF-8, and how many characters each has."""

    joined: bytes
    lengths: array[int]

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Words:
        return cls("".join(texts).encode("utf-8", "surrogatepass"), array("L", map(len, texts)))

    def each(self) -> Iterator[str]:
        whole = self.joined.decode("utf-8", "surrogatepass")
        return (whole[start:end] for start, end in pairwise(accumulate(self.lengths, initial=0)))


class _Chunk(NamedTuple):
    """Some rows in their order. `others` are those that are no entries, behind so many entries of the chunk; `said` is
    what is nearly always the same, from the entry on that has it first."""

    lines: array[int]
    client_ids: _Words
    instants: array[int]
    texts: _Words
    said: Sequence[tuple[int, tuple[str, str, str, bool]]]
    others: Sequence[tuple[int, Row]]


class PackedRows(RowSequence):
    """Rows, to be read in their order as often as one likes."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._chunks: list[_Chunk] = []
        self._length = 0
        waiting = iter(rows)
        while some := list(islice(waiting, _CHUNK)):
            self._chunks.append(_pack(some))
            self._length += len(some)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Row]:
        for chunk in self._chunks:
            yield from _unpack(chunk)

    def row_at(self, place: int) -> Row:
        return next(islice(_unpack(self._chunks[place // _CHUNK]), place % _CHUNK, None))


def _pack(rows: Sequence[Row]) -> _Chunk:
    entries = [row for row in rows if isinstance(row, DiaryRow)]
    others: list[tuple[int, Row]] = []
    if len(entries) < len(rows):
        behind = 0
        for row in rows:
            if isinstance(row, DiaryRow):
                behind += 1
            else:
                others.append((behind, row))
    said: list[tuple[int, tuple[str, str, str, bool]]] = []
    for number, row in enumerate(entries):
        if not said or said[-1][1] != row[4:]:
            said.append((number, row[4:]))
    return _Chunk(
        array("L", [row.line for row in entries]),
        _Words.of([row.client_id for row in entries]),
        array("q", [(row.sent_at - _EPOCH) // _MICROSECOND for row in entries]),
        _Words.of([row.text for row in entries]),
        said,
        others,
    )


def _unpack(chunk: _Chunk) -> Iterator[Row]:
    others, said = iter(chunk.others), iter(chunk.said)
    place, other = next(others, (-1, None))
    begins, note = next(said, (-1, ("", "", "", False)))
    now = note
    columns = zip(chunk.lines, chunk.client_ids.each(), chunk.instants, chunk.texts.each(), strict=True)
    for number, (line, client_id, instant, text) in enumerate(columns):
        while place == number and other is not None:
            yield other
            place, other = next(others, (-1, None))
        if begins == number:
            now = note
            begins, note = next(said, (-1, now))
        yield DiaryRow(line, client_id, _EPOCH + timedelta(microseconds=instant), text, *now)
    while other is not None:
        yield other
        place, other = next(others, (-1, None))
