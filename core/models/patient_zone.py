from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils import timezone

from core.append_only import forbid_delete, forbid_update
from core.models.patient import Patient
from core.models.zone_field import ZoneField


class PatientZone(models.Model):
    """The zone a person's days are counted in from a date on. Of several that fit a date, the highest number counts.

    Somebody who never moved has no row: their zone is the one in `patients`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # No index of its own: the unique one below begins with it.
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="zones", db_index=False)
    number = models.PositiveIntegerField()
    zone = ZoneField()
    valid_from = models.DateField(help_text="The first local date in this zone.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        db_table = "patient_zones"
        ordering = ["patient", "-number"]
        constraints = [
            # Of two changes at once, one comes after the other.
            models.UniqueConstraint(fields=["patient", "number"], name="patient_zones_number_unique"),
            # Changes are counted from 1.
            models.CheckConstraint(condition=models.Q(number__gte=1), name="patient_zones_number_from_1"),
        ]
        triggers = [
            forbid_delete("patient_zones_never_deleted"),
            # A zone that changed afterwards would move the days of stored summaries.
            forbid_update("patient_zones_never_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.zone} from {self.valid_from:%Y-%m-%d}"
