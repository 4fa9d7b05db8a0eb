"""Rows of a file by their place, however they are kept."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import overload

from core.diary_formats.rows import Row


class RowSequence(Sequence[Row]):
    """A part of them is a list; a single one is for `row_at` to find."""

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return list(self)[place]
        return self.row_at(range(len(self))[place])

    @abstractmethod
    def row_at(self, place: int) -> Row:
        """The row at `place`, from 0 on."""
