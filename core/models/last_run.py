from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Run(models.TextChoices):
    """What has to be done again and again."""

    SWEEP = "sweep"
    BEAT = "beat"


class LastRun(models.Model):
    """When something that has to be done again and again was done last, by whichever process, on Postgres's clock."""

    name = models.CharField(max_length=16, choices=Run, primary_key=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "last_runs"
        constraints = [
            # An age of nothing known could not be judged.
            models.CheckConstraint(condition=Q(name__in=Run.values), name="last_runs_name_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"
