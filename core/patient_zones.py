"""The zone a person's days are counted in.

A window belongs to the zone in force on its last date. Jobs keep the zone they were asked in, so a change moves no
stored summary.
"""

from __future__ import annotations

from datetime import date

from core.models import Patient, PatientZone


def zone_on(patient: Patient, day: date) -> str:
    """The zone in force on a local date. One query."""
    changes = PatientZone.objects.filter(patient_id=patient.pk, valid_from__lte=day).order_by("-number")
    return changes.values_list("zone", flat=True).first() or patient.zone
