from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models

from core.models.organisation import Organisation
from core.models.patient import Patient


class CareTeam(models.Model):
    """The people of one organisation who care for a group of patients."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="care_teams")
    name = models.CharField(max_length=200)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="care_teams")
    patients = models.ManyToManyField(Patient, blank=True, related_name="care_teams")

    class Meta:
        db_table = "care_teams"
        ordering = ["name"]
        constraints = [
            # A team is picked by name inside its organisation.
            models.UniqueConstraint(fields=["organisation", "name"], name="care_teams_name_unique_in_organisation"),
        ]

    def __str__(self) -> str:
        return self.name
