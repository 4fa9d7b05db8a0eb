"""Times as people's devices write them, turned into instants.

A local time that occurs twice, when clocks go back, is its first occurrence. One that never occurred,
when clocks go forward, is read with the offset before the change: 02:30 becomes 03:30, and the
import says so. Both as RFC 5545, section 3.3.5, rules for calendars. An entry never moves to another
date than the one written: where it would, as on a day a zone left out, the row is refused. A date without a time is
noon where the person lives, the time of day that keeps its date in most other zones too.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import RowRefused
from core.diary_formats.written_dates import AmbiguousDate, read_date

_NOON = time(12)
# 2026-11-08 or 2026-W45-7.
_LONGEST_DATE = 10
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?)?\s?(?:([ap])\.?\s?m\.?|(uhr|h))?", re.IGNORECASE
)
_DAY_AND_CLOCK = re.compile(
    r"(?P<day>\S.{4,38}?\S)(?:,?\s(?:at|um)\s|,\s?|\s|T)"
    r"(?P<clock>\d{1,2}(?:[:.h]\d{2}){1,2}(?:[.,]\d{1,9})?\s?(?:[ap]\.?\s?m\.?|uhr|h)?|\d{1,2}\s?(?:[ap]\.?\s?m\.?|uhr))",
    re.IGNORECASE,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Seconds, milliseconds, microseconds and nanoseconds since 1970 are told by their size; below are no dates of a diary,
# but compact ones such as 20261108.
_EPOCH_FROM = 100_000_000
_EPOCH_UNITS = ((10**11, 10**6), (10**14, 10**3), (10**17, 1), (10**20, 0))


class WrittenTime(NamedTuple):
    """When an entry was written: the instant (UTC), the time as the file has it, and a note if the
    instant had to be worked out from a time that did not occur. `untimed`: the file has a date only."""

    instant: datetime
    as_written: str
    note: str = ""
    untimed: bool = False


def read_sent_at(value: object, options: ReadOptions, *, field: str = "sent_at") -> WrittenTime:
    """A date, with or without a time of day, in one piece: ISO 8601, seconds since 1970, or as people write it.

    With an offset it is an instant, without one a local time in the file's zone. Raises RowRefused for anything else.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _since_1970(value, field)
    moment = _text(value, field).strip()
    try:
        written = datetime.fromisoformat(moment)
    except ValueError:
        return _in_peoples_words(moment, options, field)
    if len(moment) <= _LONGEST_DATE and _has_no_time(moment):
        return of_day(written.date(), options, field)
    if written.tzinfo is None:
        return _from_local_time(written, options.zone, field)
    try:
        instant = written.astimezone(UTC)
    except OverflowError:
        raise RowRefused(field, "is not a date people write in. Check the year.") from None
    return WrittenTime(instant, instant.isoformat())


def read_date_and_time(day: object, clock: object, options: ReadOptions) -> WrittenTime:
    """A date and a time of day, both local in the file's zone; without a time it is noon at the person's home.

    Raises RowRefused where the date is missing, or one of them is not a date or time.
    """
    written_day = _date(_text(day, "date"), options, "date")
    if clock is None or (isinstance(clock, str) and not clock.strip()):
        return of_day(written_day, options, "date")
    return at_clock(written_day, clock, options)


def at_clock(day: date, clock: object, options: ReadOptions) -> WrittenTime:
    """A time of day, as it was written, on a date. Raises RowRefused for what is no time of day."""
    written = _text(clock, "time").strip()
    if re.fullmatch(r"24[:.h]00(?:[:.]00)?(?:\s?(?:uhr|h))?", written, re.IGNORECASE):
        # The end of that day; the next one would be another date than the one written.
        last = _from_local_time(datetime.combine(day, time(23, 59, 59)), options.zone, "date")
        return last._replace(note="24:00 is the end of the day; read as 23:59:59.")
    return _from_local_time(datetime.combine(day, read_clock(written)), options.zone, "date")


def of_day(day: date, options: ReadOptions, field: str = "date") -> WrittenTime:
    """A date without a time of day."""
    noon = _from_local_time(datetime.combine(day, _NOON), options.home, field)
    return WrittenTime(noon.instant, day.isoformat(), noon.note, untimed=True)


def read_clock(value: object) -> time:
    """A time of day on a 12 or 24 hour clock. Raises RowRefused for anything else."""
    clock = _text(value, "time").strip()
    match = _CLOCK.fullmatch(clock)
    # A number alone is no time of day.
    if match and (match[2] or match[4] or match[5]):
        try:
            hour = _on_24_hours(int(match[1]), match[4].lower()) if match[4] else int(match[1])
            return time(hour, int(match[2] or 0), int(match[3] or 0))
        except ValueError:
            pass
    raise RowRefused("time", "is not a time of day such as 21:14 or 9:14 pm.")


def _in_peoples_words(moment: str, options: ReadOptions, field: str) -> WrittenTime:
    if moment.isdigit() and len(moment) >= 9:
        return _since_1970(int(moment[:24]), field)
    if match := _DAY_AND_CLOCK.fullmatch(" ".join(moment.split())):
        day = _date(match["day"].rstrip(" ,"), options, field)
        try:
            return at_clock(day, match["clock"], options)
        except RowRefused as refusal:
            raise RowRefused(field, refusal.reason) from None
    return of_day(_date(moment, options, field), options, field)


def _date(written: str, options: ReadOptions, field: str) -> date:
    try:
        return read_date(written, options.dates, options.seen)
    except AmbiguousDate:
        raise RowRefused(field, "may be day first or month first: say which.") from None
    except ValueError:
        raise RowRefused(field, "is not a date such as 2026-11-08, or one with a time, 2026-11-08T21:14.") from None


def _since_1970(value: float, field: str) -> WrittenTime:
    try:
        if value >= _EPOCH_FROM:
            for below, microseconds in _EPOCH_UNITS:
                if value < below:
                    parts = int(value * microseconds) if microseconds else int(value) // 1000
                    instant = _EPOCH + timedelta(microseconds=parts)
                    return WrittenTime(instant, instant.isoformat())
    except (OverflowError, ValueError):
        pass
    raise RowRefused(field, "is a number, but not one of seconds or milliseconds since 1970.")


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


def _on_24_hours(hour: int, half: str) -> int:
    if not 1 <= hour <= 12:
        raise ValueError("a 12 hour clock has the hours 1 to 12")
    return hour % 12 + (12 if half == "p" else 0)


def _has_no_time(value: str) -> bool:
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
