"""The dates the gate reads in a text, in every notation it knows."""

from __future__ import annotations

from datetime import date

import pytest

from generation.pipeline.policy_gate.dates import find_dates

DAYS = (date(2026, 11, 8), date(2026, 11, 9), date(2026, 11, 10), date(2026, 12, 2))


def days_named(words: str) -> list[tuple[int, ...] | None]:
    found = [mention.days(DAYS) for mention in find_dates(words)]
    return [None if days is None else tuple(day.day for day in days) for days in found]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("on 8 Nov", [(8,)]),
        ("8, 9 and 10 Nov", [(8, 9, 10)]),
        ("8 November 2026", [(8,)]),
        ("Nov 8", [(8,)]),
        ("November 8th, 2026", [(8,)]),
        ("the 8th of November", [(8,)]),
        ("2026-11-08", [(8,)]),
        ("9 Nov, 2 Dec", [(9,), (2,)]),
        ("8 to 10 Nov", [(8, 9, 10)]),
        ("8-9 Nov", [(8, 9)]),
        ("9 Nov: 6 h", [(9,)]),
        ("11 Nov", [None]),
        ("8 Oct", [None]),
        ("8 Nov 2025", [None]),
        ("8 to 11 Nov", [None]),
        ("9 and 11 Nov", [None]),
        ("6 h and 7 h", []),
        ("in November", []),
        ("8/11", []),
        ("Nov 8.5", []),
    ],
)
def test_dates_are_read_in_several_notations(words: str, named: list[tuple[int, ...] | None]) -> None:
    assert days_named(words) == named


def test_a_mention_knows_where_it_stands() -> None:
    words = "İ used on 8 and 9 Nov."
    assert [words[mention.start : mention.end] for mention in find_dates(words)] == ["8 and 9 Nov"]
