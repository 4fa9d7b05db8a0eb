"""The two logs of everything that is made, waves and features alike. Nothing else writes to either.

Each line is written in the transaction of the change it reports. Events of a job are told to whoever listens on
`CHANNEL` when that transaction commits: the whole event as JSON, so that nobody has to read it again.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from psycopg.types.json import Jsonb

from generation.models import EventName, GenerationJob, LogStatus, Phase
from generation.waves import WAVES_BY_NAME

logger = logging.getLogger(__name__)

# What Postgres is asked to LISTEN on.
CHANNEL = "job_events"


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
    """Write what happened to `job` into both logs.

    Called in the transaction of the change, after the UPDATE, whose row lock keeps the numbers free of gaps. `details`
    holds names, counts and codes only. A line about a therapy session names it, and its date.
    """
    values = {
        **_event_values(job, event, details),
        "wave": wave_name(job),
        "line_id": uuid4(),
        "log_status": log_status,
        "retry_count": max(job.attempts - 1, 0),
        "error_code": job.error_code,
        "finished_at": job.finished_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_EVENT_ALONE if log_status is None else _BOTH, values)


def store_stage(job: GenerationJob, insert: str, values: Mapping[str, Any], *, stage: str, ordinal: int) -> None:
    """Store what a stage of a held job made, and its event, in one statement.

    `insert` is an INSERT of ours with the placeholders of `values`, whose fence locks the job's row: that keeps the
    numbers free of gaps, and there is no event without its stage.
    """
    details: dict[str, str | int] = {"stage": stage, "ordinal": ordinal, "attempt": job.attempts}
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH stored AS ({insert} RETURNING 1), event AS ({_INSERT_EVENT_OF_STORED}) {_TELL}",
            {**values, **_event_values(job, EventName.STAGE, details)},
        )


def log_session(session_id: UUID, *, event: EventName, details: dict[str, str | int]) -> None:
    """Write what happened to a therapy session as a whole into the log of events, with its row locked."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"session_id": session_id, "event": event, "details": Jsonb(details)}
        cursor.execute(_INSERT_OF_SESSION, values)


def _event_values(job: GenerationJob, event: EventName, details: dict[str, str | int]) -> dict[str, Any]:
    known = WAVES_BY_NAME.get(wave_name(job))
    return {
        "event_id": uuid4(),
        "job_id": job.id,
        "session_id": job.session_id,
        "session_date": _session_date(job),
        "patient_id": job.patient_id,
        "phase": known.phase if known else Phase.WAVE1,
        "event": event,
        "state": job.state,
        "duration_ms": _milliseconds(job.created_at, job.finished_at),
        "details": Jsonb(details),
    }


def _session_date(job: GenerationJob) -> date | None:
    """The window of a wave is its session's date twice."""
    return job.window_last if job.session_id else None


def _milliseconds(start: datetime | None, end: datetime | None) -> int | None:
    return None if start is None or end is None else max(0, int((end - start).total_seconds() * 1000))


# One statement for both logs: every change of hands pays for it.
_INSERT_EVENT = """
    INSERT INTO pipeline_events
        (id, job_id, session_id, number, patient_id, phase, event, session_date, status, duration_ms, details)
    SELECT %(event_id)s, %(job_id)s, %(session_id)s, coalesce(max(number), 0) + 1, %(patient_id)s, %(phase)s, %(event)s,
           %(session_date)s, %(state)s, %(duration_ms)s, %(details)s
    FROM pipeline_events WHERE job_id = %(job_id)s {condition}
    RETURNING *
"""
_INSERT_EVENT_OF_STORED = _INSERT_EVENT.format(condition="HAVING EXISTS (SELECT FROM stored)")
_INSERT_LINE = """
    INSERT INTO analysis_processing_log
        (id, job_id, session_id, wave, status, retry_count, error_message, completed_at, processing_duration_ms)
    VALUES (%(line_id)s, %(job_id)s, %(session_id)s, %(wave)s, %(log_status)s, %(retry_count)s, %(error_code)s,
            %(finished_at)s,
            -- From the start of this attempt: those before it are in lines of their own.
            (SELECT floor(extract(epoch FROM greatest(%(finished_at)s::timestamptz, created_at) - created_at) * 1000)
             FROM analysis_processing_log
             WHERE job_id = %(job_id)s AND wave = %(wave)s AND retry_count = %(retry_count)s AND status = 'started'))
"""
_INSERT_OF_SESSION = """
    INSERT INTO pipeline_events
        (id, session_id, number, patient_id, phase, event, session_date, status, details)
    SELECT gen_random_uuid(), session.id, 1 + coalesce((
               SELECT max(number) FROM pipeline_events WHERE session_id = session.id AND job_id IS NULL), 0),
           session.patient_id, 'WAVE3', %(event)s, session.session_date, 'succeeded', %(details)s
    FROM (SELECT * FROM therapy_sessions WHERE id = %(session_id)s FOR NO KEY UPDATE) AS session
"""
_TELL = f"""
    SELECT pg_notify('{CHANNEL}', json_build_object(
        'job', job_id, 'number', number, 'event', event, 'state', status, 'at', created_at, 'details', details,
        'session', session_id, 'session_date', session_date)::text)
    FROM event
"""  # noqa: S608 - a name of ours
_EVENT_ALONE = f"WITH event AS ({_INSERT_EVENT.format(condition='')}) {_TELL}"
_BOTH = f"WITH event AS ({_INSERT_EVENT.format(condition='')}), line AS ({_INSERT_LINE}) {_TELL}"
