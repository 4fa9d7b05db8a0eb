from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils import timezone


class Organisation(models.Model):
    """A practice or clinic: the boundary nobody sees across."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        db_table = "organisations"
        ordering = ["name"]
        constraints = [
            # Two organisations of one name would be mixed up by whoever picks one from a list.
            models.UniqueConstraint(fields=["name"], name="organisations_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name
