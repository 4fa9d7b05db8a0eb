from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q


class TokenReservation(models.Model):
    """What a request under way may take of the day's token budget. It goes when the call is on record.

    That of a worker which died meanwhile counts until `expires_at`, then it is swept away by whoever asks next.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    tokens = models.PositiveIntegerField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "token_reservations"
        constraints = [
            # A request that takes nothing needs no permission.
            models.CheckConstraint(condition=Q(tokens__gt=0), name="token_reservations_take_something"),
        ]

    def __str__(self) -> str:
        return f"{self.tokens} tokens"
