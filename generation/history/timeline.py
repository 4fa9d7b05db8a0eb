"""What happened to a session or a person, in order: both logs, for whoever shows or serves them. No word of a diary."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from core.models import TherapySession
from generation.models import PipelineEvent


class Attempt(NamedTuple):
    """One try at a wave or a feature, in the shape of the older system's log: one row, with how it ended, if it did."""

    job_id: UUID | None
    session_id: UUID | None
    wave: str
    status: str
    started_at: datetime | None
    completed_at: datetime | None
    error_message: str
    retry_count: int
    processing_duration_ms: int | None


_ATTEMPTS = """
    SELECT job_id, session_id, wave, status, started_at, completed_at, error_message, retry_count,
           processing_duration_ms
    FROM analysis_attempts WHERE session_id = %s ORDER BY coalesce(started_at, completed_at), retry_count
"""


def events_of_session(session: TherapySession) -> QuerySet[PipelineEvent]:
    """The events of the session's waves and of itself, oldest first, with their jobs."""
    return PipelineEvent.objects.filter(session=session).select_related("job").order_by("created_at", "number")


def events_of_patient(patient_id: UUID, without: Collection[UUID] = ()) -> QuerySet[PipelineEvent]:
    """The events of everything that was made for the person but the jobs `without`, newest first, with their jobs."""
    events = PipelineEvent.objects.filter(patient_id=patient_id).exclude(job__in=without).select_related("job")
    return events.order_by("-created_at", "-number")


def attempts_of_session(session: TherapySession) -> Sequence[Attempt]:
    """Every try at each of the session's waves, oldest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ATTEMPTS, [session.id])
        return [Attempt(*row) for row in cursor.fetchall()]
