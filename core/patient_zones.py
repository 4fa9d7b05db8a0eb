"""The zone a person's days are counted in.

A window belongs to the zone in force on its last date. Jobs keep the zone they were asked in, so a change moves no
stored summary.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from core.models import Patient, PatientZone


class ZonePeriod(NamedTuple):
    """Days counted in one zone. `first` is None from the beginning, `last` as long as the zone is in force."""

    zone: str
    first: date | None
    last: date | None


def zone_on(patient: Patient, day: date) -> str:
    """The zone in force on a local date. One query."""
    changes = PatientZone.objects.filter(patient_id=patient.pk, valid_from__lte=day).order_by("-number")
    return changes.values_list("zone", flat=True).first() or patient.zone


def zone_periods(patient: Patient) -> list[ZonePeriod]:
    """Which days are counted in which zone, newest first, without changes that a later one replaced entirely."""
    periods: list[ZonePeriod] = []
    changes = list(PatientZone.objects.filter(patient_id=patient.pk).order_by("-number"))
    taken_from: date | None = None
    for change in changes:
        if taken_from is not None and change.valid_from >= taken_from:
            continue
        last = taken_from - timedelta(days=1) if taken_from else None
        # Number 1 is the zone before the first move.
        periods.append(ZonePeriod(change.zone, change.valid_from if change.number > 1 else None, last))
        taken_from = change.valid_from
    return periods or [ZonePeriod(patient.zone, None, None)]
