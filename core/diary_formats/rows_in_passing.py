"""The rows of a long file, read as they are asked for: while the database stores the first, the next are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from core.diary_formats.row_sequence import RowSequence
from core.diary_formats.rows import Row

_COUNTED = 1_000


class ReadAgain(Exception):
    """Rows that were read in passing are not right: what comes later in the file says how to read them."""


class RowsInPassing(RowSequence):
    """Rows that nobody keeps: whoever asks for them again has the file read again, by `read`.

    Asking for them raises what reading raises. `lines` is how many the file has.
    """

    def __init__(self, read: Callable[[], Iterator[Row]], lines: int) -> None:
        self._read = read
        self._lines = lines
        self._expected = 0
        self._length: int | None = None

    @property
    def expected(self) -> int:
        """About how many rows there are, by the lines read so far; exact once all are."""
        return self._expected if self._length is None else self._length

    def __len__(self) -> int:
        if self._length is None:
            self._length = sum(1 for _ in self)
        return self._length

    def __iter__(self) -> Iterator[Row]:
        number = 0
        for number, row in enumerate(self._read(), 1):
            if not number % _COUNTED:
                self._expected = max(number, number * self._lines // row.line)
            yield row
        self._length = number

    def row_at(self, place: int) -> Row:
        return next(islice(self, place, None))
