"""Pieces of messages, and whether another piece lies in them. Part of stage D, for what is quoted or told of."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter

_end = itemgetter(1)


class Spans:
    """Pieces of messages, in order and merged where they touch."""

    def __init__(self, pieces: Iterable[tuple[str, int, int]]) -> None:
        self._pieces: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for message_id, start, end in sorted(pieces):
            own = self._pieces[message_id]
            if own and start <= own[-1][1]:
                own[-1] = (own[-1][0], max(own[-1][1], end))
            else:
                own.append((start, end))

    def holds(self, message_id: str, start: int, end: int) -> bool:
        own = self._pieces.get(message_id, [])
        at = bisect_right(own, start, key=_end)
        return at < len(own) and own[at][0] <= start and end <= own[at][1]

    def uncovered(self, message_id: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The pieces of `start:end` that lie in none."""
        own = self._pieces.get(message_id, [])
        at = start
        for number in range(bisect_right(own, start, key=_end), len(own)):
            first, last = own[number]
            if first >= end:
                break
            if first > at:
                yield at, first
            at = last
        if at < end:
            yield at, end
