"""A month with clock changes both ways in 30 zones, schedules at awkward hours, and what is due by a walk of the clock.

The walk shares nothing with what it is compared with: it reads the local time every quarter of an hour, and a date is
due when clocks first show its time or a later one.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from uuid import UUID
from zoneinfo import ZoneInfo

from generation.scheduling.due import Schedule

BEGIN, END = datetime(2025, 3, 8, tzinfo=UTC), datetime(2025, 4, 9, tzinfo=UTC)
# Clocks go forward in Europe meanwhile.
OUTAGE = (datetime(2025, 3, 29, 12, tzinfo=UTC), datetime(2025, 3, 31, 12, tzinfo=UTC))
# Forward on 9 March in America, on 29 and 30 March in Europe and the Levant; back on 5 and 6 April in the south and in
# Morocco; offsets of 30 and 45 minutes; dates 26 hours apart.
ZONES = (
    *("America/New_York", "America/Los_Angeles", "America/Havana", "America/St_Johns", "America/Anchorage"),
    *("Europe/Berlin", "Europe/London", "Europe/Helsinki", "Atlantic/Azores", "America/Nuuk", "Antarctica/Troll"),
    *("Asia/Beirut", "Asia/Jerusalem", "Africa/Casablanca", "Africa/El_Aaiun", "Europe/Chisinau", "Europe/Lisbon"),
    *("Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "America/Santiago"),
    *("Pacific/Easter", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Tokyo"),
    *("America/Sao_Paulo", "UTC"),
)
_HOURS = [
    time(0),
    time(0, 30),
    time(1, 30),
    time(2),
    time(2, 30),
    time(3),
    time(8),
    time(19, 45),
    time(23),
    time(23, 30),
]
_STEP = timedelta(minutes=15)


@dataclass(frozen=True)
class Scheduled:
    """Somebody with a schedule from the beginning of the month on."""

    id: UUID
    zone: str
    schedule: Schedule


def scheduled_people(number: int) -> list[Scheduled]:
    chance = random.Random(20250308)
    return [
        Scheduled(UUID(int=chance.getrandbits(128)), ZONES[place % len(ZONES)], _schedule(chance))
        for place in range(number)
    ]


def _schedule(chance: random.Random) -> Schedule:
    weekday = chance.choice([*[None] * 3, *range(7)])
    first_on = BEGIN.date() + timedelta(days=chance.randrange(3))
    return Schedule(weekday, chance.choice([1, 2, 5, 14]), chance.choice(_HOURS), first_on, BEGIN)


@cache
def _clock_of(zone: str) -> list[datetime]:
    """The latest local time shown so far, every quarter of an hour from a day before the month."""
    steps = (END - BEGIN + timedelta(days=2)) // _STEP
    place = ZoneInfo(zone)
    shown = ((BEGIN - timedelta(days=1) + n * _STEP).astimezone(place).replace(tzinfo=None) for n in range(steps))
    return list(accumulate(shown, max))


def moments(person: Scheduled) -> list[tuple[date, datetime]]:
    """Every date of the person's schedule that becomes due in the month, with its instant."""
    found = []
    for ahead in range((END - BEGIN).days + 1):
        day = BEGIN.date() + timedelta(days=ahead)
        if not _is_of(person.schedule, day):
            continue
        steps = bisect_left(_clock_of(person.zone), datetime.combine(day, person.schedule.at))
        at = BEGIN - timedelta(days=1) + steps * _STEP
        if BEGIN < at < END:
            found.append((day, at))
    return found


def _is_of(schedule: Schedule, day: date) -> bool:
    if day < schedule.first_on:
        return False
    if schedule.weekday is not None:
        return day.weekday() == schedule.weekday
    return (day - schedule.first_on).days % schedule.days == 0
