"""The making of a summary: its state, and calling it off."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.base import ApiView, read_id, user_of
from generation.api.conditional import TAG_PARAMETER, tag_of, unless_known
from generation.api.job_shapes import JobShape
from generation.api.schema import describes, in_path
from generation.api.shapes import answer
from generation.api.visible import find_job
from generation.lifecycle import transitions
from generation.models import GenerationJob

# Seconds until it is worth asking again.
POLL_AFTER = 2
_JOB = in_path("job_id", "The job")


class Job(ApiView):
    """GET: the state of a job, and where its summary is once there is one."""

    throttle_scope = "summary_read"

    @describes(
        "read_job",
        "The state of a job",
        answers={200: JobShape, 304: None},
        headers={200: ("ETag", "Retry-After"), 304: ("ETag",)},
        parameters=(_JOB, TAG_PARAMETER),
    )
    def get(self, request: Request, job_id: str) -> HttpResponseBase:
        job = find_job(request, read_id(job_id))
        return unless_known(request, _tag(job), lambda: JobShape(job).data, wait(job))


class CancelJob(ApiView):
    """POST: the person does not want the summary any more. What has ended stays as it is: read `state`."""

    throttle_scope = "summary_request"

    @describes(
        "cancel_job",
        "Call a job off",
        answers={200: JobShape},
        problems=("permission_denied",),
        parameters=(_JOB,),
    )
    def post(self, request: Request, job_id: str) -> Response:
        job = find_job(request, read_id(job_id))
        if job.patient.user_id != user_of(request).pk:
            raise PermissionDenied("Only the person whose summary it is may call it off.")
        transitions.call_off(job.id)
        return answer(JobShape, find_job(request, job.id))


def wait(job: GenerationJob) -> dict[str, str]:
    """The header that says when to ask again, of a job under way."""
    return {"Retry-After": str(POLL_AFTER)} if job.is_active else {}


def _tag(job: GenerationJob) -> str:
    return tag_of(job.id, job.state, job.epoch, job.attempts, job.finished_at)
