"""Local calendar dates as instants: where a window of dates begins and ends in a zone.

Which 15 dates a summary is of, and in whose zone, is decided in `generation/summary_requests.py`, `_window`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


class WindowBounds(NamedTuple):
    """`start` inclusive, `end` exclusive, both UTC. Every instant of the window lies between them.

    `exact` is False where a clock change touches one of the two midnights: then some instants between
    the bounds belong to other dates, so the `local_date` of each has to be compared.
    """

    start: datetime
    end: datetime
    exact: bool


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """The calendar date at an aware instant, as people in the zone would give it."""
    return instant.astimezone(zone).date()


def window_bounds(first: date, last: date, zone: ZoneInfo) -> WindowBounds:
    """The instants between which every local date from `first` to `last` (inclusive) lies.

    A midnight may not exist, or exist twice, and a whole day may be left out. Both readings of it
    are taken, and the wider one is the bound. Raises ValueError where `last` is before `first`.
    """
    if last < first:
        raise ValueError("a window's last date is not before its first")
    starts = _readings_of_midnight(first, zone)
    ends = _readings_of_midnight(last + timedelta(days=1), zone)
    exact = starts[0] == starts[1] and ends[0] == ends[1]
    return WindowBounds(min(starts), max(ends), exact)


def _readings_of_midnight(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return midnight.astimezone(UTC), midnight.replace(fold=1).astimezone(UTC)
