"""Which jobs, summaries, sessions and journeys somebody may see. What they may not is answered like what is not: 404.

Every call that names one of them asks here, and nowhere else. Waves and journeys are for staff: a model read what was
said in sessions, for clinicians.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import ExpressionWrapper, Q, QuerySet
from django.db.models.fields import BooleanField
from django.db.models.functions import Now
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request

from core.models import Patient, Scope, TherapySession
from generation.api.base import user_of
from generation.api.whose import is_service, patients_of_staff, patients_to
from generation.first_readings import AFTER_YOUR_FIRST_READING, note_shown, withheld_jobs, without_withheld
from generation.lifecycle import transitions
from generation.models import Feature, GenerationJob, SessionBridgeVersion, YourJourneyVersion

_NO_JOB = "You can see no job with this id. Check the id."
_NO_SUMMARY = "You can see no summary with this id. Check the id."
_NO_SESSION = "You can see no session with this id. Check the id."
_NO_JOURNEY = "You can see no journey with this id. Check the id."
# What the shape of a job shows beside it.
SHOWN_WITH_JOB = ("sessionbridgeversion", "yourjourneyversion", "patient")
_RUNS = "generation.view_generationjob"


def visible_jobs(request: Request) -> QuerySet[GenerationJob]:
    """The jobs of summaries whose words the caller may read; to staff those of waves and journeys too."""
    user = user_of(request)
    seen = Q(feature=Feature.SESSION_BRIDGE, patient__in=_whose(request, _RUNS))
    if user.is_staff and not is_service(request) and user.has_perm(_RUNS):
        seen |= Q(patient__in=patients_of_staff(request, _RUNS))
    return without_withheld(GenerationJob.objects.filter(seen), user, ("pk",))


def visible_summaries(request: Request) -> QuerySet[SessionBridgeVersion]:
    """The summaries that the caller may read, with job and withdrawal. What an older system published has no job."""
    whose = _whose(request, "generation.view_sessionbridgeversion")
    of_jobs = Q(job=None) | Q(job__in=visible_jobs(request))
    return SessionBridgeVersion.objects.filter(of_jobs, patient__in=whose).select_related("job", "withdrawal")


def find_job(request: Request, job_id: UUID | None) -> GenerationJob:
    """The job, timed out first where its time is up. Raises NotFound, and PermissionDenied before a first reading."""
    if job_id is None:
        raise NotFound(_NO_JOB)
    _refuse_withheld(request, job_id)
    overdue = ExpressionWrapper(Q(deadline_at__lte=Now()), output_field=BooleanField())
    jobs = visible_jobs(request).filter(id=job_id).select_related(*SHOWN_WITH_JOB)
    jobs = jobs.annotate(overdue=overdue)
    job = jobs.first()
    if job is not None and job.is_active and job.overdue and transitions.time_out(job.id):
        job = jobs.first()
    if job is None:
        raise NotFound(_NO_JOB)
    note_shown(user_of(request), job.pk)
    return job


def find_summary(request: Request, summary_id: UUID | None) -> SessionBridgeVersion:
    """The summary in any of its states. Raises NotFound, and PermissionDenied before a first reading."""
    if summary_id is None:
        raise NotFound(_NO_SUMMARY)
    made_by = SessionBridgeVersion.objects.filter(id=summary_id).values_list("job", flat=True).first()
    if made_by is not None:
        _refuse_withheld(request, made_by)
    found = visible_summaries(request).filter(id=summary_id).select_related("patient").first()
    if found is None:
        raise NotFound(_NO_SUMMARY)
    return found


def find_shown_summary(request: Request, patient: Patient) -> SessionBridgeVersion | None:
    """The summary that the person sees now, if there is one. Raises PermissionDenied before a first reading."""
    shown = SessionBridgeVersion.objects.filter(shown_to__patient=patient).values_list("job", flat=True).first()
    if shown is not None:
        _refuse_withheld(request, shown)
    return visible_summaries(request).filter(shown_to__patient=patient).first()


def find_session(request: Request, session_id: UUID | None, permission: str, *, words: bool = True) -> TherapySession:
    """The session, for staff with `permission` who may read (`words`) or see its person. Raises NotFound."""
    whose = patients_of_staff(request, permission, words=words)
    sessions = TherapySession.objects.filter(patient__in=whose).select_related("patient")
    found = sessions.filter(id=session_id).first() if session_id else None
    if found is None:
        raise NotFound(_NO_SESSION)
    return found


def visible_journeys(request: Request) -> QuerySet[YourJourneyVersion]:
    """The journeys that staff may read, with job and withdrawal."""
    whose = patients_of_staff(request, "generation.view_yourjourneyversion")
    return YourJourneyVersion.objects.filter(patient__in=whose).select_related("job", "withdrawal", "patient")


def find_journey(request: Request, journey_id: UUID | None) -> YourJourneyVersion:
    """The journey in any of its states. Raises NotFound."""
    found = visible_journeys(request).filter(id=journey_id).first() if journey_id else None
    if found is None:
        raise NotFound(_NO_JOURNEY)
    return found


def _refuse_withheld(request: Request, job_id: UUID) -> None:
    if job_id in withheld_jobs(user_of(request)):
        raise PermissionDenied(AFTER_YOUR_FIRST_READING)


def _whose(request: Request, permission: str) -> QuerySet[Patient]:
    """The answers hold words, so they take the permission that the page with those words takes."""
    user = user_of(request)
    whose = patients_to(request, Scope.SUMMARIES_READ)
    return whose.filter(user_id=user.pk) if user.is_staff and not user.has_perm(permission) else whose
