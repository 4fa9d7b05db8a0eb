"""How a job changes hands: each step one conditional UPDATE, with both logs in its transaction.

If no row was updated, somebody else was faster; that is an answer, not an error. Every step that takes a job
away from its holder raises the epoch, and the fence refuses whatever an earlier holder still writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from core.faultpoints import around, committing
from generation.lifecycle.endings import tell_ended
from generation.lifecycle.inflight_hint import clear_hint
from generation.lifecycle.notifications import notify_end
from generation.lifecycle.run_logs import write_logs
from generation.models import ACTIVE_STATES, EventName, Feature, GenerationJob, JobState, LogStatus
from generation.time_limits import LEASE

DEADLINE_CODE = "deadline"
CALLED_OFF_CODE = "called_off"


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
    meaning="what was made is published: a summary or journey that passed the gate, or a wave's reading",
)
FAIL = Transition(
    "fail",
    (JobState.RUNNING,),
    JobState.FAILED,
    raises_epoch=True,
    event=EventName.FAILED,
    log_status=LogStatus.FAILED,
    meaning="something broke that another try would not mend",
)
TIME_OUT = Transition(
    "time out",
    ACTIVE_STATES,
    JobState.TIMED_OUT,
    raises_epoch=True,
    event=EventName.FAILED,
    log_status=LogStatus.FAILED,
    meaning="the deadline has passed; whoever waits for a summary is told once",
)
CANCEL = Transition(
    "cancel",
    ACTIVE_STATES,
    JobState.CANCELLED,
    raises_epoch=True,
    event=EventName.FAILED,
    log_status=LogStatus.FAILED,
    meaning="a message of its input was deleted or given other words, or the person erased",
)
CALL_OFF = Transition(
    "call off",
    ACTIVE_STATES,
    JobState.CANCELLED,
    raises_epoch=True,
    event=EventName.CALLED_OFF,
    log_status=LogStatus.FAILED,
    meaning="the person no longer wants it",
)
TRANSITIONS = (CLAIM, TAKE_OVER, RELEASE, PUBLISH, FAIL, TIME_OUT, CANCEL, CALL_OFF)


# --- steps ----------------------------------------------------------------------------------------


def claim(job_id: UUID) -> GenerationJob | None:
    """Take a queued job, or a running one whose lease has lapsed. None: there was nothing to take.

    The job returned carries the epoch under which its holder may write, and its patient.
    """
    with committing("claim"):
        return take(job_id)


def release(job: GenerationJob) -> bool:
    """Give a held job back to the queue. False: it was no longer held."""
    with committing("release"):
        # As if it had never been sent: the next sweep sends it.
        return change(RELEASE, job, HELD, "lease_until = NULL, queued_at = NULL") is not None


def renew_leases(jobs: Sequence[GenerationJob]) -> set[tuple[UUID, int]]:
    """Hold these jobs for another lease, in one UPDATE; id and epoch of those that were still held.

    A process may hold a job that it lost before: only under the later epoch. No lines in the logs: nothing changes
    hands.
    """
    with around("renew_leases"), connection.cursor() as cursor:
        cursor.execute(_RENEW, [LEASE.total_seconds(), [job.id for job in jobs], [job.epoch for job in jobs]])
        return set(cursor.fetchall())


def succeed(job: GenerationJob) -> bool:
    """The last step of publishing, inside its transaction. False: the job was no longer held."""
    return _finish(change(PUBLISH, job, HELD, ENDED, code=""))


def fail(job: GenerationJob, code: str) -> bool:
    """End a held job that broke. `code` is never the text of an exception. False: no longer held."""
    with committing("fail"):
        return _finish(change(FAIL, job, HELD, ENDED, code=code))


def time_out(job_id: UUID) -> bool:
    """End a job whose deadline has passed and tell the person, once. False: it is not overdue, or has ended."""
    with committing("time_out"):
        return _finish(change(TIME_OUT, GenerationJob(id=job_id), OVERDUE, ENDED, code=DEADLINE_CODE))


def cancel(job_id: UUID, code: str) -> bool:
    """End a job whose input is no longer allowed. False: it had ended already."""
    with committing("cancel"):
        return _finish(change(CANCEL, GenerationJob(id=job_id), ALWAYS, ENDED, code=code))


def call_off(job_id: UUID) -> bool:
    """End a job because its person says so; they need no notice of it. False: it had ended already."""
    with committing("cancel"):
        ended = change(CALL_OFF, GenerationJob(id=job_id), ALWAYS, ENDED, code=CALLED_OFF_CODE)
        return _finish(ended)


# --- which jobs -----------------------------------------------------------------------------------


def overdue_jobs() -> QuerySet[GenerationJob]:
    """Active jobs whose deadline has passed."""
    return GenerationJob.objects.filter(state__in=ACTIVE_STATES, deadline_at__lte=Now())


def claimable_jobs() -> QuerySet[GenerationJob]:
    """Jobs nobody holds: queued, or running under a lease that has lapsed. Oldest first."""
    return GenerationJob.objects.filter(
        Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lte=Now()), deadline_at__gt=Now()
    ).order_by("created_at")


def active_job(patient_id: UUID, feature: Feature) -> GenerationJob | None:
    """The person's job under way. An overdue one is timed out instead, so its state is right without any beat."""
    for job in GenerationJob.objects.raw(_ACTIVE, [patient_id, feature, list(ACTIVE_STATES)]):
        if job.deadline_at > job.clock:
            return job
        time_out(job.id)
    return None


# --- how ------------------------------------------------------------------------------------------

_ACTIVE = """
    SELECT jobs.*, statement_timestamp() AS clock FROM generation_jobs AS jobs
    WHERE jobs.patient_id = %s AND jobs.feature = %s AND jobs.state = ANY(%s)
"""

_RENEW = """
    UPDATE generation_jobs AS jobs SET lease_until = clock_timestamp() + make_interval(secs => %s)
    FROM unnest(%s::uuid[], %s::bigint[]) AS held (id, epoch)
    WHERE jobs.id = held.id AND jobs.epoch = held.epoch AND jobs.state = 'running'
      AND jobs.deadline_at > clock_timestamp()
    RETURNING jobs.id, jobs.epoch
"""


# Conditions of a step, beyond the states it starts from, and what it changes beyond state and epoch. In all of them
# `work` is the row; times are Postgres's.
ALWAYS = "TRUE"
HELD = "work.epoch = %(epoch)s"
IN_TIME = "work.deadline_at > statement_timestamp()"
OVERDUE = "work.deadline_at <= statement_timestamp()"
_LAPSED = f"{IN_TIME} AND work.lease_until <= statement_timestamp()"

ENDED = "lease_until = NULL, finished_at = statement_timestamp(), error_code = %(code)s"
_NEW_HOLD = """
    attempts = work.attempts + 1, lease_until = statement_timestamp() + %(lease)s,
    started_at = coalesce(work.started_at, statement_timestamp())
"""

_CHANGE = """
    UPDATE generation_jobs AS work SET state = %(target)s, epoch = work.epoch + %(raised)s, {changes}
    WHERE work.id = %(id)s AND work.state = ANY(%(sources)s) AND {condition}
    RETURNING work.*, statement_timestamp() AS clock
"""


def take(job_id: UUID) -> GenerationJob | None:
    """Claim a queued job, or take over a running one whose lease has lapsed, inside the caller's transaction."""
    job = GenerationJob(id=job_id)
    return change(CLAIM, job, IN_TIME, _NEW_HOLD, lease=LEASE) or change(
        TAKE_OVER, job, _LAPSED, _NEW_HOLD, lease=LEASE
    )


def change(
    step: Transition, job: GenerationJob, condition: str, changes: str, **values: object
) -> GenerationJob | None:
    """One conditional UPDATE, and both logs if it changed the row; inside the caller's transaction.

    `condition` and `changes` are SQL of ours over the row `work`, with the placeholders of `values`. Returns
    the job as it is then, `clock` being Postgres's time; None if the UPDATE found no row.
    """
    statement = _CHANGE.format(condition=condition, changes=changes)
    fixed = {"id": job.id, "epoch": job.epoch, "target": step.target, "sources": list(step.sources)}
    found = list(GenerationJob.objects.raw(statement, {**values, **fixed, "raised": int(step.raises_epoch)}))
    if not found:
        return None
    [changed] = found
    details: dict[str, str | int] = {"step": step.name, "attempt": changed.attempts, "epoch": changed.epoch}
    if changed.error_code:
        details["error_code"] = changed.error_code
    write_logs(changed, event=step.event, log_status=step.log_status, details=details)
    return changed


def _finish(ended: GenerationJob | None) -> bool:
    """What follows the end of a job: the notice, in this transaction. After the commit the hint is taken back, and
    whoever goes on from there is told."""
    if ended is None:
        return False
    notify_end(ended)
    transaction.on_commit(lambda: clear_hint(ended))
    transaction.on_commit(lambda: tell_ended(ended))
    return True
