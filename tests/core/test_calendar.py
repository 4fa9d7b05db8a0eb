"""Windows are whole local calendar dates, across every change of the clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import local_date, window_bounds
from core.zones import known_zones

# Every fourteenth year, and those in which zones moved across the date line.
YEARS = sorted({*range(1911, 2037, 14), 1945, 1969, 1993, 1994, 2011})
DAY = timedelta(days=1)


def clock_changes(zone: ZoneInfo, year: int) -> Iterator[datetime]:
    """Instants in the days of a year in which the zone's offset changes."""
    at = datetime(year, 1, 1, tzinfo=UTC)
    offset = at.astimezone(zone).utcoffset()
    while at.year == year:
        at += DAY
        if (after := at.astimezone(zone).utcoffset()) != offset:
            offset = after
            yield at - DAY / 2


def probes(around: datetime) -> list[datetime]:
    """Instants every 30 minutes of the days around, and the minutes before and after each hour."""
    steps = [around.replace(minute=0) + timedelta(minutes=30 * n) for n in range(-84, 85)]
    return steps + [step + timedelta(minutes=n) for step in steps[60:110] for n in (-1, 1)]


@pytest.mark.parametrize("year", YEARS)
def test_across_every_clock_change_each_instant_is_in_the_window_of_its_date_only(
    year: int,
) -> None:
    changes = 0
    for name in sorted(known_zones()):
        zone = ZoneInfo(name)
        for change in clock_changes(zone, year):
            changes += 1
            require_dates_told_apart(zone, change)
    assert changes > 20


def require_dates_told_apart(zone: ZoneInfo, change: datetime) -> None:
    dated = [(instant, local_date(instant, zone)) for instant in probes(change)]
    around = local_date(change, zone)
    for days in range(-2, 3):
        day = around + timedelta(days=days)
        start, end, exact = window_bounds(day, day, zone)
        for instant, its_date in dated:
            between = start <= instant < end
            assert between or its_date != day, (zone.key, day, instant)
            assert not (exact and between) or its_date == day, (zone.key, day, instant)


@pytest.mark.parametrize(
    ("name", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),  # forward at 02:00
        ("Europe/Berlin", date(2026, 10, 25), 25),  # back at 03:00
        ("America/Sao_Paulo", date(2018, 11, 4), 23),  # forward at 00:00: midnight does not exist
        ("America/Sao_Paulo", date(2018, 2, 17), 25),  # back at 24:00
        ("Asia/Beirut", date(2022, 3, 27), 23),  # forward at 00:00
        ("Pacific/Apia", date(2011, 12, 29), 24),  # the day before the one left out
        ("Pacific/Apia", date(2011, 12, 31), 24),  # and the day after
    ],
)
def test_a_date_is_as_long_as_it_was(name: str, day: date, hours: int) -> None:
    zone = ZoneInfo(name)
    start, end, _ = window_bounds(day, day, zone)
    minutes = (start + timedelta(minutes=n) for n in range(int((end - start).total_seconds()) // 60))
    assert sum(local_date(minute, zone) == day for minute in minutes) == hours * 60


def test_a_date_that_was_left_out_holds_no_instant() -> None:
    zone, day = ZoneInfo("Pacific/Apia"), date(2011, 12, 30)
    start, end, exact = window_bounds(day, day, zone)
    hours = [start + timedelta(hours=n) for n in range(int((end - start).total_seconds()) // 3600)]
    assert not exact
    assert not [hour for hour in hours if local_date(hour, zone) == day]


@given(
    st.sampled_from(sorted(known_zones())),
    st.integers(0, 200 * 365 * 24 * 3600),
    st.integers(0, 30),
)
def test_an_instant_lies_in_every_window_that_holds_its_date(name: str, seconds: int, days: int) -> None:
    zone = ZoneInfo(name)
    instant = datetime(1900, 1, 3, tzinfo=UTC) + timedelta(seconds=seconds)
    its_date = local_date(instant, zone)
    start, end, _ = window_bounds(its_date - timedelta(days=days), its_date, zone)
    assert start <= instant < end


def test_a_window_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="not before its first"):
        window_bounds(date(2026, 11, 2), date(2026, 11, 1), ZoneInfo("UTC"))
