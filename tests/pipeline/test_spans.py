"""Pieces of messages: which places lie in them, and what of a place lies in none."""

from __future__ import annotations

import pytest

from generation.pipeline.policy_gate.spans import Spans

PIECES = [("a", 20, 30), ("a", 2, 5), ("a", 25, 28), ("a", 5, 7), ("a", 30, 32), ("a", 40, 41), ("b", 0, 9)]


@pytest.mark.parametrize(
    ("message", "start", "end", "holds"),
    [
        ("a", 2, 7, True),
        ("a", 1, 7, False),
        ("a", 2, 8, False),
        ("a", 20, 32, True),
        ("a", 27, 32, True),
        ("a", 19, 32, False),
        ("a", 7, 8, False),
        ("a", 40, 41, True),
        ("a", 41, 42, False),
        ("a", 5, 21, False),
        ("b", 0, 9, True),
        ("c", 0, 1, False),
    ],
)
def test_a_place_lies_in_pieces_that_touch_or_overlap(message: str, start: int, end: int, holds: bool) -> None:
    assert Spans(PIECES).holds(message, start, end) is holds


@pytest.mark.parametrize(
    ("message", "start", "end", "left"),
    [
        ("a", 0, 50, [(0, 2), (7, 20), (32, 40), (41, 50)]),
        ("a", 3, 6, []),
        ("a", 3, 20, [(7, 20)]),
        ("a", 7, 20, [(7, 20)]),
        ("a", 6, 40, [(7, 20), (32, 40)]),
        ("a", 42, 50, [(42, 50)]),
        ("b", 0, 10, [(9, 10)]),
        ("c", 3, 4, [(3, 4)]),
    ],
)
def test_what_lies_in_no_piece_is_named(message: str, start: int, end: int, left: list[tuple[int, int]]) -> None:
    assert list(Spans(PIECES).uncovered(message, start, end)) == left
