"""Ids that come twice in a file: two texts under one would make each import of it revise the message twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from core.diary_formats.rows import DiaryRow, Row


class DistinctIds:
    """Tells of each row, asked in the order of the file, whether its id came before.

    A file has hundreds of thousands of ids and hardly ever one twice: until one is, only hashes are kept.
    """

    def __init__(self, rows: Collection[Row]) -> None:
        self._rows = rows
        self._asked = 0
        self._hashes: set[int] = set()
        self._firsts: dict[str, tuple[int, DiaryRow]] | None = None

    def first_of(self, row: DiaryRow) -> DiaryRow | None:
        """The earlier row that has this row's id first, or None."""
        number, self._asked = self._asked, self._asked + 1
        hashed = hash(row.client_id)
        if hashed not in self._hashes:
            self._hashes.add(hashed)
            return None
        if self._firsts is None:
            self._firsts = self._find_firsts()
        # Two ids may have one hash.
        first = self._firsts[row.client_id]
        return None if first[0] == number else first[1]

    def _find_firsts(self) -> dict[str, tuple[int, DiaryRow]]:
        """The first row, and which entry of the file it is, of each id whose hash comes twice."""
        once: set[int] = set()
        twice: set[int] = set()
        for row in self._entries():
            hashed = hash(row.client_id)
            (twice if hashed in once else once).add(hashed)
        firsts: dict[str, tuple[int, DiaryRow]] = {}
        for number, row in enumerate(self._entries()):
            if hash(row.client_id) in twice:
                firsts.setdefault(row.client_id, (number, row))
        return firsts

    def _entries(self) -> Iterator[DiaryRow]:
        return (row for row in self._rows if isinstance(row, DiaryRow))
