"""When the sweep and beat were last at work: whoever looks after the system sees if one of them stands still."""

from __future__ import annotations

from django.db.models.functions import Now

from core.faultpoints import around
from core.models import LastRun, Run


def record_run(run: Run) -> None:
    """Say that `run` was done just now. One statement, and any number of processes may say so."""
    with around("record_run"):
        LastRun.objects.bulk_create(
            [LastRun(name=run, at=Now())], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
        )
