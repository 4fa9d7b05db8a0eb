"""When a summary is due: local times that are skipped or come twice, what is made up, what does not count."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from generation.scheduling.due import Due, Schedule, due, first_moment, next_due, spread

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = 0


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def weekly(weekday: int = MONDAY, at: time = time(8)) -> Schedule:
    return Schedule(weekday, 1, at, date(2025, 3, 1), instant("2025-03-01T12:00+01:00"))


def daily(days: int = 1, at: time = time(8)) -> Schedule:
    return Schedule(None, days, at, date(2025, 3, 1), instant("2025-03-01T12:00+01:00"))


@pytest.mark.parametrize(
    ("zone", "day", "clock", "moment"),
    [
        # Clocks go from 02:00 to 03:00.
        ("Europe/Berlin", date(2025, 3, 30), time(2, 30), "2025-03-30T03:00+02:00"),
        ("Europe/Berlin", date(2025, 3, 30), time(2), "2025-03-30T03:00+02:00"),
        ("Europe/Berlin", date(2025, 3, 30), time(3), "2025-03-30T03:00+02:00"),
        ("Europe/Berlin", date(2025, 3, 30), time(1, 59), "2025-03-30T01:59+01:00"),
        # Twice: the first of the two.
        ("Europe/Berlin", date(2025, 10, 26), time(2, 30), "2025-10-26T02:30+02:00"),
        # By half an hour, by two hours, over midnight, at midnight.
        ("Australia/Lord_Howe", date(2025, 10, 5), time(2, 15), "2025-10-05T02:30+11:00"),
        ("Antarctica/Troll", date(2025, 3, 30), time(1, 30), "2025-03-30T03:00+02:00"),
        ("America/Nuuk", date(2025, 3, 29), time(23, 30), "2025-03-30T00:00-01:00"),
        ("Asia/Beirut", date(2025, 3, 30), time(0), "2025-03-30T01:00+03:00"),
        ("America/Santiago", date(2025, 4, 5), time(23, 30), "2025-04-05T23:30-03:00"),
        # A day that was left out altogether.
        ("Pacific/Apia", date(2011, 12, 30), time(9), "2011-12-31T00:00+14:00"),
    ],
)
def test_date_has_one_moment(zone: str, day: date, clock: time, moment: str) -> None:
    assert first_moment(day, clock, ZoneInfo(zone)) == instant(moment)


def test_nothing_is_due_before_its_moment() -> None:
    assert due(weekly(), BERLIN, None, instant("2025-03-03T07:59:59+01:00")) is None
    at = instant("2025-03-03T08:00+01:00")
    assert due(weekly(), BERLIN, None, at) == Due(date(2025, 3, 3), at)


def test_what_was_run_is_not_due_again() -> None:
    assert due(weekly(), BERLIN, date(2025, 3, 3), instant("2025-03-09T23:00+01:00")) is None


def test_late_one_keeps_the_date_it_was_due_on() -> None:
    found = due(weekly(), BERLIN, None, instant("2025-03-05T17:00+01:00"))
    assert found == Due(date(2025, 3, 3), instant("2025-03-03T08:00+01:00"))


def test_only_the_last_is_made_up_for() -> None:
    found = due(daily(), BERLIN, date(2025, 3, 2), instant("2025-03-07T07:00+01:00"))
    assert found == Due(date(2025, 3, 6), instant("2025-03-06T08:00+01:00"), passed_over=3)


def test_nothing_is_due_by_a_schedule_that_was_not_there_yet() -> None:
    assert due(daily(at=time(8)), BERLIN, None, instant("2025-03-01T20:00+01:00")) is None
    found = due(daily(at=time(18)), BERLIN, None, instant("2025-03-01T20:00+01:00"))
    assert found is not None
    assert found.on == date(2025, 3, 1)


def test_days_are_counted_from_the_first() -> None:
    found = [due(daily(10), BERLIN, None, instant(f"2025-03-{day}T09:00+01:00")) for day in ("10", "11", "20", "21")]
    assert [one.on.day if one else None for one in found] == [None, 11, 11, 21]


def test_moment_that_came_twice_is_run_once() -> None:
    schedule = daily(at=time(2, 30))
    first = due(schedule, BERLIN, date(2025, 10, 25), instant("2025-10-26T02:30+02:00"))
    assert first is not None
    assert due(schedule, BERLIN, first.on, instant("2025-10-26T02:30+01:00")) is None


def test_whoever_moves_over_the_date_line_has_a_date_once() -> None:
    schedule, auckland, honolulu = daily(), ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")
    there = due(schedule, auckland, None, instant("2025-03-10T09:00+13:00"))
    assert there is not None
    assert there.on == date(2025, 3, 10)
    # It is the 9th there still, and then the 10th once more.
    assert due(schedule, honolulu, there.on, instant("2025-03-10T09:00-10:00")) is None
    assert next_due(schedule, honolulu, there.on, instant("2025-03-09T12:00-10:00")).on == date(2025, 3, 11)


@pytest.mark.parametrize("schedule", [weekly(), weekly(6, time(2, 30)), daily(), daily(14, time(23, 59))])
def test_next_is_the_first_that_becomes_due(schedule: Schedule) -> None:
    now = instant("2025-03-20T10:00+01:00")
    following = next_due(schedule, BERLIN, None, now)
    just_before = due(schedule, BERLIN, None, following.at - timedelta(seconds=1))
    assert following.at > now
    assert just_before is None or just_before.at <= now
    assert due(schedule, BERLIN, just_before and just_before.on, following.at) == following


def test_schedule_far_ahead_has_a_next_date() -> None:
    ahead = daily()._replace(first_on=date(2025, 6, 1))
    assert next_due(ahead, BERLIN, None, instant("2025-03-20T10:00+01:00")).on == date(2025, 6, 1)


def test_turns_are_spread_and_stay_the_same() -> None:
    people, within = [uuid4() for _ in range(600)], timedelta(minutes=10)
    delays = [spread(person, within) for person in people]
    assert delays == [spread(person, within) for person in people]
    assert all(timedelta() <= delay < within for delay in delays)
    busiest = max(sum(minute <= delay.seconds // 60 < minute + 1 for delay in delays) for minute in range(10))
    assert busiest < 100
    assert spread(UUID(int=7), timedelta()) == timedelta()
