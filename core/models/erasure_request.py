from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from core.append_only import forbid_delete
from core.models.patient import Patient


class ErasureRequest(models.Model):
    """A person asked to be erased: done after `due_at`, unless they call it off before."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="erasure_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    due_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "erasure_requests"
        ordering = ["-asked_at", "id"]
        constraints = [
            # Asked twice it is one wish.
            models.UniqueConstraint(
                fields=["patient"],
                condition=models.Q(called_off_at=None, done_at=None),
                name="erasure_requests_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(called_off_at=None) | models.Q(done_at=None),
                name="erasure_requests_done_or_called_off",
            ),
        ]
        triggers = [forbid_delete("erasure_requests_never_deleted")]

    def __str__(self) -> str:
        return f"erasure asked for on {self.asked_at:%Y-%m-%d}"
