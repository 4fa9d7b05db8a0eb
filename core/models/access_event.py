from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.append_only import forbid_delete, forbid_update
from core.models.patient import Patient


class AccessEvent(models.Model):
    """Somebody was about to see what a person wrote. Written before the answer; never changed.

    `target` is the path or object shown, never its words. `actor` is NULL for a command or the
    system; `actor_label` names who it was then, as logins are renamed, until that login is erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        # PROTECT: clearing the actor would be an UPDATE, and these rows do not change.
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="access_events",
    )
    actor_label = models.CharField(max_length=200)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="access_events")
    action = models.CharField(max_length=64)
    target = models.CharField("address or row", max_length=500)

    class Meta:
        db_table = "access_events"
        ordering = ["-at", "id"]
        constraints = [
            # An access by nobody in particular answers no question.
            models.CheckConstraint(condition=~models.Q(actor_label=""), name="access_events_actor_named"),
        ]
        indexes = [
            # Who looked at this person, newest first.
            models.Index(fields=["patient", "-at"], name="access_events_by_patient"),
            # The newest of all, for the list in the admin.
            models.Index(fields=["-at", "id"], name="access_events_newest_first"),
        ]
        triggers = [
            forbid_delete("access_events_never_deleted"),
            forbid_update("access_events_never_changed", names=("actor_label",)),
        ]

    def __str__(self) -> str:
        return f"{self.action} by {self.actor_label}"
