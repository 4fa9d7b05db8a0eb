"""Summaries that are due by a schedule, asked for as anybody asks.

1. A look, by beat or by a polling worker, takes those whose turn it is, the longest waiting first, but only as many
   as still fit into the minute: after an outage everybody's summary is due at once.
2. Each in a transaction of its own that holds the person's row: `due` decides, the summary is asked for, and what
   became of it is written down. A second look at the same instant finds it done.
3. If another summary of theirs is being made, the person's turn comes again a minute later.
Nothing is remembered outside Postgres. If nobody looked for a while, the next look makes up for the last summary that
was due, and only for that one.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from celery import shared_task
from django.conf import settings
from django.db import Error, connection
from django.db.models import Exists, F, OuterRef, Q

from core.calendar import local_date, window_bounds
from core.database_errors import describe
from core.faultpoints import committing
from core.models import Message, Patient
from core.patient_zones import zone_on
from core.refusals import InputRefused
from generation.models import (
    Every,
    Feature,
    GenerationJob,
    GenerationJobMessage,
    JobState,
    Origin,
    ScheduledOutcome,
    ScheduledSummary,
    SummarySchedule,
)
from generation.pipeline.inputs import window_ending
from generation.scheduling.due import due, spread
from generation.scheduling.rhythm import last_run, look_at, schedule_value
from generation.summary_requests import Accepted, Busy, accept_request
from generation.time_limits import SCHEDULE_SPREAD

logger = logging.getLogger(__name__)

# The most people that one look deals with; the rest wait for the next.
_AT_A_LOOK = 200
_MINUTE = timedelta(minutes=1)
# Any number that no other lock of this project has.
_LOCK = 0x5C4ED


class _MinuteIsFull(Exception):
    """As many summaries were asked for in this minute as are allowed."""


def ask_for_scheduled(now: datetime | None = None) -> int:
    """Ask for what is due at `now` (default: Postgres's time); how many were. One that breaks stops no other."""
    now = now or _clock()
    asked = 0
    for schedule_id in _waiting(now):
        try:
            asked += _deal_with(schedule_id, now)
        except _MinuteIsFull:
            break
    return asked


@shared_task(name="generation.ask_for_scheduled_summaries", ignore_result=True)
def ask_for_scheduled_summaries() -> None:
    """What beat asks for; any number of beats may run, or none if `run_jobs` polls."""
    ask_for_scheduled()


def _clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        (now,) = cursor.fetchone()
    clock: datetime = now
    return clock


def _waiting(now: datetime) -> list[UUID]:
    """Whose turn it is, and whose turn was worked out in a zone that they have left."""
    rows = SummarySchedule.objects.exclude(every=Every.OFF).filter(patient__erased_at=None)
    turn = rows.filter(Q(look_at__lte=now) | ~Q(zone=F("patient__zone")))
    return list(turn.order_by("look_at", "id").values_list("id", flat=True)[:_AT_A_LOOK])


def _deal_with(schedule_id: UUID, now: datetime) -> bool:
    """Whether a summary was asked for. Raises _MinuteIsFull."""
    try:
        with committing("request"):
            _require_room(now)
            patient = Patient.objects.select_for_update(no_key=True).get(summary_schedule=schedule_id)
            row = SummarySchedule.objects.get(id=schedule_id)
            return patient.erased_at is None and _ask_if_due(patient, row, now)
    except Error as error:
        logger.error("a schedule is passed over: %s", describe(error))  # noqa: TRY400 - no text
        SummarySchedule.objects.filter(id=schedule_id, look_at__lte=now).update(look_at=now + _MINUTE)
        return False


def _require_room(now: datetime) -> None:
    """Raises _MinuteIsFull. Of several looks at once, one counts at a time, until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    lately = ScheduledSummary.objects.filter(outcome=ScheduledOutcome.ASKED, decided_at__gt=now - _MINUTE)
    if lately.count() >= settings.SCHEDULED_A_MINUTE:
        raise _MinuteIsFull


def _ask_if_due(patient: Patient, row: SummarySchedule, now: datetime) -> bool:
    schedule = schedule_value(row)
    if schedule is None:
        return False
    last = last_run(patient)
    found = due(schedule, ZoneInfo(patient.zone), last, now - spread(patient.pk, SCHEDULE_SPREAD))
    job: GenerationJob | None = None
    row.zone = patient.zone
    if found is not None:
        become = _make(patient, found.on)
        if isinstance(become, Busy):
            row.look_at = now + _MINUTE
            row.save(update_fields=["look_at", "zone"])
            return False
        outcome, job = become
        ScheduledSummary.objects.create(
            patient=patient,
            due_on=found.on,
            due_at=found.at,
            zone=patient.zone,
            decided_at=now,
            outcome=outcome,
            job=job,
            passed_over=found.passed_over,
        )
        last = found.on
    row.look_at = look_at(row, last, now)
    row.save(update_fields=["look_at", "zone"])
    return job is not None


def _make(patient: Patient, on: date) -> tuple[ScheduledOutcome, GenerationJob | None] | Busy:
    """What becomes of the summary of the 15 days that end on `on`."""
    if without := _why_none(patient, on):
        return without, None
    try:
        answer = accept_request(patient, as_of=on, origin=Origin.BATCH)
    except InputRefused as refusal:
        logger.info("a scheduled summary is not made: %s", refusal.field)
        return ScheduledOutcome.TOO_MUCH, None
    if isinstance(answer, Accepted):
        return ScheduledOutcome.ASKED, answer.job
    return answer if isinstance(answer, Busy) else (ScheduledOutcome.NOTHING_NEW, None)


def _why_none(patient: Patient, on: date) -> ScheduledOutcome | None:
    """Why no summary is made; None if something was written that no summary has read in its present words."""
    window, zone = window_ending(on), ZoneInfo(zone_on(patient, on))
    bounds = window_bounds(window.first, window.last, zone)
    read = GenerationJobMessage.objects.filter(
        message=OuterRef("pk"),
        revision=OuterRef("current_revision"),
        job__state=JobState.SUCCEEDED,
        job__feature=Feature.SESSION_BRIDGE,
    )
    written = Message.objects.filter(
        patient=patient, deleted_at=None, sent_at__gte=bounds.start, sent_at__lt=bounds.end
    ).annotate(is_read=Exists(read))
    entries = [
        is_read
        for sent_at, is_read in written.values_list("sent_at", "is_read")
        if window.first <= local_date(sent_at, zone) <= window.last
    ]
    if not entries:
        return ScheduledOutcome.NO_ENTRIES
    return ScheduledOutcome.NOTHING_NEW if all(entries) else None
