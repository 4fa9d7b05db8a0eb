"""The two logs of jobs and analyses: this is the only writer of either.

Each line is written in the transaction of what it tells about. Events of a job are told to whoever listens on `CHANNEL`
when that transaction commits: the whole event as JSON, so that nobody has to read it again.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db import connection
from psycopg.types.json import Jsonb

from core.models import TherapySession
from generation.models import EventName, GenerationJob, LogStatus, Phase, SessionAnalysis
from generation.waves import WAVES, WAVES_BY_NAME

logger = logging.getLogger(__name__)

# Work that is claimed, leased and fenced.
Work = GenerationJob | SessionAnalysis
# The waves over a single session. Another name is a warning, not a refusal.
SESSION_WAVES = {wave.name: wave for wave in WAVES if wave.is_of_a_session}
# What Postgres is asked to LISTEN on.
CHANNEL = "job_events"


def log_acceptance(job: GenerationJob) -> None:
    """Write the first event of a job that was just inserted in this transaction."""
    write_logs(job, event=WAVES_BY_NAME[job.feature].event, log_status=None, details={"origin": job.origin})


def write_logs(work: Work, *, event: EventName, log_status: LogStatus | None, details: dict[str, str | int]) -> None:
    """Write what happened to `work` into both logs: the only writer of either.

    Called in the transaction of the change, after the UPDATE, whose row lock keeps the numbers without gaps. The
    events of a session are numbered over all its analyses, so its row is locked too. `details` holds names, counts
    and codes only.
    """
    subject = _subject(work)
    values = {
        **_event_values(work, subject, event, details),
        "line_id": uuid4(),
        "log_status": log_status,
        "retry_count": max(work.attempts - 1, 0),
        "error_code": work.error_code,
        "finished_at": work.finished_at,
        "processing_duration_ms": _milliseconds(work.started_at, work.finished_at),
    }
    key = "session_id" if subject.job_id is None else "job_id"
    statement = (_EVENT_ALONE if log_status is None else _BOTH).format(subject=key, condition="")
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def store_stage(job: GenerationJob, insert: str, values: Mapping[str, Any], *, stage: str, ordinal: int) -> None:
    """Store what a stage of a held job made, and its event, in one statement.

    `insert` is an INSERT of ours with the placeholders of `values`, whose fence locks the job's row: that keeps the
    numbers without gaps, and an event without its stage out.
    """
    details: dict[str, str | int] = {"stage": stage, "ordinal": ordinal, "attempt": job.attempts}
    event = _event_values(job, _subject(job), EventName.STAGE, details)
    numbered = _INSERT_EVENT.format(subject="job_id", condition="HAVING EXISTS (SELECT FROM stored)")
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH stored AS ({insert} RETURNING 1), event AS ({numbered}) {_TELL}",
            {**values, **event},
        )


def _event_values(work: Work, subject: _Subject, event: EventName, details: dict[str, str | int]) -> dict[str, Any]:
    return {
        **subject._asdict(),
        "event_id": uuid4(),
        "event": event,
        "state": work.state,
        "duration_ms": _milliseconds(work.created_at, work.finished_at),
        "details": Jsonb(details),
    }


class _Subject(NamedTuple):
    """What the lines are of, and what they say about it beside what happened."""

    job_id: UUID | None
    session_id: UUID | None
    patient_id: UUID
    session_date: date | None
    phase: Phase
    wave: str


def _subject(work: Work) -> _Subject:
    if isinstance(work, GenerationJob):
        return _Subject(work.id, None, work.patient_id, None, WAVES_BY_NAME[work.feature].phase, work.feature)
    session = TherapySession.objects.select_for_update(no_key=True).get(id=work.session_id)
    if work.wave not in SESSION_WAVES:
        logger.warning("session %s: no wave is known by the name of analysis %s", session.id, work.id)
    phase = SESSION_WAVES[work.wave].phase if work.wave in SESSION_WAVES else Phase.WAVE1
    return _Subject(None, session.id, session.patient_id, session.session_date, phase, work.wave)


# One statement for all of it, as every change of hands pays for it. `source` is where its one row comes from.
_INSERT_EVENT = """
    INSERT INTO pipeline_events
        (id, job_id, session_id, number, patient_id, phase, event, session_date, status, duration_ms, details)
    SELECT %(event_id)s, %(job_id)s, %(session_id)s, coalesce(max(number), 0) + 1, %(patient_id)s, %(phase)s, %(event)s,
           %(session_date)s, %(state)s, %(duration_ms)s, %(details)s
    FROM pipeline_events WHERE {subject} = %({subject})s {condition}
    RETURNING *
"""
_INSERT_LINE = """
    INSERT INTO analysis_processing_log
        (id, job_id, session_id, wave, status, retry_count, error_message, completed_at, processing_duration_ms)
    VALUES (%(line_id)s, %(job_id)s, %(session_id)s, %(wave)s, %(log_status)s, %(retry_count)s, %(error_code)s,
            %(finished_at)s, %(processing_duration_ms)s)
"""
_TELL = f"""
    SELECT pg_notify('{CHANNEL}', json_build_object(
        'job', job_id, 'number', number, 'event', event, 'state', status, 'at', created_at, 'details', details)::text)
    FROM event WHERE job_id IS NOT NULL
"""  # noqa: S608 - a name of ours
_EVENT_ALONE = f"WITH event AS ({_INSERT_EVENT}) {_TELL}"
_BOTH = f"WITH event AS ({_INSERT_EVENT}), line AS ({_INSERT_LINE}) {_TELL}"


def _milliseconds(start: datetime | None, end: datetime | None) -> int | None:
    return None if start is None or end is None else max(0, int((end - start).total_seconds() * 1000))
