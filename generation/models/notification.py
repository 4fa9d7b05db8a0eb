from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models.functions import Now

from core.append_only import forbid_update
from core.models import Patient
from generation.models.job import GenerationJob


class NotificationKind(models.TextChoices):
    SUMMARY_READY = "summary_ready"
    SUMMARY_TIMED_OUT = "summary_timed_out"
    SUMMARY_FAILED = "summary_failed"
    SUMMARY_WITHDRAWN = "summary_withdrawn"


class Notification(models.Model):
    """One in-app notice to the person, written in the transaction of what it tells about."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    job = models.ForeignKey(GenerationJob, on_delete=models.PROTECT, related_name="notifications", db_index=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="notifications", db_index=False)
    kind = models.CharField(max_length=32, choices=NotificationKind)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notifications"
        ordering = ["-created_at", "id"]
        constraints = [
            # Told exactly once, however many processes find the same overdue job.
            models.UniqueConstraint(fields=["job", "kind"], name="notifications_told_once"),
        ]
        indexes = [
            # One person's notices, newest first.
            models.Index(fields=["patient", "-created_at"], name="notifications_by_patient"),
        ]
        triggers = [forbid_update("notifications_only_read", except_columns=["read_at"])]

    def __str__(self) -> str:
        return self.kind
