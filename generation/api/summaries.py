"""Asking for a summary and reading it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import ExpressionWrapper, Q
from django.db.models.fields import BooleanField
from django.db.models.functions import Now
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import record_access
from core.models import Patient, User
from core.refusals import InputRefused
from core.visibility import readable_patients
from generation.api.base import ApiView, read_id, user_of
from generation.api.problems import StillGenerating
from generation.api.representations import Json, location_of, show_job, shows_text
from generation.api.request_bodies import SummaryRequestBody
from generation.lifecycle import transitions
from generation.models import Feature, GenerationJob, Origin
from generation.summary_requests import Accepted, Answer, Busy, request_summary

# Seconds until it is worth asking again.
POLL_AFTER = 2
_UNKNOWN = "You can see no summary with this id. Check the id."


class Summaries(ApiView):
    """POST: ask for the summary of the 15 days that end on `as_of`."""

    throttle_scope = "summary_request"

    @extend_schema(exclude=True)
    def post(self, request: Request) -> Response:
        """202 accepted, 200 the same words are summarised already, 409 one is still being generated."""
        body = SummaryRequestBody(data=request.data)
        body.is_valid(raise_exception=True)
        user = user_of(request)
        patient = _find_patient(user, body.validated_data.get("patient"))
        try:
            answer = request_summary(
                patient,
                as_of=body.validated_data.get("as_of"),
                origin=Origin.REQUEST if patient.user_id == user.pk else Origin.STAFF,
                requested_by=user,
            )
        except InputRefused as refusal:
            raise ValidationError({refusal.field: refusal.reason}) from None
        return _answer(request, answer)


class Summary(ApiView):
    """GET: the state of a job, and its summary once there is one."""

    throttle_scope = "summary_read"

    @extend_schema(exclude=True)
    def get(self, request: Request, job_id: str) -> Response:
        job = _find_job(user_of(request), read_id(job_id))
        headers = {"Retry-After": str(POLL_AFTER)} if job.is_active else {}
        return Response(_show(request, job), headers=headers)


def _answer(request: Request, answer: Answer) -> Response:
    location = location_of(answer.job)
    if isinstance(answer, Busy):
        raise StillGenerating(answer.job, location, POLL_AFTER)
    if isinstance(answer, Accepted):
        return Response(
            {"status": "accepted", **show_job(answer.job)},
            status=status.HTTP_202_ACCEPTED,
            headers={"Location": location, "Retry-After": str(POLL_AFTER)},
        )
    return Response({"status": "exists", **_show(request, answer.job)}, headers={"Content-Location": location})


def _find_patient(user: User, patient_id: UUID | None) -> Patient:
    """The patient named, or the user's own. Somebody else's patient is as unknown as none.

    Asking for the summary of somebody else takes the permission to add jobs.
    """
    if patient_id is None:
        own = Patient.objects.filter(user_id=user.pk).first()
        if own is None:
            raise ValidationError({"patient": "Say whose summary: you have no diary of your own."})
        return own
    found = readable_patients(user).filter(pk=patient_id).first()
    if found is None:
        raise NotFound("patient: You can see no patient with this id. Check the id.")
    if found.user_id != user.pk and not user.has_perm("generation.add_generationjob"):
        raise PermissionDenied("You may read this person's summaries and not ask for new ones.")
    return found


def _find_job(user: User, job_id: UUID | None) -> GenerationJob:
    """The job, timed out first where its time is up. Somebody else's job is as unknown as none.

    The answer holds words, so it takes the permissions that the page of the job with its words takes.
    """
    if job_id is None:
        raise NotFound(_UNKNOWN)
    whose = readable_patients(user)
    if user.is_staff and not user.has_perm("generation.view_generationjob"):
        whose = whose.filter(user_id=user.pk)
    jobs = (
        GenerationJob.objects.filter(id=job_id, feature=Feature.SESSION_BRIDGE, patient__in=whose)
        .select_related("sessionbridgeversion__withdrawal")
        .annotate(overdue=ExpressionWrapper(Q(deadline_at__lte=Now()), output_field=BooleanField()))
    )
    job = jobs.first()
    if job is not None and job.is_active and job.overdue and transitions.time_out(job.id):
        job = jobs.first()
    if job is None:
        raise NotFound(_UNKNOWN)
    return job


def _show(request: Request, job: GenerationJob) -> Json:
    if shows_text(job):
        record_access(actor=request.user, patient_id=job.patient_id, action="view", target=location_of(job))
    return show_job(job)
