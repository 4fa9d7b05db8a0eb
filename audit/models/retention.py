from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.append_only import forbid_delete, forbid_update
from core.models import Organisation, Patient


class Kept(models.TextChoices):
    """What a period is set for: messages with all that was made of them, or people with everything of theirs."""

    MESSAGES = "messages", "messages"
    PEOPLE = "people", "people"


class RetentionPeriod(models.Model):
    """How long an organisation keeps something from now on. The highest number counts; NULL days are for ever."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="retention_periods", db_index=False
    )
    kept = models.CharField(max_length=16, choices=Kept)
    number = models.PositiveIntegerField()
    days = models.PositiveIntegerField(null=True, blank=True)
    set_by_label = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "retention_periods"
        ordering = ["organisation", "kept", "-number"]
        default_permissions = ()
        constraints = [
            # One is in force: of two who change it at once the second is told.
            models.UniqueConstraint(fields=["organisation", "kept", "number"], name="retention_periods_number_unique"),
            models.CheckConstraint(condition=Q(kept__in=Kept.values), name="retention_periods_of_something_known"),
            # A summary reads 15 days; less would take it from under its reader.
            models.CheckConstraint(condition=Q(days=None) | Q(days__gte=30), name="retention_periods_of_30_days"),
        ]
        triggers = [
            forbid_delete("retention_periods_never_deleted"),
            forbid_update("retention_periods_never_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.kept}: {'for ever' if self.days is None else f'{self.days} days'}"


class LegalHold(models.Model):
    """Whether nothing of a person may be erased because it has expired. The highest number counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="legal_holds", db_index=False)
    number = models.PositiveIntegerField()
    holds = models.BooleanField()
    set_by_label = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "legal_holds"
        ordering = ["patient", "-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["patient", "number"], name="legal_holds_number_unique"),
        ]
        triggers = [
            forbid_delete("legal_holds_never_deleted"),
            forbid_update("legal_holds_never_changed"),
        ]

    def __str__(self) -> str:
        return "on hold" if self.holds else "not on hold"


class RetentionCertificate(models.Model):
    """What an organisation erased because it had expired: of how many people, how many rows by table.

    `before` is the moment that everything erased was older than. `held_back` counts people on hold who had any of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="retention_certificates")
    kept = models.CharField(max_length=16, choices=Kept)
    days = models.PositiveIntegerField()
    before = models.DateTimeField()
    people = models.PositiveIntegerField()
    held_back = models.PositiveIntegerField()
    blanked = models.JSONField()
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "retention_certificates"
        ordering = ["-at", "id"]
        default_permissions = ()
        triggers = [
            forbid_delete("retention_certificates_never_deleted"),
            forbid_update("retention_certificates_never_changed"),
        ]

    def __str__(self) -> str:
        return f"certificate of {self.at:%Y-%m-%d}"
