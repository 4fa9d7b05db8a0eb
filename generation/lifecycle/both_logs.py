"""The two logs of everything that is made, waves and features alike, and the one function that writes them."""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from psycopg.types.json import Jsonb

from generation.models import EventName, GenerationJob, LogStatus, Phase
from generation.waves import WAVES_BY_NAME, Wave

logger = logging.getLogger(__name__)


def wave_name(job: GenerationJob) -> str:
    """What the logs call the job: its wave, or its feature."""
    return job.wave or job.feature


def log_acceptance(job: GenerationJob) -> None:
    """Write the first event of a job that was just inserted in this transaction."""
    known = WAVES_BY_NAME.get(wave_name(job))
    if known is None:
        logger.warning("job %s: no wave is known by its name", job.id)
    event = known.event if known else EventName.FILE_LOAD
    write_logs(job, event=event, log_status=None, details={"origin": job.origin})


def write_logs(
    job: GenerationJob, *, event: EventName, log_status: LogStatus | None, details: dict[str, str | int]
) -> None:
    """Write what happened to `job` into both logs: the only writer of either.

    Called in the transaction of the change, after the UPDATE, whose row lock keeps the numbers without gaps. `details`
    holds names, counts and codes only. What is about a therapy session says which and of what date.
    """
    values: dict[str, Any] = {
        "event_id": uuid4(),
        "job_id": job.id,
        "session_id": job.session_id,
        "session_date": _session_date(job),
        "patient_id": job.patient_id,
        "phase": _phase(WAVES_BY_NAME.get(wave_name(job))),
        "wave": wave_name(job),
        "event": event,
        "state": job.state,
        "duration_ms": _milliseconds(job.created_at, job.finished_at),
        "details": Jsonb(details),
        "line_id": uuid4(),
        "log_status": log_status,
        "retry_count": max(job.attempts - 1, 0),
        "error_code": job.error_code,
        "finished_at": job.finished_at,
        "processing_duration_ms": _milliseconds(job.started_at, job.finished_at),
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_EVENT if log_status is None else _INSERT_BOTH, values)


def log_session(session_id: UUID, *, event: EventName, details: dict[str, str | int]) -> None:
    """Write what happened to a therapy session as a whole into the log of events, with its row locked."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"session_id": session_id, "event": event, "details": Jsonb(details)}
        cursor.execute(_INSERT_OF_SESSION, values)


def _session_date(job: GenerationJob) -> date | None:
    """The window of a wave is its session's date twice."""
    return job.window_last if job.session_id else None


def _phase(known: Wave | None) -> Phase:
    return known.phase if known else Phase.WAVE1


def _milliseconds(start: datetime | None, end: datetime | None) -> int | None:
    return None if start is None or end is None else max(0, int((end - start).total_seconds() * 1000))


# One statement for both, as every change of hands pays for it.
_INSERT_EVENT = """
    INSERT INTO pipeline_events
        (id, job_id, session_id, number, patient_id, phase, event, session_date, status, duration_ms, details)
    SELECT %(event_id)s, %(job_id)s, %(session_id)s, coalesce(max(number), 0) + 1, %(patient_id)s, %(phase)s, %(event)s,
           %(session_date)s, %(state)s, %(duration_ms)s, %(details)s
    FROM pipeline_events WHERE job_id = %(job_id)s
"""
_INSERT_LINE = """
    INSERT INTO analysis_processing_log
        (id, job_id, session_id, wave, status, retry_count, error_message, completed_at, processing_duration_ms)
    VALUES (%(line_id)s, %(job_id)s, %(session_id)s, %(wave)s, %(log_status)s, %(retry_count)s, %(error_code)s,
            %(finished_at)s, %(processing_duration_ms)s)
"""
_INSERT_BOTH = f"WITH event AS ({_INSERT_EVENT}) {_INSERT_LINE}"
_INSERT_OF_SESSION = """
    INSERT INTO pipeline_events
        (id, session_id, number, patient_id, phase, event, session_date, status, details)
    SELECT gen_random_uuid(), session.id, 1 + coalesce((
               SELECT max(number) FROM pipeline_events WHERE session_id = session.id AND job_id IS NULL), 0),
           session.patient_id, 'WAVE3', %(event)s, session.session_date, 'succeeded', %(details)s
    FROM (SELECT * FROM therapy_sessions WHERE id = %(session_id)s FOR NO KEY UPDATE) AS session
"""
