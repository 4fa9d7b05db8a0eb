from __future__ import annotations

from django.db import models
from django.db.models import Q


def of_exactly_one_version(name: str) -> models.CheckConstraint:
    """The row belongs to one version of one feature: a row of both, or of none, would describe nothing."""
    return models.CheckConstraint(
        condition=Q(session_bridge_version__isnull=False, your_journey_version__isnull=True)
        | Q(session_bridge_version__isnull=True, your_journey_version__isnull=False),
        name=name,
    )
