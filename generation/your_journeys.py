"""Asking for a person's journey: accepted, busy, there already, or nothing to make one of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now

from core.consent import is_model_allowed
from core.faultpoints import committing
from core.models import Patient, User
from core.refusals import InputRefused
from generation.generators.base_ai_generator import NEEDS_MODEL
from generation.language_models.choose import read_model_settings
from generation.lifecycle import transitions
from generation.lifecycle.run_logs import log_acceptance
from generation.models import (
    Feature,
    GenerationJob,
    GenerationJobAnalysis,
    JobState,
    Origin,
    SessionAnalysis,
    YourJourneyVersion,
)
from generation.pipeline.language_model import ReplyOutcome
from generation.run.journey_input import analyses_of_all_sessions, journey_input_hash
from generation.summary_requests import Accepted, Busy, announce
from generation.time_limits import JOB_DEADLINE

_AFTER_WITHDRAWAL = "the earlier journey was withdrawn"


@dataclass(frozen=True)
class JourneyExists:
    """The same readings are made into a journey already."""

    job: GenerationJob
    version: YourJourneyVersion


class NoJourney(StrEnum):
    """Why there is no job and no journey."""

    NOTHING_READ = "nothing_read"
    NEEDS_MODEL = "needs_model"


# How a job ends without a model or without consent, before its run or in it.
WANTED_A_MODEL = frozenset({NEEDS_MODEL, ReplyOutcome.NOT_ALLOWED.value})
# How it ends where the budget of the day is spent: there is a new one from midnight UTC on.
WANTED_TOKENS = ReplyOutcome.BUDGET_SPENT.value
# How often the same is asked for again that ended for want of either.
MAX_FOR_WANT = 3

JourneyAnswer = Accepted | Busy | JourneyExists | NoJourney


def request_journey(
    patient: Patient, *, origin: Origin = Origin.REQUEST, requested_by: User | None = None, again: str = ""
) -> JourneyAnswer:
    """Ask for the journey over every session of the person that the waves have read.

    `again` is why the same readings shall be told again, in words without any of theirs; only staff say so. Raises
    InputRefused for an erased diary.
    """
    with committing("request"):
        locked = Patient.objects.select_for_update(no_key=True).annotate(clock=Now()).get(id=patient.id)
        if locked.hash_key is None:
            raise InputRefused("patient", "this diary was erased; there is nothing to tell.")
        if active := transitions.active_job(locked.id, Feature.YOUR_JOURNEY):
            return Busy(active)
        read = analyses_of_all_sessions(locked)
        if not read:
            return NoJourney.NOTHING_READ
        if not read_model_settings().has_model or not is_model_allowed(locked.id):
            return NoJourney.NEEDS_MODEL
        return _accept(locked, locked.clock, read, origin, requested_by, again)


# The newest journey's job ended for want of consent, and a consent was given since it was asked for; or it met the end
# of an earlier day's budget.
_TO_ASK_ANEW = """
    SELECT person.*, job.regen_reason AS again FROM patients AS person
    JOIN LATERAL (SELECT allowed, at FROM consents WHERE patient_id = person.id ORDER BY number DESC LIMIT 1) AS newest
      ON newest.allowed
    JOIN LATERAL (
        SELECT error_code, created_at, finished_at, input_hash, regen_reason FROM generation_jobs
        WHERE patient_id = person.id AND feature = %(feature)s ORDER BY created_at DESC, id DESC LIMIT 1
    ) AS job ON job.error_code = ANY(%(codes)s) AND job.created_at < newest.at
      OR job.error_code = %(budget)s AND job.finished_at < date_trunc('day', statement_timestamp(), 'UTC')
        AND %(tries)s > (
            SELECT count(*) FROM generation_jobs AS tried
            WHERE tried.patient_id = person.id AND tried.feature = %(feature)s
              AND tried.input_hash = job.input_hash AND tried.error_code = %(budget)s)
    WHERE person.erased_at IS NULL ORDER BY newest.at LIMIT %(most)s
"""
_AT_A_LOOK = 20


def journeys_to_ask_anew() -> Sequence[tuple[Patient, str]]:
    """Whose journey ended for want of consent given since, or of the budget of an earlier day. One query.

    With each stands why it was to be told again: without that, readings told before are not.
    """
    values = {
        "feature": Feature.YOUR_JOURNEY,
        "codes": [*WANTED_A_MODEL],
        "budget": WANTED_TOKENS,
        "tries": MAX_FOR_WANT,
        "most": _AT_A_LOOK,
    }
    return [(patient, vars(patient)["again"]) for patient in Patient.objects.raw(_TO_ASK_ANEW, values)]


def _accept(
    patient: Patient,
    now: datetime,
    read: Sequence[SessionAnalysis],
    origin: Origin,
    requested_by: User | None,
    again: str,
) -> Accepted | JourneyExists:
    digest = journey_input_hash(patient, read)
    dates = [analysis.session.session_date for analysis in read]
    same = GenerationJob.objects.filter(patient=patient, feature=Feature.YOUR_JOURNEY, input_hash=digest)
    done = same.filter(state=JobState.SUCCEEDED).order_by("-regen").first()
    reason = again.strip()
    if done is not None:
        if hasattr(done.yourjourneyversion, "withdrawal"):
            reason = reason or _AFTER_WITHDRAWAL
        if not reason:
            return JourneyExists(done, done.yourjourneyversion)
    regen = 0 if done is None else (same.aggregate(last=Max("regen"))["last"] or 0) + 1
    job = GenerationJob.objects.create(
        patient=patient,
        feature=Feature.YOUR_JOURNEY,
        window_first=min(dates),
        window_last=max(dates),
        zone=patient.zone,
        input_hash=digest,
        regen=regen,
        regen_reason=reason,
        origin=origin,
        requested_by=requested_by,
        deadline_at=now + JOB_DEADLINE,
        queued_at=now,
    )
    GenerationJobAnalysis.objects.bulk_create(GenerationJobAnalysis(job=job, analysis=one) for one in read)
    log_acceptance(job)
    transaction.on_commit(lambda: announce(job))
    return Accepted(job)
