"""The schedule of a person: set, put on record, and read as `scheduling.due` needs it."""

from __future__ import annotations

from calendar import day_name
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models.functions import Now

from core.actors import Actor
from core.calendar import local_date
from core.faultpoints import committing
from core.history import record_change
from core.models import ChangeSubject, Patient
from core.practice.people import lock_patient
from core.refusals import InputRefused
from core.zones import require_zone
from generation.models import MAX_DAYS, Every, ScheduledSummary, SummarySchedule
from generation.scheduling.due import Due, Schedule, next_due, spread
from generation.time_limits import SCHEDULE_SPREAD

WEEKDAYS = tuple(day_name)


class Rhythm(NamedTuple):
    """What somebody chooses. `weekday` (0 is Monday) is only for `Every.WEEK`, `days` only for `Every.DAYS`."""

    every: Every = Every.OFF
    weekday: int | None = None
    days: int | None = None
    at: time | None = None

    def __str__(self) -> str:
        if self.at is None:
            return "off"
        if self.weekday is not None:
            return f"every {WEEKDAYS[self.weekday]} at {self.at:%H:%M}"
        return f"every {'day' if self.days == 1 else f'{self.days} days'} at {self.at:%H:%M}"


def rhythm_of(row: SummarySchedule | None) -> Rhythm:
    """What was chosen; off if nothing was."""
    return Rhythm(Every(row.every), row.weekday, row.days, row.at) if row else Rhythm()


def schedule_of(patient: Patient) -> SummarySchedule | None:
    """The person's row, if there is one. One query."""
    return SummarySchedule.objects.filter(patient_id=patient.pk).first()


def set_schedule(actor: Actor, patient: Patient, rhythm: Rhythm) -> str:
    """Have the person's summaries made in this rhythm from now on; what changed, in words.

    What was due before is not made up for. If only the time of day changes, days are counted on from where they were.
    Raises InputRefused for a rhythm that is not whole, and if the diary was erased.
    """
    _require_whole(rhythm)
    with committing("enter"):
        locked = lock_patient(patient)
        row = schedule_of(locked)
        earlier = rhythm_of(row)
        if rhythm == earlier:
            return ""
        now = Patient.objects.annotate(clock=Now()).values_list("clock", flat=True).get(pk=locked.pk)
        goes_on = row is not None and earlier.every == rhythm.every and earlier.days == rhythm.days
        row = row or SummarySchedule(patient=locked)
        row.every, row.weekday, row.days, row.at = rhythm
        row.since, row.zone = now, locked.zone
        row.first_on = row.first_on if goes_on else local_date(now, require_zone(locked.zone))
        row.look_at = look_at(row, last_run(locked), now)
        row.save()
        details = f"summaries: {earlier} became {rhythm}"
        record_change(actor, ChangeSubject.SCHEDULE, row.pk, details, patient=locked)
    return details


def last_run(patient: Patient) -> date | None:
    """The last date that was dealt with, whatever became of it. One query."""
    runs = ScheduledSummary.objects.filter(patient_id=patient.pk).order_by("-due_on")
    return runs.values_list("due_on", flat=True).first()


def schedule_value(row: SummarySchedule) -> Schedule | None:
    """The row as `scheduling.due` reads it; None where it is off."""
    if row.at is None:
        return None
    return Schedule(row.weekday, row.days or 1, row.at, row.first_on, row.since)


def next_of(row: SummarySchedule | None, zone: str, last: date | None, now: datetime) -> Due | None:
    """What is due next where the person lives; None where the schedule is off."""
    schedule = schedule_value(row) if row else None
    return next_due(schedule, ZoneInfo(zone), last, now) if schedule else None


def look_at(row: SummarySchedule, last: date | None, now: datetime) -> datetime | None:
    """When it is this person's turn next, as far as is known at `now`."""
    delay = spread(row.patient_id, SCHEDULE_SPREAD)
    following = next_of(row, row.zone, last, now - delay)
    return following.at + delay if following else None


def _require_whole(rhythm: Rhythm) -> None:
    weekly, daily = rhythm.every is Every.WEEK, rhythm.every is Every.DAYS
    if weekly and rhythm.weekday not in range(len(WEEKDAYS)):
        raise InputRefused("weekday", "says on which day of the week.")
    if daily and rhythm.days not in range(1, MAX_DAYS + 1):
        raise InputRefused("days", f"says every how many days, from 1 to {MAX_DAYS}.")
    if (weekly or daily) and rhythm.at is None:
        raise InputRefused("at", "says at which time of day.")
    for field, value, wanted in (
        ("weekday", rhythm.weekday, weekly),
        ("days", rhythm.days, daily),
        ("at", rhythm.at, weekly or daily),
    ):
        if value is not None and not wanted:
            raise InputRefused(field, "does not go with this rhythm. Leave it empty.")
