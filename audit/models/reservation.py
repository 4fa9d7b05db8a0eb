from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.models.review_item import ReviewItem


class ReviewReservation(models.Model):
    """Who has an item open, until when. It lapses by itself; opening the item again lengthens it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="reservations", db_index=False)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_reservations")
    taken_at = models.DateTimeField()
    lapses_at = models.DateTimeField()

    class Meta:
        db_table = "review_reservations"
        ordering = ["item", "taken_at"]
        constraints = [
            # One row for a reader and an item, however often it is opened.
            models.UniqueConstraint(fields=["item", "reviewer"], name="review_reservations_one_each"),
            # A reservation that lapsed before it was taken would hold nothing.
            models.CheckConstraint(
                condition=Q(lapses_at__gte=F("taken_at")), name="review_reservations_lapse_after_taken"
            ),
        ]

    def __str__(self) -> str:
        return f"reserved until {self.lapses_at:%Y-%m-%d %H:%M}"
