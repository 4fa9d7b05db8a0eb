"""When summaries of a schedule are due. Pure: the schedule, the zone, the last run and the time come from outside.

A schedule names local dates; each date has one moment. If its time of day does not exist on it, because clocks
went forward past it, the next that does is taken; of one that exists twice, the first. So a date is run once, whatever
the clocks or the person do meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_WEEK = 7
_SECOND = timedelta(seconds=1)


class Schedule(NamedTuple):
    """On each `weekday` (0 is Monday), or if that is None every `days` days from `first_on`; at the local time `at`.

    Only what is due after the instant `since` counts: before it there was no such schedule.
    """

    weekday: int | None
    days: int
    at: time
    first_on: date
    since: datetime

    @property
    def period(self) -> int:
        return self.days if self.weekday is None else _WEEK

    @property
    def begins(self) -> date:
        """Its first date."""
        if self.weekday is None:
            return self.first_on
        return self.first_on + timedelta(days=(self.weekday - self.first_on.weekday()) % _WEEK)


class Due(NamedTuple):
    """A summary that is due: the local date it is of, the instant (UTC), and how many earlier dates were skipped."""

    on: date
    at: datetime
    passed_over: int = 0


def due(schedule: Schedule, zone: ZoneInfo, last_run: date | None, now: datetime) -> Due | None:
    """The last one that is due at `now`, None if none is. `last_run` is the date last dealt with.

    Of several that nobody ran, only the last is made up for; the others are counted.
    """
    dates = _dates_back(schedule, now.astimezone(zone).date())
    # A moment is never before its date, so only the newest dates can lie ahead.
    on = next((day for day in dates if first_moment(day, schedule.at, zone) <= now), None)
    if on is None or not _counts(schedule, zone, last_run, on):
        return None
    earlier = _dates_back(schedule, on - _DAY)
    passed_over = sum(1 for _ in takewhile(lambda day: _counts(schedule, zone, last_run, day), earlier))
    return Due(on, first_moment(on, schedule.at, zone), passed_over)


def next_due(schedule: Schedule, zone: ZoneInfo, last_run: date | None, now: datetime) -> Due:
    """The first one that is due after `now`."""
    # A moment may lie on the day after its date, where clocks go forward over midnight.
    day = max(schedule.begins, now.astimezone(zone).date() - _DAY)
    day += timedelta(days=(schedule.begins - day).days % schedule.period)
    while not (_counts(schedule, zone, last_run, day) and first_moment(day, schedule.at, zone) > now):
        day += timedelta(days=schedule.period)
    return Due(day, first_moment(day, schedule.at, zone))


def spread(patient_id: UUID, within: timedelta) -> timedelta:
    """How long after the moment a person's turn comes: always the same for a person, in whole seconds below `within`.

    So people who chose the same hour do not all ask in the same second.
    """
    number = int.from_bytes(hashlib.sha256(patient_id.bytes).digest()[:8])
    return _SECOND * (number % max(within // _SECOND, 1))


def first_moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) of the date at which clocks show that time; where they skip it, the first after it."""
    wanted = datetime.combine(day, clock)
    later = wanted.replace(tzinfo=zone).astimezone(UTC)
    if _shown(later, zone) == wanted:
        return later
    # Skipped: by the offset before the change it comes too late, by the one after it too early.
    earlier = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC)
    while later - earlier > _SECOND:
        middle = earlier + (later - earlier) // 2 // _SECOND * _SECOND
        earlier, later = (earlier, middle) if _shown(middle, zone) >= wanted else (middle, later)
    return later


def _shown(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _dates_back(schedule: Schedule, day: date) -> Iterator[date]:
    """The schedule's dates on and before `day`, the newest first."""
    day -= timedelta(days=(day - schedule.begins).days % schedule.period)
    while day >= schedule.begins:
        yield day
        day -= timedelta(days=schedule.period)


def _counts(schedule: Schedule, zone: ZoneInfo, last_run: date | None, day: date) -> bool:
    return (last_run is None or day > last_run) and first_moment(day, schedule.at, zone) > schedule.since
