"""How a job changes hands: each step one conditional UPDATE, with both logs in its transaction.

No rows updated means that somebody else was faster; that is an answer, not an error. Every step that takes a job
away from its holder raises the epoch, and the fence refuses whatever an earlier holder still writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from generation.inflight_hint import clear_hint
from generation.models import (
    ACTIVE_STATES,
    AnalysisProcessingLog,
    EventName,
    Feature,
    GenerationJob,
    JobState,
    LogStatus,
    NotificationKind,
    Phase,
    PipelineEvent,
)
from generation.notifications import notify
from generation.time_limits import LEASE

DEADLINE_CODE = "deadline"


@dataclass(frozen=True)
class Transition:
    """One step of the state machine, with what each of the two logs says of it."""

    name: str
    sources: tuple[JobState, ...]
    target: JobState
    raises_epoch: bool
    event: EventName
    log_status: LogStatus | None
    meaning: str


CLAIM = Transition(
    "claim",
    (JobState.QUEUED,),
    JobState.RUNNING,
    raises_epoch=True,
    event=EventName.START,
    log_status=LogStatus.STARTED,
    meaning="a worker takes the job and holds it by a lease",
)
TAKE_OVER = Transition(
    "take over",
    (JobState.RUNNING,),
    JobState.RUNNING,
    raises_epoch=True,
    event=EventName.START,
    log_status=LogStatus.STARTED,
    meaning="the lease has lapsed; another worker goes on after the last stored artifact",
)
RELEASE = Transition(
    "release",
    (JobState.RUNNING,),
    JobState.QUEUED,
    raises_epoch=True,
    event=EventName.DB_UPDATE,
    log_status=None,
    meaning="a worker that is told to stop gives the job back",
)
PUBLISH = Transition(
    "publish",
    (JobState.RUNNING,),
    JobState.SUCCEEDED,
    raises_epoch=False,
    event=EventName.COMPLETE,
    log_status=LogStatus.COMPLETED,
    meaning="the text passed the gate and is the person's current summary",
)
FAIL = Transition(
    "fail",
    (JobState.RUNNING,),
    JobState.FAILED,
    raises_epoch=True,
    event=EventName.FAILED,
    log_status=LogStatus.FAILED,
    meaning="something broke that trying again would not mend",
)
TIME_OUT = Transition(
    "time out",
    ACTIVE_STATES,
    JobState.TIMED_OUT,
    raises_epoch=True,
    event=EventName.FAILED,
    log_status=LogStatus.FAILED,
    meaning="the deadline has passed; the person is told once",
)
CANCEL = Transition(
    "cancel",
    ACTIVE_STATES,
    JobState.CANCELLED,
    raises_epoch=True,
    event=EventName.FAILED,
    log_status=LogStatus.FAILED,
    meaning="a message of its input was deleted, or the person erased",
)
TRANSITIONS = (CLAIM, TAKE_OVER, RELEASE, PUBLISH, FAIL, TIME_OUT, CANCEL)

_WAVES = {Feature.SESSION_BRIDGE: "session_bridge", Feature.YOUR_JOURNEY: "your_journey"}
_ACCEPTED_EVENTS = {
    Feature.SESSION_BRIDGE: EventName.SESSION_BRIDGE_GENERATION,
    Feature.YOUR_JOURNEY: EventName.YOUR_JOURNEY_GENERATION,
}


# --- steps ----------------------------------------------------------------------------------------


def claim(job_id: UUID) -> GenerationJob | None:
    """Take a queued job, or a running one whose lease has lapsed. None: there was nothing to take.

    The job returned carries the epoch under which its holder may write, and its patient.
    """
    in_time = Q(deadline_at__gt=Now())
    with transaction.atomic():
        return _change(CLAIM, job_id, in_time, **_new_hold()) or _change(
            TAKE_OVER, job_id, in_time & Q(lease_until__lte=Now()), **_new_hold()
        )


def release(job: GenerationJob) -> bool:
    """Give a held job back to the queue. False: it was not held any more."""
    with transaction.atomic():
        return _change(RELEASE, job.id, _held(job), lease_until=None) is not None


def succeed(job: GenerationJob) -> bool:
    """The last step of publishing, inside its transaction. False: the job was not held any more."""
    ended = _change(PUBLISH, job.id, _held(job), **_ended(""))
    return _finish(ended, NotificationKind.SUMMARY_READY)


def fail(job: GenerationJob, code: str) -> bool:
    """End a held job that broke. `code` never is the text of an exception. False: not held any more."""
    with transaction.atomic():
        ended = _change(FAIL, job.id, _held(job), **_ended(code))
        return _finish(ended, NotificationKind.SUMMARY_FAILED)


def time_out(job_id: UUID) -> bool:
    """End a job whose deadline has passed and tell the person, once. False: it is not overdue, or ended."""
    with transaction.atomic():
        ended = _change(TIME_OUT, job_id, Q(deadline_at__lte=Now()), **_ended(DEADLINE_CODE))
        return _finish(ended, NotificationKind.SUMMARY_TIMED_OUT)


def cancel(job_id: UUID, code: str) -> bool:
    """End a job whose input is no longer allowed. False: it had ended already."""
    with transaction.atomic():
        return _finish(_change(CANCEL, job_id, Q(), **_ended(code)), None)


# --- which jobs -----------------------------------------------------------------------------------


def overdue_jobs() -> QuerySet[GenerationJob]:
    """Active jobs whose deadline has passed."""
    return GenerationJob.objects.filter(state__in=ACTIVE_STATES, deadline_at__lte=Now())


def claimable_jobs() -> QuerySet[GenerationJob]:
    """Jobs nobody holds: queued, or running under a lease that has lapsed. Oldest first."""
    return GenerationJob.objects.filter(
        Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lte=Now()), deadline_at__gt=Now()
    ).order_by("created_at")


def reap_overdue(patient_id: UUID, feature: Feature) -> None:
    """Time out this person's overdue job, if there is one, so that no reader needs a beat to see the truth."""
    for job_id in overdue_jobs().filter(patient_id=patient_id, feature=feature).values_list("id", flat=True):
        time_out(job_id)


# --- the logs -------------------------------------------------------------------------------------


def log_acceptance(job: GenerationJob) -> None:
    """Write the first event of a job that was just inserted in this transaction."""
    write_logs(job, event=_ACCEPTED_EVENTS[Feature(job.feature)], log_status=None, details={"origin": job.origin})


def write_logs(
    job: GenerationJob, *, event: EventName, log_status: LogStatus | None, details: dict[str, str | int]
) -> None:
    """Write what happened to `job` into both logs: the only writer of either.

    Called in the transaction of the change, after the UPDATE, whose row lock keeps the numbers without gaps.
    `details` holds names, counts and codes only.
    """
    duration_ms = _milliseconds(job.created_at, job.finished_at)
    last = PipelineEvent.objects.filter(job_id=job.id).aggregate(last=Coalesce(Max("number"), 0))["last"]
    PipelineEvent.objects.create(
        job_id=job.id,
        number=last + 1,
        patient_id=job.patient_id,
        phase=Phase.WAVE3,
        event=event,
        status=job.state,
        duration_ms=duration_ms,
        details=details,
    )
    if log_status is not None:
        AnalysisProcessingLog.objects.create(
            job_id=job.id,
            wave=_WAVES[Feature(job.feature)],
            status=log_status,
            retry_count=max(job.attempts - 1, 0),
            error_message=job.error_code,
            completed_at=job.finished_at,
            processing_duration_ms=_milliseconds(job.started_at, job.finished_at),
        )


# --- how ------------------------------------------------------------------------------------------


def _change(step: Transition, job_id: UUID, condition: Q, **changes: Any) -> GenerationJob | None:
    """One conditional UPDATE, and both logs where it took. The job as it is then, with its patient."""
    raised = {"epoch": F("epoch") + 1} if step.raises_epoch else {}
    found = GenerationJob.objects.filter(condition, id=job_id, state__in=step.sources)
    if not found.update(state=step.target, **raised, **changes):
        return None
    job = GenerationJob.objects.select_related("patient").get(id=job_id)
    details: dict[str, str | int] = {"step": step.name, "attempt": job.attempts, "epoch": job.epoch}
    if job.error_code:
        details["error_code"] = job.error_code
    write_logs(job, event=step.event, log_status=step.log_status, details=details)
    return job


def _held(job: GenerationJob) -> Q:
    return Q(epoch=job.epoch)


def _new_hold() -> dict[str, Any]:
    return {
        "attempts": F("attempts") + 1,
        "lease_until": Now() + LEASE,
        "started_at": Coalesce(F("started_at"), Now()),
    }


def _ended(code: str) -> dict[str, Any]:
    return {"lease_until": None, "finished_at": Now(), "error_code": code}


def _finish(ended: GenerationJob | None, kind: NotificationKind | None) -> bool:
    """What follows the end of a job: the notice in this transaction, the hint taken back after it."""
    if ended is None:
        return False
    if kind is not None:
        notify(ended, kind)
    transaction.on_commit(lambda: clear_hint(ended))
    return True


def _milliseconds(start: datetime | None, end: datetime | None) -> int | None:
    return None if start is None or end is None else max(0, int((end - start).total_seconds() * 1000))
