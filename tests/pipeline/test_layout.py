"""Dates and lists of words as the text writes them."""

from __future__ import annotations

from datetime import date

import pytest

from generation.pipeline.writer.layout import listed, short_dates


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("11-08", "8 Nov"),
        ("11-08 11-10", "8 and 10 Nov"),
        ("11-08 11-10 11-15", "8, 10 and 15 Nov"),
        ("10-31 11-02", "31 Oct and 2 Nov"),
        ("10-30 10-31 11-02", "30, 31 Oct and 2 Nov"),
        ("10-31 11-02 11-04", "31 Oct, 2 and 4 Nov"),
        ("09-30 10-01 11-02", "30 Sep, 1 Oct and 2 Nov"),
    ],
)
def test_days_name_their_month_once(days: str, said: str) -> None:
    assert short_dates([date.fromisoformat(f"2026-{day}") for day in days.split()]) == said


def test_january_of_two_years_is_two_months() -> None:
    assert short_dates([date(2026, 1, 31), date(2027, 1, 1)]) == "31 Jan and 1 Jan"


@pytest.mark.parametrize(("items", "said"), [("a", "a"), ("ab", "a and b"), ("abc", "a, b and c")])
def test_last_of_several_words_is_joined_by_and(items: str, said: str) -> None:
    assert listed(items) == said
