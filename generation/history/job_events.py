"""What happened to a job, one numbered event at a time: as it is stored, and as Postgres tells of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from generation.models import TERMINAL_STATES, PipelineEvent


@dataclass(frozen=True)
class JobEvent:
    """One event. `state` is the job's after it; `details` holds names, counts and codes. A wave's names its session.

    Numbers count from 1 without gaps, in the order the events were committed.
    """

    job: UUID
    number: int
    event: str
    state: str
    at: datetime
    details: Mapping[str, Any]
    session: UUID | None
    session_date: date | None

    @property
    def is_last(self) -> bool:
        """Whether the job ended with it."""
        return self.state in TERMINAL_STATES


def read_events(job_id: UUID, *, after: int) -> list[JobEvent]:
    """The events of a job from number `after` + 1 on, as far as they are committed. One query."""
    rows = PipelineEvent.objects.filter(job_id=job_id, number__gt=after).order_by("number")
    told = ("job_id", "number", "event", "status", "created_at", "details", "session_id", "session_date")
    return [JobEvent(*row) for row in rows.values_list(*told)]


def has_event(job_id: UUID, number: int) -> bool:
    """Whether the job has come to its event of this number."""
    return PipelineEvent.objects.filter(job_id=job_id, number=number).exists()


def event_told(payload: str) -> JobEvent:
    """The event in a notification that `run_logs` sent."""
    told = json.loads(payload)
    session, day = told["session"], told["session_date"]
    read = {
        "job": UUID(told["job"]),
        "at": datetime.fromisoformat(told["at"]),
        "session": UUID(session) if session else None,
        "session_date": date.fromisoformat(day) if day else None,
    }
    return JobEvent(**{**told, **read})
