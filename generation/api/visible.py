"""Which jobs and summaries somebody may see. What they may not see is answered like what is not there: 404.

Every call that names a job or a summary asks here, and nowhere else.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import ExpressionWrapper, Q, QuerySet
from django.db.models.fields import BooleanField
from django.db.models.functions import Now
from rest_framework.exceptions import NotFound, ValidationError

from core.models import Patient, User
from core.visibility import readable_patients
from generation.lifecycle import transitions
from generation.models import Feature, GenerationJob, SessionBridgeVersion

_NO_JOB = "You can see no job with this id. Check the id."
_NO_PATIENT = "patient: You can see no patient with this id. Check the id."


def visible_jobs(user: User) -> QuerySet[GenerationJob]:
    """The jobs of summaries whose words `user` may read."""
    whose = _whose(user, "generation.view_generationjob")
    return GenerationJob.objects.filter(feature=Feature.SESSION_BRIDGE, patient__in=whose)


def visible_summaries(user: User) -> QuerySet[SessionBridgeVersion]:
    """The summaries that `user` may read, with job and withdrawal. What an older system published has no job."""
    whose = _whose(user, "generation.view_sessionbridgeversion")
    of_jobs = Q(job=None) | Q(job__in=visible_jobs(user))
    return SessionBridgeVersion.objects.filter(of_jobs, patient__in=whose).select_related("job", "withdrawal")


def find_job(user: User, job_id: UUID | None) -> GenerationJob:
    """The job, timed out first where its time is up. Raises NotFound."""
    if job_id is None:
        raise NotFound(_NO_JOB)
    overdue = ExpressionWrapper(Q(deadline_at__lte=Now()), output_field=BooleanField())
    jobs = visible_jobs(user).filter(id=job_id).select_related("sessionbridgeversion", "patient")
    jobs = jobs.annotate(overdue=overdue)
    job = jobs.first()
    if job is not None and job.is_active and job.overdue and transitions.time_out(job.id):
        job = jobs.first()
    if job is None:
        raise NotFound(_NO_JOB)
    return job


def find_summary(user: User, summary_id: UUID | None) -> SessionBridgeVersion:
    """The summary in any of its states. Raises NotFound."""
    found = visible_summaries(user).filter(id=summary_id).select_related("patient").first() if summary_id else None
    if found is None:
        raise NotFound("You can see no summary with this id. Check the id.")
    return found


def find_patient(user: User, patient_id: UUID | None) -> Patient:
    """The patient named, or the user's own. Raises NotFound, and ValidationError where there is no own."""
    if patient_id is not None:
        found = readable_patients(user).filter(pk=patient_id).first()
        if found is None:
            raise NotFound(_NO_PATIENT)
        return found
    own = Patient.objects.filter(user_id=user.pk).first()
    if own is None:
        raise ValidationError({"patient": "Say whose: you have no diary of your own."})
    return own


def _whose(user: User, permission: str) -> QuerySet[Patient]:
    """The answers hold words, so they take the permission that the page with those words takes."""
    whose = readable_patients(user)
    return whose.filter(user_id=user.pk) if user.is_staff and not user.has_perm(permission) else whose
