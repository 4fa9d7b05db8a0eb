"""`pipeline_events` and `analysis_processing_log`: what happened, without what was said of it in free words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import sql

from core.faultpoints import committing
from core.models import Organisation, TherapySession
from generation.models import AnalysisProcessingLog, EventName, JobState, LogStatus, Phase, PipelineEvent
from generation.older_system.report import Count, Problem, Report
from generation.older_system.source import OlderDatabase, Row
from generation.older_system.storing import Made, People, chunks_of, id_of, store
from generation.waves import WAVES_BY_NAME

_EVENTS, _LOG = "pipeline_events", "analysis_processing_log"
_EVENT_COLUMNS = {
    "id": "uuid", "patient_id": "uuid", "session_id": "uuid", "session_date": "text", "phase": "text", "event": "text",
    "status": "text", "metadata": "json", "details": "json", "duration_ms": "int8", "created_at": "instant",
}  # fmt: skip
_LOG_COLUMNS = {
    "id": "uuid", "session_id": "uuid", "wave": "text", "status": "text", "started_at": "instant",
    "completed_at": "instant", "error_message": "text", "retry_count": "int8", "processing_duration_ms": "int8",
}  # fmt: skip
# What their word for the state of things is here.
STATES: Mapping[str, JobState] = {
    "started": JobState.RUNNING,
    "success": JobState.SUCCEEDED,
    "error": JobState.FAILED,
    "failed": JobState.FAILED,
}
# Their messages are free text and may quote; ours are codes.
ERROR_CODE = "older_system_error"


def bring_events(db: OlderDatabase, report: Report, organisation: Organisation) -> Iterator[int]:
    """Numbered within each session in the order of their times."""
    if db.table(_EVENTS) is None:
        return
    for chunk in chunks_of(db.asked(_events(db))):
        with committing("import_file"):
            report.count(_EVENTS, Count.READ, len(chunk))
            people = People(organisation, (row["patient_id"] for row in chunk))
            sessions = _sessions(chunk)
            made = [_event(report, row, people, sessions) for row in chunk]
            store(report, _EVENTS, [each for each in made if each is not None])
        yield len(chunk)


def bring_log(db: OlderDatabase, report: Report, organisation: Organisation) -> Iterator[int]:
    """Their one row, updated, is two lines here: that it started, and how it ended."""
    if db.table(_LOG) is None:
        return
    for chunk in chunks_of(db.rows(_LOG, _LOG_COLUMNS)):
        with committing("import_file"):
            report.count(_LOG, Count.READ, len(chunk))
            sessions = _sessions(chunk)
            people = People(organisation, (session.patient_id for session in sessions.values()))
            made = [line for row in chunk for line in _lines(report, row, sessions, people)]
            store(report, _LOG, made)
        yield len(chunk)


def _events(db: OlderDatabase) -> sql.Composed:
    fields = [
        db.read(_EVENTS, name, kind) + sql.SQL(" AS ") + sql.Identifier(name) for name, kind in _EVENT_COLUMNS.items()
    ]
    session = db.read(_EVENTS, "session_id", "uuid")
    at = db.read(_EVENTS, "created_at", "instant")
    number = sql.SQL("row_number() OVER (PARTITION BY {} ORDER BY {} NULLS FIRST, id) AS number").format(session, at)
    return sql.SQL("SELECT {}, {} FROM pipeline_events ORDER BY id").format(sql.SQL(", ").join(fields), number)


def _event(report: Report, row: Row, people: People, sessions: Mapping[UUID, TherapySession]) -> Made | None:
    patient = people.find(report, _EVENTS, row["id"], row["patient_id"])
    if patient is None:
        return None
    session = sessions.get(row["session_id"]) if row["session_id"] else None
    if session is None or session.patient_id != patient.pk:
        report.leave(_EVENTS, row["id"], Problem.NO_SESSION)
        return None
    if row["phase"] not in Phase.values:
        report.leave(_EVENTS, row["id"], Problem.UNKNOWN_PHASE)
        return None
    if row["status"] not in STATES:
        report.leave(_EVENTS, row["id"], Problem.UNKNOWN_STATUS)
        return None
    if row["created_at"] is None:
        report.leave(_EVENTS, row["id"], Problem.NO_TIME)
        return None
    if row["event"] not in EventName.values:
        report.note(_EVENTS, row["id"], Problem.UNKNOWN_EVENT)
    event = PipelineEvent(
        id=row["id"],
        session=session,
        number=row["number"],
        patient=patient,
        phase=row["phase"],
        event=row["event"] or "",
        session_date=_day(row["session_date"]),
        status=STATES[row["status"]],
        duration_ms=row["duration_ms"],
        details=_figures(row["metadata"] or row["details"]),
        created_at=row["created_at"],
    )
    return Made(event, lambda stored: (stored.event, stored.status) == (event.event, event.status))


def _lines(report: Report, row: Row, sessions: Mapping[UUID, TherapySession], people: People) -> Iterator[Made]:
    session = sessions.get(row["session_id"]) if row["session_id"] else None
    if session is None:
        report.leave(_LOG, row["id"], Problem.NO_SESSION)
        return
    if people.find(report, _LOG, row["id"], session.patient_id) is None:
        return
    if row["status"] not in LogStatus.values:
        report.leave(_LOG, row["id"], Problem.UNKNOWN_STATUS)
        return
    started, ended = row["started_at"], row["completed_at"] or row["started_at"]
    if ended is None:
        report.leave(_LOG, row["id"], Problem.NO_TIME)
        return
    if row["wave"] not in WAVES_BY_NAME:
        report.note(_LOG, row["id"], Problem.UNKNOWN_WAVE)
    of = {"session": session, "wave": row["wave"] or "", "retry_count": row["retry_count"] or 0}
    yield _line(id=id_of(row["id"], "started"), status=LogStatus.STARTED, created_at=started or ended, **of)
    if row["status"] == LogStatus.STARTED:
        return
    yield _line(
        id=row["id"],
        status=row["status"],
        error_message=ERROR_CODE if row["status"] == LogStatus.FAILED else "",
        created_at=ended,
        completed_at=ended,
        processing_duration_ms=row["processing_duration_ms"],
        **of,
    )


def _line(**values: Any) -> Made:
    return Made(AnalysisProcessingLog(**values), lambda stored: stored.status == values["status"])


def _sessions(chunk: list[Row]) -> Mapping[UUID, TherapySession]:
    return TherapySession.objects.in_bulk([row["session_id"] for row in chunk if row["session_id"]])


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _figures(text: str | None) -> dict[str, int | float | bool]:
    """The numbers of an event's details; words may be anybody's."""
    held = json.loads(text or "null")
    pairs = held.items() if isinstance(held, dict) else ()
    return {name: value for name, value in pairs if isinstance(value, int | float) and name.isidentifier()}
