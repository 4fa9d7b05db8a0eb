from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.append_only import forbid_delete, forbid_update
from core.models.organisation import Organisation
from core.models.patient import Patient


class ChangeSubject(models.TextChoices):
    """What was changed."""

    ORGANISATION = "organisation", "organisation"
    CARE_TEAM = "care_team", "care team"
    PATIENT = "patient", "person"
    LOGIN = "login", "login"
    CONSENT = "consent", "consent"
    CONSENT_TEXT = "consent_text", "consent text"
    ZONE = "zone", "time zone"
    SESSION = "session", "therapy session"
    MESSAGE = "message", "message"
    DIARY_FILE = "diary_file", "diary file"
    SUMMARY = "summary", "summary"
    DATABASE = "database", "database"
    TOKEN = "token", "token of the API"
    METADATA = "metadata", "generation metadata"
    SCHEDULE = "schedule", "schedule of summaries"


class Change(models.Model):
    """Somebody entered or changed something. `details` names fields, dates and counts, never a code or diary text."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        # PROTECT: clearing the actor would be an UPDATE, and these rows do not change.
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="changes_made",
    )
    actor_label = models.CharField(max_length=200)
    # NULL: a login of those who run the installation.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="changes", db_index=False
    )
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="changes", db_index=False
    )
    subject = models.CharField(max_length=20, choices=ChangeSubject.choices)
    subject_id = models.UUIDField()
    details = models.CharField(max_length=500)

    class Meta:
        db_table = "changes"
        ordering = ["-at", "id"]
        constraints = [
            # A change by nobody in particular answers no question.
            models.CheckConstraint(condition=~models.Q(actor_label=""), name="changes_actor_named"),
        ]
        indexes = [
            # The history on the page of an organisation, a person, and anything else, newest first.
            models.Index(fields=["organisation", "-at"], name="changes_by_organisation"),
            models.Index(fields=["patient", "-at"], name="changes_by_patient"),
            models.Index(fields=["subject_id", "-at"], name="changes_by_subject"),
        ]
        triggers = [
            forbid_delete("changes_never_deleted"),
            forbid_update("changes_never_changed", names=("actor_label",), naming=("details",)),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} by {self.actor_label}"
