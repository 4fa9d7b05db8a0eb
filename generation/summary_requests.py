"""Asking for a summary: accepted, busy, or there already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from core.faultpoints import committing
from core.messages import WindowMessage, window_messages
from core.models import Patient, User
from core.patient_zones import zone_on
from core.refusals import InputRefused
from core.text_door import require_window_fits
from generation.lifecycle import transitions
from generation.lifecycle.inflight_hint import drop_hint, read_hint, set_hint
from generation.lifecycle.run_logs import log_acceptance
from generation.models import (
    ACTIVE_STATES,
    Feature,
    GenerationJob,
    GenerationJobMessage,
    JobState,
    Origin,
    SessionBridgeVersion,
)
from generation.pipeline.contracts import InputMessage, Window
from generation.pipeline.inputs import date_in_zone, input_hash, make_input, window_ending
from generation.time_limits import JOB_DEADLINE
from generation.worker.tasks import send_job

# Windows before it cannot hold an entry: messages are taken from 1900 on.
EARLIEST_AS_OF = date(1900, 1, 1)
_AFTER_WITHDRAWAL = "the earlier summary was withdrawn"
_SUMMARISED = """
    SELECT * FROM generation_jobs
    WHERE patient_id = %s AND feature = %s AND window_first = %s AND window_last = %s AND input_hash = %s AND state = %s
    ORDER BY regen DESC LIMIT 1
"""


@dataclass(frozen=True)
class Accepted:
    """A new job; ask for its state."""

    job: GenerationJob


@dataclass(frozen=True)
class Busy:
    """The previous summary is still being generated, by this job."""

    job: GenerationJob


@dataclass(frozen=True)
class Exists:
    """The same words of the same window are summarised already."""

    job: GenerationJob
    version: SessionBridgeVersion


Answer = Accepted | Busy | Exists


@dataclass(frozen=True)
class _Ask:
    """A request as it goes into the job's row."""

    patient: Patient
    key: bytes
    now: datetime
    window: Window
    zone: str
    origin: Origin
    requested_by: User | None
    again: str


def request_summary(
    patient: Patient,
    *,
    as_of: date | None = None,
    or_today: bool = False,
    origin: Origin = Origin.REQUEST,
    requested_by: User | None = None,
    again: str = "",
) -> Answer:
    """Ask for the summary of the 15 local days that end on `as_of` (default: today where the person lives).

    Days are those of the zone in force for the person on the last of them. `or_today` takes today where `as_of` has not
    come yet: of a window that was summarised before the person moved west.
    `again` is why the same input shall be summarised again, in words without diary text; only staff and
    corrections say so. Raises InputRefused for a date in the future or before 1900, a window with more than a
    summary reads, and an erased diary. A window without messages is fine: its summary says so.
    """
    if busy := _hinted_job(patient.id):
        return Busy(busy)
    with committing("request"):
        return accept_request(
            patient, as_of=as_of, or_today=or_today, origin=origin, requested_by=requested_by, again=again
        )


def accept_request(
    patient: Patient,
    *,
    as_of: date | None = None,
    or_today: bool = False,
    origin: Origin = Origin.REQUEST,
    requested_by: User | None = None,
    again: str = "",
) -> Answer:
    """`request_summary` in the transaction of a caller who writes down that it was asked for. Redis is not asked."""
    # 1. The person's row is the lock: from here on requests of one person stand in line.
    locked, key, now = _lock(patient.id)
    window = _window(locked, as_of, now, or_today=or_today)
    # 2. One job at a time; an overdue one holds nobody up.
    if active := transitions.active_job(locked.id, Feature.SESSION_BRIDGE):
        return Busy(active)
    # 3. The same words are not summarised twice.
    zone = zone_on(locked, window.last)
    return _accept(_Ask(locked, key, now, window, zone, origin, requested_by, again))


def _hinted_job(patient_id: UUID) -> GenerationJob | None:
    """The job the hint names, if Postgres confirms it by one indexed read; a stale hint goes."""
    hinted = read_hint(Feature.SESSION_BRIDGE, patient_id)
    if hinted is None:
        return None
    job = _active_jobs(patient_id).filter(id=hinted, deadline_at__gt=Now()).first()
    if job is None:
        drop_hint(Feature.SESSION_BRIDGE, patient_id, hinted)
    return job


def _active_jobs(patient_id: UUID) -> QuerySet[GenerationJob]:
    return GenerationJob.objects.filter(patient_id=patient_id, feature=Feature.SESSION_BRIDGE, state__in=ACTIVE_STATES)


def _lock(patient_id: UUID) -> tuple[Patient, bytes, datetime]:
    """The person, their hash key, and Postgres's time. Raises InputRefused where the diary was erased, and the key."""
    patient = Patient.objects.select_for_update(no_key=True).annotate(clock=Now()).get(id=patient_id)
    if patient.hash_key is None:
        raise InputRefused("patient", "this diary was erased; there is nothing to summarise.")
    return patient, bytes(patient.hash_key), patient.clock


def _window(patient: Patient, as_of: date | None, now: datetime, *, or_today: bool) -> Window:
    today = date_in_zone(now, patient.zone)
    last = as_of or today
    if or_today:
        last = min(last, today)
    if last > today:
        raise InputRefused("as_of", f"{last} is in the future; today is {today} in {patient.zone}.")
    if last < EARLIEST_AS_OF:
        raise InputRefused("as_of", f"{last} is before 1900. Check the year.")
    return window_ending(last)


def _accept(ask: _Ask) -> Answer:
    messages = window_messages(ask.patient, ask.window.first, ask.window.last, ask.zone)
    require_window_fits([message.text for message in messages])
    digest = _hash(ask, messages)
    regen, reason = 0, ask.again.strip()
    if done := _summarised(ask, digest):
        if _is_withdrawn(done):
            reason = reason or _AFTER_WITHDRAWAL
        if not reason:
            return Exists(done, done.sessionbridgeversion)
        regen = done.regen + 1
    job = _insert(ask, digest, regen, reason, messages)
    transaction.on_commit(lambda: announce(job))
    return Accepted(job)


def _hash(ask: _Ask, messages: list[WindowMessage]) -> str:
    hashes = {message.id: message.text_sha256 for message in messages}
    read = [InputMessage(id=m.id, revision=m.revision, sent_at=m.sent_at, text=m.text) for m in messages]
    return input_hash(make_input(ask.zone, ask.window, read), ask.key, hashes)


def _summarised(ask: _Ask, digest: str) -> GenerationJob | None:
    """The newest job that published a summary of this input."""
    values = [ask.patient.id, Feature.SESSION_BRIDGE, ask.window.first, ask.window.last, digest, JobState.SUCCEEDED]
    return next(iter(GenerationJob.objects.raw(_SUMMARISED, values)), None)


def _is_withdrawn(job: GenerationJob) -> bool:
    return hasattr(job.sessionbridgeversion, "withdrawal")


def _insert(ask: _Ask, digest: str, regen: int, reason: str, messages: list[WindowMessage]) -> GenerationJob:
    job = GenerationJob.objects.create(
        patient=ask.patient,
        feature=Feature.SESSION_BRIDGE,
        window_first=ask.window.first,
        window_last=ask.window.last,
        zone=ask.zone,
        input_hash=digest,
        regen=regen,
        regen_reason=reason,
        origin=ask.origin,
        requested_by=ask.requested_by,
        deadline_at=ask.now + JOB_DEADLINE,
        queued_at=ask.now,
    )
    GenerationJobMessage.objects.bulk_create(
        GenerationJobMessage(job=job, message_id=UUID(message.id), revision=message.revision) for message in messages
    )
    log_acceptance(job)
    return job


def announce(job: GenerationJob) -> None:
    """The hint and the task, both best effort: the job is in Postgres and is found there."""
    set_hint(job, JOB_DEADLINE)
    send_job(job.id)
