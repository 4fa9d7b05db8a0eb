"""Times of day as somebody types them into a form: local to where the person was on that day."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.diary_formats.local_time import read_date_and_time
from core.diary_formats.options import ReadOptions
from core.models import Patient
from core.patient_zones import zone_on
from core.refusals import InputRefused


class LocalMoment(NamedTuple):
    """The instant, UTC, and a sentence for whoever typed it where the clock showed that time twice."""

    instant: datetime
    note: str


def moment_of(patient: Patient, day: date, clock: time) -> LocalMoment:
    """The moment of a time of day, in the zone in force for the person on that date.

    Raises InputRefused, field "time" or "date", for a time that did not occur: whoever typed it is there to correct it.
    A time that occurred twice is its first occurrence.
    """
    zone = ZoneInfo(zone_on(patient, day))
    written = read_date_and_time(day.isoformat(), f"{clock:%H:%M:%S}", ReadOptions(zone))
    if written.note:
        raise InputRefused("time", f"{clock:%H:%M} did not occur on {day}: clocks went forward past it.")
    first, second = (datetime.combine(day, clock, zone).replace(fold=fold).utcoffset() for fold in (0, 1))
    twice = f"{clock:%H:%M} came twice on {day}, as clocks went back; it was taken for the first of the two."
    return LocalMoment(written.instant, twice if first != second else "")
