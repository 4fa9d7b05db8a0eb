"""Analyses of single therapy sessions: asked for, claimed, ended by the same steps as jobs.

An analysis has no child rows: its result is a column, written with the step to `succeeded`, and the epoch in that
UPDATE's condition is its fence.
"""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError
from django.db.models import Max
from django.db.models.functions import Now

from core.database_errors import constraint_of
from core.faultpoints import committing
from core.models import TherapySession
from generation.lifecycle import transitions
from generation.lifecycle.run_logs import write_logs
from generation.models import ACTIVE_STATES, EventName, SessionAnalysis
from generation.time_limits import JOB_DEADLINE

_ONE_ACTIVE = {"session_analyses_one_active", "session_analyses_attempt_unique"}


def request_analysis(session: TherapySession, wave: str) -> tuple[SessionAnalysis, bool]:
    """The analysis under way of this session and wave, and whether it is new."""
    theirs = SessionAnalysis.objects.filter(session=session, wave=wave)
    try:
        with committing("request_analysis"):
            if active := theirs.filter(state__in=ACTIVE_STATES).first():
                return active, False
            last = theirs.aggregate(last=Max("attempt"))["last"]
            attempt = 0 if last is None else last + 1
            analysis = SessionAnalysis(session=session, wave=wave, attempt=attempt, deadline_at=Now() + JOB_DEADLINE)
            analysis.save(force_insert=True)
            analysis.refresh_from_db()
            write_logs(analysis, event=EventName.FILE_LOAD, log_status=None, details={"wave": wave})
            return analysis, True
    except IntegrityError as error:
        if constraint_of(error) not in _ONE_ACTIVE:
            raise
    # Somebody was faster.
    return theirs.latest("attempt"), False


def claim_analysis(analysis_id: UUID) -> SessionAnalysis | None:
    """As `transitions.claim`. None: there was nothing to take."""
    with committing("claim"):
        return transitions.take(SessionAnalysis, analysis_id)


def release_analysis(analysis: SessionAnalysis) -> bool:
    """Give held work back to the queue. False: it was not held any more."""
    with committing("release"):
        return transitions.change(transitions.RELEASE, analysis, transitions.HELD, "lease_until = NULL") is not None


def succeed_analysis(analysis: SessionAnalysis, data: str, *, prompt_version: str = "", model: str = "") -> bool:
    """Store the result, JSON as text, and end. False: it was not held any more, or too late; nothing is stored."""
    still = f"{transitions.HELD} AND {transitions.IN_TIME}"
    result = f"{transitions.ENDED}, data = %(data)s, prompt_version = %(prompt_version)s, model = %(model)s"
    values = {"code": "", "data": data, "prompt_version": prompt_version, "model": model}
    with committing("finish_analysis"):
        return transitions.change(transitions.PUBLISH, analysis, still, result, **values) is not None


def fail_analysis(analysis: SessionAnalysis, code: str) -> bool:
    """End held work that broke. `code` never is the text of an exception. False: not held any more."""
    with committing("finish_analysis"):
        return _end(transitions.FAIL, analysis, transitions.HELD, code)


def time_out_analysis(analysis_id: UUID) -> bool:
    """End work whose deadline has passed. False: it is not overdue, or ended."""
    with committing("time_out"):
        analysis = SessionAnalysis(id=analysis_id)
        return _end(transitions.TIME_OUT, analysis, transitions.OVERDUE, transitions.DEADLINE_CODE)


def cancel_analysis(analysis_id: UUID, code: str) -> bool:
    """End work whose session may not be read any more. False: it had ended already."""
    with committing("cancel"):
        return _end(transitions.CANCEL, SessionAnalysis(id=analysis_id), transitions.ANYWAY, code)


def _end(step: transitions.Transition, analysis: SessionAnalysis, condition: str, code: str) -> bool:
    return transitions.change(step, analysis, condition, transitions.ENDED, code=code) is not None
