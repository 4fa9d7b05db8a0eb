from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from audit.models.review_item import ReviewItem
from core.append_only import forbid_delete, forbid_update


class Shown(models.TextChoices):
    """How much of an item a page showed."""

    TEXT = "text", "the summary and the diary"
    RUN = "run", "the run as well: outcome, findings, models"


class ReviewShowing(models.Model):
    """What was shown of an item, to whom, when: a blind reading is one before which only the text was shown."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item = models.ForeignKey(ReviewItem, on_delete=models.PROTECT, related_name="showings", db_index=False)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    shown = models.CharField(max_length=8, choices=Shown)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "review_showings"
        ordering = ["at", "id"]
        indexes = [
            # What this reader has seen of this item so far.
            models.Index(fields=["item", "reviewer", "at"], name="review_showings_by_reader"),
        ]
        triggers = [
            forbid_delete("review_showings_never_deleted"),
            forbid_update("review_showings_never_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_shown_display()} at {self.at:%Y-%m-%d %H:%M}"
