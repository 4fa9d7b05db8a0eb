"""Which jobs and summaries somebody may see. What they may not see is answered like what is not there: 404.

Every call that names a job or a summary asks here, and nowhere else.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import ExpressionWrapper, Q, QuerySet
from django.db.models.fields import BooleanField
from django.db.models.functions import Now
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request

from core.models import Patient, Scope
from generation.api.base import user_of
from generation.api.whose import patients_to
from generation.first_readings import AFTER_YOUR_FIRST_READING, note_shown, withheld_jobs, without_withheld
from generation.lifecycle import transitions
from generation.models import Feature, GenerationJob, SessionBridgeVersion

_NO_JOB = "You can see no job with this id. Check the id."
_NO_SUMMARY = "You can see no summary with this id. Check the id."


def visible_jobs(request: Request) -> QuerySet[GenerationJob]:
    """The jobs of summaries whose words the caller may read."""
    whose = _whose(request, "generation.view_generationjob")
    jobs = GenerationJob.objects.filter(feature=Feature.SESSION_BRIDGE, patient__in=whose)
    return without_withheld(jobs, user_of(request), ("pk",))


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
    jobs = visible_jobs(request).filter(id=job_id).select_related("sessionbridgeversion", "patient")
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


def _refuse_withheld(request: Request, job_id: UUID) -> None:
    if job_id in withheld_jobs(user_of(request)):
        raise PermissionDenied(AFTER_YOUR_FIRST_READING)


def _whose(request: Request, permission: str) -> QuerySet[Patient]:
    """The answers hold words, so they take the permission that the page with those words takes."""
    user = user_of(request)
    whose = patients_to(request, Scope.SUMMARIES_READ)
    return whose.filter(user_id=user.pk) if user.is_staff and not user.has_perm(permission) else whose
