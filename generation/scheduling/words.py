"""What pages say of a schedule: the rhythm, the next date, what became of the last."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from core.models import Patient
from generation.models import ScheduledOutcome, ScheduledSummary
from generation.scheduling.due import Due
from generation.scheduling.rhythm import Rhythm, next_of, rhythm_of, schedule_of


class ScheduleState(NamedTuple):
    """A person's schedule as it is: `next` is None where it is off, `last` where nothing was due yet."""

    rhythm: Rhythm
    next: Due | None
    last: ScheduledSummary | None


def schedule_state(patient: Patient, now: datetime) -> ScheduleState:
    """Two queries."""
    row = schedule_of(patient)
    last = ScheduledSummary.objects.filter(patient_id=patient.pk).order_by("-due_on").first()
    following = next_of(row, patient.zone, last.due_on if last else None, now)
    return ScheduleState(rhythm_of(row), None if patient.erased_at else following, last)


def became_words(run: ScheduledSummary) -> str:
    """What became of it, and how many were skipped before it."""
    words: str = ScheduledOutcome(run.outcome).label
    if run.passed_over:
        words += f"; {run.passed_over} earlier {'one' if run.passed_over == 1 else 'ones'} not made up for"
    return words
