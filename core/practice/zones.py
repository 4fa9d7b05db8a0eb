"""A person who moves: their days are counted in another zone, from a date on."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.db.models.functions import Now

from core.actors import Actor
from core.calendar import local_date
from core.faultpoints import committing
from core.history import record_change
from core.models import ChangeSubject, Patient, PatientZone
from core.models.message import EARLIEST_SENT_AT
from core.practice.people import lock_patient
from core.refusals import InputRefused
from core.zones import require_zone


def change_zone(actor: Actor, patient: Patient, zone: str, valid_from: date) -> None:
    """From the local date `valid_from` on, the person's days are those of `zone`; earlier dates keep their zone.

    Raises InputRefused for an unknown zone, the one in force anyway, a date before 1900 and one that has not come yet
    in `zone`.
    """
    with committing("enter"):
        new = require_zone(zone)
        locked = lock_patient(patient)
        _require_date(valid_from, new)
        changes = PatientZone.objects.filter(patient_id=locked.pk)
        number = changes.count()
        if zone == locked.zone and not changes.filter(valid_from__gt=valid_from).exists():
            raise InputRefused("zone", f"is {zone} already.")
        if not number:
            number = 1
            PatientZone.objects.create(
                patient=locked, number=number, zone=locked.zone, valid_from=EARLIEST_SENT_AT.date()
            )
        change = PatientZone.objects.create(patient=locked, number=number + 1, zone=zone, valid_from=valid_from)
        Patient.objects.filter(pk=locked.pk).update(zone=zone)
        details = f"{locked.zone} became {zone} from {valid_from:%Y-%m-%d} on"
        record_change(actor, ChangeSubject.ZONE, change.pk, details, patient=locked)


def _require_date(valid_from: date, zone: ZoneInfo) -> None:
    if valid_from < EARLIEST_SENT_AT.date():
        raise InputRefused("valid_from", "is before 1900. Check the year.")
    now = Patient.objects.annotate(clock=Now()).values_list("clock", flat=True)[:1].get()
    if valid_from > (today := local_date(now, zone)):
        raise InputRefused("valid_from", f"has not come yet: today is {today} in {zone.key}. Enter it on the day.")
