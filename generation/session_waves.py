"""The waves over therapy sessions: which are due, and asking for them.

1. A wave is due when the waves it comes after have ended, and it has not read what they published yet. So a session's
   waves go in their order, its sessions side by side, and one that failed holds nobody up: what comes after it reads
   without it, and again once somebody has asked for it anew.
2. Whoever ends a wave's job asks at once for what is due then; beat and polling workers look besides.
3. One that ended for want of a model, of consent or of the day's budget is asked for again once there is one.
4. When all have ended, the journey and the person's summary are asked for as anybody asks, once for each time the
   session was read through. The summary reads the diary alone: nothing a wave said ever goes into it.
A session without a transcript, a model or its person's consent has no jobs.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from celery import shared_task
from django.db import Error, transaction
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from core.consent import consent_since, is_model_allowed
from core.database_errors import describe
from core.faultpoints import committing
from core.messages import window_messages
from core.models import Patient, TherapySession, User
from core.refusals import InputRefused
from generation.generators.waves.registry import wave_generators
from generation.language_models.choose import read_model_settings
from generation.lifecycle.run_logs import log_acceptance, log_session
from generation.models import (
    ACTIVE_STATES,
    EventName,
    Feature,
    GenerationJob,
    GenerationJobAnalysis,
    Origin,
    PipelineEvent,
    SessionAnalysis,
)
from generation.pipeline.inputs import date_in_zone, window_ending
from generation.run.session_input import newest_analyses, wave_input_hash
from generation.summary_requests import Busy, request_summary
from generation.time_limits import JOB_DEADLINE
from generation.worker.tasks import send_jobs
from generation.your_journeys import (
    MAX_FOR_WANT,
    WANTED_A_MODEL,
    WANTED_TOKENS,
    JourneyAnswer,
    NoJourney,
    journeys_to_ask_anew,
    request_journey,
)

logger = logging.getLogger(__name__)

# Sessions looked at by one look: others are there at the next.
_AT_A_LOOK = 20
# A session that nobody has gone on with for this many days is left alone until somebody asks for a wave of it.
_LOOKED_AT_DAYS = 7
_READ_ANEW = "what it reads was read anew"
_FOR_WANT = [*WANTED_A_MODEL, WANTED_TOKENS]


class Readiness(StrEnum):
    """Whether a session's waves can be asked for."""

    READY = "ready"
    NO_TRANSCRIPT = "no_transcript"
    NEEDS_MODEL = "needs_model"


@dataclass(frozen=True)
class WaveState:
    """One wave of a session: its newest job and the reading that counts, where there are any.

    `state` is the job's, or "published" of an imported reading, "waiting" for the waves before it, or why there is no
    job: see `Readiness`.
    """

    wave: str
    state: str
    job: GenerationJob | None
    analysis: SessionAnalysis | None


def readiness(session: TherapySession) -> Readiness:
    """Whether there is something to read, a model to read it, and a person who allows that. At most one query."""
    if session.transcript is None:
        return Readiness.NO_TRANSCRIPT
    if not read_model_settings().has_model or not is_model_allowed(session.patient_id):
        return Readiness.NEEDS_MODEL
    return Readiness.READY


def wave_states(session: TherapySession) -> tuple[WaveState, ...]:
    """Every wave of a session in order, for whoever shows or serves them. Three queries."""
    ready, jobs, analyses = readiness(session), _newest_jobs(session), newest_analyses(session)
    names = [*wave_generators(), *sorted({*jobs, *analyses} - {*wave_generators()})]
    return tuple(_wave_state(name, ready, jobs.get(name), analyses.get(name)) for name in names)


def _wave_state(name: str, ready: Readiness, job: GenerationJob | None, analysis: SessionAnalysis | None) -> WaveState:
    if job is not None:
        state: str = job.state
    elif analysis is not None:
        state = "published"
    else:
        state = "waiting" if ready is Readiness.READY else ready.value
    return WaveState(name, state, job, analysis)


def request_wave(session: TherapySession, wave: str, *, again: str, requested_by: User | None = None) -> GenerationJob:
    """Ask for one wave anew, as staff do; the job under way where there is one.

    `again` says why, without words of the transcript. Raises InputRefused where the wave cannot be asked for.
    """
    if wave not in wave_generators():
        raise InputRefused("wave", f"there is no wave of this name. Choose from {', '.join(wave_generators())}.")
    if not again.strip():
        raise InputRefused("again", "say in a few words why it should be read again.")
    with committing("request"):
        locked, now = _lock(session)
        if (ready := readiness(locked)) is not Readiness.READY:
            raise InputRefused("session", _REFUSED[ready])
        newest = _newest_jobs(locked).get(wave)
        if newest is not None and newest.is_active:
            return newest
        ask = _Ask(locked, now, Origin.STAFF, requested_by)
        job = _insert(ask, wave, newest_analyses(locked), again=again)
        transaction.on_commit(lambda: send_jobs([job.id]))
    return job


_REFUSED: Mapping[Readiness, str] = {
    Readiness.NO_TRANSCRIPT: "it has no transcript.",
    Readiness.NEEDS_MODEL: "no model is set, or the person does not allow one.",
}


def go_on(session: TherapySession) -> list[GenerationJob]:
    """Ask for every wave of the session that is due; the new jobs. Where all have ended, for what is made of them."""
    with committing("request"):
        locked, now = _lock(session)
        if readiness(locked) is not Readiness.READY:
            return []
        jobs = _newest_jobs(locked)
        asked = _ask_for_due(_Ask(locked, now, Origin.SESSION, None), jobs)
        transaction.on_commit(lambda: send_jobs([job.id for job in asked]))
        is_through = not any(job.is_active for job in jobs.values())
    if is_through:
        _ask_for_the_whole(locked)
    return asked


def go_on_after(ended: GenerationJob) -> None:
    """What follows the end of a wave's job. One of somebody erased is followed by nothing."""
    go_on(TherapySession.objects.select_related("patient").get(wave_jobs=ended))


def look_at_sessions() -> int:
    """Go on with sessions that have waves due: new ones, and those whose worker died before it could. How many.

    Journeys that ended for want of consent or of the day's budget are asked for besides, once there is one again.
    """
    if not read_model_settings().has_model:
        return 0
    for patient, again in journeys_to_ask_anew():
        _ask_for_journey(patient, again)
    return sum(_look_at(session_id) for session_id in _to_look_at())


@shared_task(name="generation.look_at_sessions", ignore_result=True)
def look_at_sessions_task() -> None:
    """What beat asks for; any number of beats may run, or none if `run_jobs` polls."""
    look_at_sessions()


def _look_at(session_id: UUID) -> bool:
    try:
        return bool(go_on(TherapySession.objects.select_related("patient").get(id=session_id)))
    except Error as error:
        logger.error("session %s is passed over: %s", session_id, describe(error))  # noqa: TRY400 - no text
        return False


# A session is looked at while it has no job yet of its first wave, or while what has ended is not gone on with: no job
# is under way, and it has not been read through since its last job ended. A new consent is a new beginning, and so is
# a new day for a wave that met the end of a day's budget.
_DUE = """
    SELECT session.id FROM therapy_sessions AS session
    JOIN patients AS person ON person.id = session.patient_id AND person.erased_at IS NULL
    JOIN LATERAL (SELECT allowed, at FROM consents WHERE patient_id = person.id ORDER BY number DESC LIMIT 1) AS newest
      ON newest.allowed
    LEFT JOIN LATERAL (
        SELECT max(job.finished_at) AS ended, bool_or(job.state IN ('queued', 'running')) AS active
        FROM generation_jobs AS job WHERE job.session_id = session.id
    ) AS jobs ON TRUE
    WHERE session.transcript IS NOT NULL AND NOT coalesce(jobs.active, FALSE)
      AND greatest(newest.at, coalesce(jobs.ended, session.created_at))
          > statement_timestamp() - make_interval(days => %(days)s)
      AND (
          NOT EXISTS (
              SELECT FROM pipeline_events AS event
              WHERE event.session_id = session.id AND event.job_id IS NULL AND event.event = %(through)s
                AND event.created_at >= jobs.ended)
          OR EXISTS (
              SELECT FROM generation_jobs AS job WHERE job.session_id = session.id AND job.wave = ANY(%(waves)s)
              GROUP BY job.wave
              HAVING (array_agg(job.error_code ORDER BY job.created_at DESC, job.id DESC))[1] = %(budget)s
                AND max(job.finished_at) < date_trunc('day', statement_timestamp(), 'UTC')
                AND count(*) FILTER (WHERE job.error_code = ANY(%(want)s) AND job.created_at > newest.at) < %(tries)s))
    ORDER BY coalesce(jobs.ended, session.created_at) LIMIT %(most)s
"""


def _to_look_at() -> list[UUID]:
    values = {
        "days": _LOOKED_AT_DAYS,
        "through": EventName.COMPLETE,
        "waves": [*wave_generators()],
        "budget": WANTED_TOKENS,
        "want": _FOR_WANT,
        "tries": MAX_FOR_WANT,
        "most": _AT_A_LOOK,
    }
    return [session.id for session in TherapySession.objects.raw(_DUE, values)]


@dataclass(frozen=True)
class _Ask:
    session: TherapySession
    now: datetime
    origin: Origin
    requested_by: User | None


def _lock(session: TherapySession) -> tuple[TherapySession, datetime]:
    """The session as it is behind its person's lock, and Postgres's time."""
    patient = Patient.objects.select_for_update(no_key=True).annotate(clock=Now()).get(id=session.patient_id)
    locked = TherapySession.objects.get(id=session.id)
    locked.patient = patient
    return locked, patient.clock


def _newest_jobs(session: TherapySession) -> dict[str, GenerationJob]:
    newest = GenerationJob.objects.filter(session=session).order_by("wave", "-created_at", "-id").distinct("wave")
    return {job.wave: job for job in newest}


def _ask_for_due(ask: _Ask, jobs: dict[str, GenerationJob]) -> list[GenerationJob]:
    """In the order of the waves; `jobs` then holds what was asked for too, so that what comes after it waits."""
    analyses, wanting = newest_analyses(ask.session), _wanting(ask, jobs)
    asked = []
    for wave, generator in wave_generators().items():
        before = [jobs.get(name) for name in generator.after if name in wave_generators()]
        if any(job is None or job.is_active for job in before):
            continue
        newest = jobs.get(wave)
        digest = wave_input_hash(ask.session, wave, _read_by(wave, analyses))
        if newest is None or (not newest.is_active and (newest.input_hash != digest or wave in wanting)):
            jobs[wave] = _insert(ask, wave, analyses)
            asked.append(jobs[wave])
    return asked


def _wanting(ask: _Ask, jobs: Mapping[str, GenerationJob]) -> Collection[str]:
    """The waves that ended for want of what is there again, and may be asked for again. At most two queries."""
    ended = [wave for wave, job in jobs.items() if _ended_for_want(job, ask.now)]
    since = consent_since(ask.session.patient_id) if ended else None
    if since is None:
        return ()
    under_consent = GenerationJob.objects.filter(
        session=ask.session, wave__in=ended, error_code__in=_FOR_WANT, created_at__gt=since
    )
    tries = dict(under_consent.values_list("wave").annotate(tries=Count("id")))
    return [wave for wave in ended if tries.get(wave, 0) < MAX_FOR_WANT]


def _ended_for_want(job: GenerationJob, now: datetime) -> bool:
    """Of a model or of consent, or of the budget of an earlier day."""
    if job.error_code != WANTED_TOKENS:
        return job.error_code in WANTED_A_MODEL
    return job.finished_at is not None and job.finished_at.astimezone(UTC).date() < now.astimezone(UTC).date()


def _read_by(wave: str, analyses: Mapping[str, SessionAnalysis]) -> list[SessionAnalysis]:
    """What a wave reads beside the transcript: the waves it comes after, and who speaks."""
    names = {"speaker_labels", *wave_generators()[wave].after} - {wave}
    return [analyses[name] for name in sorted(names) if name in analyses]


def _insert(ask: _Ask, wave: str, analyses: Mapping[str, SessionAnalysis], *, again: str = "") -> GenerationJob:
    """A queued job with its input pinned. Its time runs from now: the waves before it have ended."""
    session, read = ask.session, _read_by(wave, analyses)
    digest = wave_input_hash(session, wave, read)
    same = GenerationJob.objects.filter(session=session, wave=wave, input_hash=digest)
    regen = 0 if (last := same.aggregate(last=Max("regen"))["last"]) is None else last + 1
    job = GenerationJob.objects.create(
        patient=session.patient,
        feature=Feature.SESSION_WAVE,
        session=session,
        wave=wave,
        window_first=session.session_date,
        window_last=session.session_date,
        zone=session.patient.zone,
        input_hash=digest,
        regen=regen,
        regen_reason=again.strip() or (_READ_ANEW if regen else ""),
        origin=ask.origin,
        requested_by=ask.requested_by,
        deadline_at=ask.now + JOB_DEADLINE,
        queued_at=ask.now,
    )
    GenerationJobAnalysis.objects.bulk_create(GenerationJobAnalysis(job=job, analysis=one) for one in read)
    log_acceptance(job)
    return job


def _ask_for_the_whole(session: TherapySession) -> None:
    """The journey and the summary, once for each time the session was read through."""
    if not _is_news(session):
        return
    journey = _ask_for_journey(session.patient)
    if journey is None or isinstance(journey, Busy) or journey is NoJourney.NEEDS_MODEL:
        # The person is gone. Or one that does not know of this session yet is being made, or consent was withdrawn just
        # now: the next look asks again.
        return
    if _has_entries(session.patient):
        try:
            request_summary(session.patient, origin=Origin.SESSION)
        except InputRefused as refusal:
            # The window has more than a summary reads: the person is told when they ask.
            logger.info("no summary is asked for: %s", refusal.field)
    with committing("request"):
        log_session(session.id, event=EventName.COMPLETE, details={"step": "read through"})


def _has_entries(patient: Patient) -> bool:
    """Whether the window that ends today has an entry: a summary of none would hide one that says something."""
    window = window_ending(date_in_zone(timezone.now(), patient.zone))
    return bool(window_messages(patient, window.first, window.last))


def _ask_for_journey(patient: Patient, again: str = "") -> JourneyAnswer | None:
    """As anybody asks. None: the person was erased since it was seen to be due, so there is nothing to tell."""
    try:
        return request_journey(patient, origin=Origin.SESSION, again=again)
    except InputRefused:
        return None


def _is_news(session: TherapySession) -> bool:
    """Whether a reading has been published since the session was last read through."""
    jobs = GenerationJob.objects.filter(session=session)
    ended = jobs.aggregate(last=Max("finished_at"))["last"]
    if ended is None or jobs.filter(state__in=ACTIVE_STATES).exists():
        return False
    through = PipelineEvent.objects.filter(session=session, job=None, event=EventName.COMPLETE, created_at__gte=ended)
    return not through.exists()


def sessions_of(patient: Patient) -> QuerySet[TherapySession]:
    """A person's sessions, the newest first. One query."""
    return TherapySession.objects.filter(patient=patient).order_by("-session_date", "-held_at", "id")
