"""People whose summaries are made in a rhythm."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from core.models import Patient
from generation.models import Every, SummarySchedule

SINCE = datetime(2025, 11, 1, tzinfo=UTC)


def schedule(patient: Patient, **fields: Any) -> SummarySchedule:
    """Every day at 08:00 since the beginning of November 2025, unless said otherwise."""
    values = {"every": Every.DAYS, "days": 1, "at": time(8), "first_on": date(2025, 11, 1), "since": SINCE}
    return SummarySchedule.objects.create(
        patient=patient, **{**values, "zone": patient.zone, "look_at": SINCE, **fields}
    )
