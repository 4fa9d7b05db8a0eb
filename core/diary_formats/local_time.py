"""Times as people's devices write them, turned into instants.

A local time that occurs twice, when clocks go back, is its first occurrence. One that never occurred,
when clocks go forward, is read with the offset before the change: 02:30 becomes 03:30, and the
import says so. Both as RFC 5545, section 3.3.5, rules for calendars. An entry never moves to another
date than the one written: where it would, as on a day a zone left out, the row is refused.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.diary_formats.rows import RowRefused

_TWELVE_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*([ap])\.?\s?m\.?", re.IGNORECASE)
_TWENTY_FOUR_HOURS = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


class WrittenTime(NamedTuple):
    """When an entry was written: the instant (UTC), the time as the file has it, and a note if the
    instant had to be worked out from a time that did not occur."""

    instant: datetime
    as_written: str
    note: str = ""


def read_sent_at(value: object, zone: ZoneInfo, *, field: str = "sent_at") -> WrittenTime:
    """An ISO 8601 date and time: with an offset an instant, without one a local time in `zone`.

    Raises RowRefused for anything else, a date alone included: its time would be an invention.
    """
    moment = _text(value, field).strip()
    if _is_date_alone(moment):
        raise RowRefused(field, "has no time of day. Write one, such as 2026-11-08T21:14.")
    try:
        written = datetime.fromisoformat(moment)
    except ValueError:
        raise RowRefused(field, "is not a date and time such as 2026-11-08T21:14:00+01:00.") from None
    if written.tzinfo is None:
        return _from_local_time(written, zone, field)
    try:
        instant = written.astimezone(UTC)
    except OverflowError:
        raise RowRefused(field, "is not a date people write in. Check the year.") from None
    return WrittenTime(instant, instant.isoformat())


def read_date_and_time(day: object, clock: object, zone: ZoneInfo) -> WrittenTime:
    """A date (YYYY-MM-DD) and a time of day (21:14 or 9:14 pm), both local in `zone`.

    Raises RowRefused where one of them is missing or is not a date or time.
    """
    written_as = _text(day, "date").strip()
    try:
        written_day = date.fromisoformat(written_as)
    except ValueError:
        raise RowRefused("date", "is not a date such as 2026-11-08 (year, month, day).") from None
    return _from_local_time(datetime.combine(written_day, read_clock(clock)), zone, "date")


def read_clock(value: object) -> time:
    """A time of day on a 12 or 24 hour clock. Raises RowRefused for anything else."""
    clock = _text(value, "time").strip()
    try:
        if match := _TWELVE_HOURS.fullmatch(clock):
            return _from_twelve_hours(int(match[1]), int(match[2]), match[3].lower())
        if match := _TWENTY_FOUR_HOURS.fullmatch(clock):
            return time(int(match[1]), int(match[2]), int(match[3] or 0))
    except ValueError:
        pass
    raise RowRefused("time", "is not a time of day such as 21:14 or 9:14 pm.")


def _from_local_time(written: datetime, zone: ZoneInfo, field: str) -> WrittenTime:
    try:
        instant = written.replace(tzinfo=zone).astimezone(UTC)
        occurred = instant.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        raise RowRefused(field, "is not a date people write in. Check the year.") from None
    if occurred.date() != written.date():
        raise RowRefused(field, f"did not occur in {zone.key} at that time of day.")
    note = ""
    if occurred != written:
        note = (
            f"{written:%H:%M} did not occur on {written:%Y-%m-%d} in {zone.key}, as clocks went "
            f"forward; read as {occurred:%H:%M}."
        )
    return WrittenTime(instant, written.isoformat(), note)


def _from_twelve_hours(hour: int, minute: int, half: str) -> time:
    if not 1 <= hour <= 12:
        raise ValueError("a 12 hour clock has the hours 1 to 12")
    return time(hour % 12 + (12 if half == "p" else 0), minute)


def _is_date_alone(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _text(value: object, field: str) -> str:
    if value is None or value == "":
        raise RowRefused(field, "is missing.")
    if not isinstance(value, str):
        raise RowRefused(field, "is not text in quotation marks.")
    return value
