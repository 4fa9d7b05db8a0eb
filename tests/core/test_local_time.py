"""Written dates and times are read, or refused, never guessed."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from core.diary_formats.local_time import read_clock, read_date_and_time, read_sent_at
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import RowRefused

BERLIN = ReadOptions(ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        ("2024-11-08T21:14:00Z", "2024-11-08T21:14:00"),
        ("2024-11-08T22:14:00+01:00", "2024-11-08T21:14:00"),
        ("2024-11-08T22:14", "2024-11-08T21:14:00"),
        (" 2024-11-08 22:14:30 ", "2024-11-08T21:14:30"),
        ("2024-07-08T22:14:00", "2024-07-08T20:14:00"),
        ("20241108T221400+0100", "2024-11-08T21:14:00"),
        ("2024-10-27T02:30:00", "2024-10-27T00:30:00"),  # twice that night: the first
        ("2024-10-27T02:30:00+01:00", "2024-10-27T01:30:00"),  # the second, with its offset
        ("8.11.2024 22:14", "2024-11-08T21:14:00"),
        ("8.11.24, 22:14 Uhr", "2024-11-08T21:14:00"),
        ("Nov 8, 2024 at 10:14:05 PM", "2024-11-08T21:14:05"),
        ("Freitag, 8. November 2024 um 22:14", "2024-11-08T21:14:00"),
        ("25/12/2024 10:14 pm", "2024-12-25T21:14:00"),
        (1731100440, "2024-11-08T21:14:00"),
        (1731100440000, "2024-11-08T21:14:00"),
        ("1731100440000000", "2024-11-08T21:14:00"),
    ],
)
def test_reads_a_moment(value: object, instant: str) -> None:
    read = read_sent_at(value, BERLIN)
    assert read.instant == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert read.note == ""


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "is missing"),
        ("", "is missing"),
        (" ", "is not a date such as"),
        (True, "is not text"),
        (20241108, "is a number, but not one of seconds"),
        (1e400, "is a number, but not one of seconds"),
        ("3/4/2024 21:14", "may be day first or month first"),
        ("2024-02-30T21:14", "is not a date such as"),
        ("2024-11-08T25:14", "is not a time of day"),
        ("yesterday", "is not a date such as"),
        ("0001-01-01T00:00+14:00", "is not a date people write in"),
        ("0001-01-01T00:00", "is not a date people write in"),
    ],
)
def test_refuses_a_moment(value: object, reason: str) -> None:
    with pytest.raises(RowRefused, match=reason) as caught:
        read_sent_at(value, ReadOptions(ZoneInfo("Asia/Tokyo")))
    assert caught.value.field == "sent_at"


@pytest.mark.parametrize(
    ("value", "clock"),
    [
        ("21:14", time(21, 14)),
        ("7:05", time(7, 5)),
        ("00:00", time(0, 0)),
        ("21:14:30", time(21, 14, 30)),
        ("21.14 Uhr", time(21, 14)),
        ("9 pm", time(21, 0)),
        ("02:00:00 PM", time(14, 0)),
        ("9:14 pm", time(21, 14)),
        ("9:14\u202fPM", time(21, 14)),
        ("09:14 p.m.", time(21, 14)),
        ("12:00 AM", time(0, 0)),
        ("12:30am", time(0, 30)),
        ("12:00 pm", time(12, 0)),
    ],
)
def test_reads_a_clock(value: str, clock: time) -> None:
    assert read_clock(value) == clock


@pytest.mark.parametrize("value", ["", "24:00", "12:60", "13:00 pm", "0:10 am", "evening", "2114", 9])
def test_refuses_a_clock(value: object) -> None:
    with pytest.raises(RowRefused, match=r"^time: "):
        read_clock(value)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "instant", "read_as"),
    [
        ("Europe/Berlin", "2024-03-31", "02:30", "2024-03-31T01:30", "03:30"),
        ("America/Sao_Paulo", "2018-11-04", "00:15", "2018-11-04T03:15", "01:15"),
    ],
)
def test_a_time_that_did_not_occur_is_read_with_the_offset_before_and_noted(
    zone: str, day: str, clock: str, instant: str, read_as: str
) -> None:
    read = read_date_and_time(day, clock, ReadOptions(ZoneInfo(zone)))
    assert read.instant == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert read.note.endswith(f"read as {read_as}.")


@pytest.mark.parametrize(
    ("day", "clock", "zone", "reason"),
    [
        ("2011-12-30", "12:00", "Pacific/Apia", "date: did not occur in Pacific/Apia"),
        ("2024-02-30", "12:00", "UTC", "date: is not a date such as"),
        ("30.13.2024", "12:00", "UTC", "date: is not a date such as"),
        (None, "12:00", "UTC", "date: is missing"),
        ("9999-12-31", "23:00", "America/Chicago", "date: is not a date people write in"),
    ],
)
def test_refuses_a_date_and_time(day: object, clock: object, zone: str, reason: str) -> None:
    with pytest.raises(RowRefused, match=f"^{reason}"):
        read_date_and_time(day, clock, ReadOptions(ZoneInfo(zone)))


@pytest.mark.parametrize(("day", "clock"), [("2024-11-08", None), ("2024-11-08", " "), ("8.11.2024", "")])
def test_a_date_without_a_time_is_noon_where_the_person_lives(day: str, clock: str | None) -> None:
    options = ReadOptions(ZoneInfo("Europe/Berlin"), lives_in=ZoneInfo("America/New_York"))
    read = read_date_and_time(day, clock, options)
    assert (read.instant, read.untimed) == (datetime(2024, 11, 8, 17, tzinfo=UTC), True)


@pytest.mark.parametrize("value", ["2024-11-08", "20241108", "8 Nov 2024"])
def test_a_moment_may_be_a_date_alone(value: str) -> None:
    read = read_sent_at(value, BERLIN)
    assert (read.instant, read.as_written, read.untimed) == (datetime(2024, 11, 8, 11, tzinfo=UTC), "2024-11-08", True)


@pytest.mark.parametrize("clock", ["24:00", "24:00:00", "24.00 Uhr"])
def test_the_end_of_a_day_stays_on_its_date(clock: str) -> None:
    read = read_date_and_time("2024-11-08", clock, BERLIN)
    assert read.instant == datetime(2024, 11, 8, 22, 59, 59, tzinfo=UTC)
    assert "end of the day" in read.note
