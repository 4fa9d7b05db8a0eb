from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models.functions import Now

from core.models import Patient


class SummaryToMakeAnew(models.Model):
    """A summary that lost words it was made of and is to be made again once the person has stopped changing them.

    A note in a queue, not history: it goes when the summary was asked for. `window_last` is the last local date of the
    summary's window; `due_at` moves on with every further change.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # No index of its own: the unique one below begins with it.
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="summaries_to_make_anew", db_index=False
    )
    window_last = models.DateField()
    due_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "summaries_to_make_anew"
        ordering = ["due_at"]
        constraints = [
            # However many words go, a summary is made again once.
            models.UniqueConstraint(fields=["patient", "window_last"], name="summaries_to_make_anew_once"),
        ]
        indexes = [
            # What is due, oldest first.
            models.Index(fields=["due_at"], name="summaries_to_make_anew_due"),
        ]

    def __str__(self) -> str:
        return f"due {self.due_at:%Y-%m-%d %H:%M}"
