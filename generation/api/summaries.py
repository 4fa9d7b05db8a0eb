"""Summaries: asked for, listed, read."""

from __future__ import annotations

from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.serializer_helpers import ReturnDict

from core.access import record_access
from core.kept_answers import Done
from core.models import Scope
from generation.api.base import ApiView, RequestableView, read_id, refusals_as_problems, user_of
from generation.api.conditional import TAG_PARAMETER, tag_of, unless_known
from generation.api.cursors import PAGE_PARAMETERS, PATIENT_PARAMETER, PatientPageQuery, page_of, read_query
from generation.api.fhir import FhirRenderer, fhir_bundle
from generation.api.idempotency import KEY_PARAMETER, KEY_PROBLEMS, once
from generation.api.job_shapes import JobShape
from generation.api.jobs import POLL_AFTER, wait
from generation.api.links import job_address, summary_address
from generation.api.problems import StillGenerating
from generation.api.request_bodies import IdField, StrictBody, SummaryRequestBody
from generation.api.schema import describes, in_path, in_query
from generation.api.shapes import answer
from generation.api.shown_summary import ShownSummary, shown
from generation.api.summary_shapes import SummaryPageShape, SummaryShape
from generation.api.visible import find_job, find_shown_summary, find_summary, visible_summaries
from generation.api.whose import find_patient, require_scope
from generation.first_readings import note_shown
from generation.models import Origin, SessionBridgeVersion
from generation.summary_requests import Accepted, Busy, request_summary

SUMMARY_IN_PATH = in_path("summary_id", "The summary")
_ANSWERS = {200: SummaryShape, 304: None}
_TAGGED = {200: ("ETag",), 304: ("ETag",)}


class WhoseQuery(StrictBody):
    """`patient`: whose; by default one's own."""

    patient = IdField(required=False)


class Summaries(RequestableView):
    """GET: those there are. POST: ask for the summary of the 15 days that end on `as_of`."""

    @describes(
        "list_summaries",
        "Summaries, newest first",
        answers={200: SummaryPageShape},
        parameters=(in_query("patient", "Only theirs", type="string", format="uuid"), *PAGE_PARAMETERS),
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, PatientPageQuery)
        page = page_of(visible_summaries(request), query, by="created_at")
        note_shown(user_of(request), *(version.job_id for version in page.rows if version.job_id is not None))
        return answer(SummaryPageShape, {"results": shown(page.rows), "next": page.next})

    @describes(
        "request_summary",
        "Ask for a summary",
        takes=SummaryRequestBody,
        answers={202: JobShape, 200: SummaryShape},
        problems=("permission_denied", "not_found", "still_generating", *KEY_PROBLEMS),
        headers={202: ("Location", "Retry-After"), 200: ("Content-Location",)},
        parameters=(KEY_PARAMETER,),
    )
    def post(self, request: Request) -> Response:
        """202 accepted, 200 the same words are summarised already, 409 one is still being generated."""
        body = self.read_body(SummaryRequestBody)
        user = user_of(request)
        patient = find_patient(request, body.get("patient"), Scope.SUMMARIES_WRITE, "generation.add_generationjob")
        # The answer is read by whoever asks, so what they could not read is not begun.
        require_scope(request, Scope.SUMMARIES_READ)

        def do() -> Done:
            with refusals_as_problems():
                origin = Origin.REQUEST if patient.user_id == user.pk else Origin.STAFF
                found = request_summary(patient, as_of=body.get("as_of"), origin=origin, requested_by=user)
            if isinstance(found, Busy):
                raise StillGenerating(found.job, POLL_AFTER)
            if isinstance(found, Accepted):
                return Done(status.HTTP_202_ACCEPTED, {"job": str(found.job.id)})
            return Done(status.HTTP_200_OK, {"summary": str(found.version.id)})

        return once(request, do, lambda done: _show_asked(request, done))


class LatestSummary(ApiView):
    """GET: the summary a person sees now."""

    throttle_scope = "summary_read"

    @describes(
        "read_latest_summary",
        "The summary a person sees now",
        problems=("not_found", "permission_denied"),
        answers=_ANSWERS,
        headers=_TAGGED,
        parameters=(PATIENT_PARAMETER, TAG_PARAMETER),
    )
    def get(self, request: Request) -> HttpResponseBase:
        whose = read_query(request, WhoseQuery).get("patient")
        patient = find_patient(request, whose, Scope.SUMMARIES_READ, "generation.view_sessionbridgeversion")
        version = find_shown_summary(request, patient)
        if version is None:
            raise NotFound(
                "The last summary was withdrawn because words were taken back; a new one is made by itself, in minutes."
                if patient.summaries_to_make_anew.exists()
                else "There is no summary to show. Ask for one: POST /api/v1/summaries/."
            )
        return _answer(request, version)


class Summary(ApiView):
    """GET: one summary, in whatever state it is; as FHIR R4 for whoever accepts that."""

    throttle_scope = "summary_read"
    renderer_classes = (JSONRenderer, FhirRenderer)

    @describes(
        "read_summary",
        "One summary",
        answers={**_ANSWERS, (200, FhirRenderer.media_type): OpenApiTypes.OBJECT},
        headers=_TAGGED,
        parameters=(SUMMARY_IN_PATH, TAG_PARAMETER),
    )
    def get(self, request: Request, summary_id: str) -> HttpResponseBase:
        version = find_summary(request, read_id(summary_id))
        if not isinstance(request.accepted_renderer, FhirRenderer):
            return _answer(request, version)
        [found] = shown([version])
        return unless_known(request, tag_of(found.tag, "fhir"), lambda: _show_as_fhir(request, found))


def show_summary(request: Request, found: ShownSummary) -> ReturnDict[str, object]:
    """The summary; where it holds words the access is recorded before."""
    _record(request, found)
    return SummaryShape(found).data


def _show_as_fhir(request: Request, found: ShownSummary) -> dict[str, object]:
    _record(request, found)
    return fhir_bundle(found)


def _record(request: Request, found: ShownSummary) -> None:
    if found.version.job_id is not None:
        note_shown(user_of(request), found.version.job_id)
    if found.text is not None:
        target = summary_address(found.version.id)
        record_access(actor=user_of(request), patient_id=found.version.patient_id, action="view", target=target)


def _answer(request: Request, version: SessionBridgeVersion) -> Response:
    [found] = shown([version])
    return unless_known(request, found.tag, lambda: show_summary(request, found))


def _show_asked(request: Request, done: Done) -> Response:
    """The job of a request, as it is now, or the summary there was."""
    if job_id := done.ids.get("job"):
        job = find_job(request, UUID(job_id))
        headers = {"Location": job_address(job.id), **wait(job)}
        return answer(JobShape, job, status_code=done.status, headers=headers)
    version = find_summary(request, UUID(done.ids["summary"]))
    headers = {"Content-Location": summary_address(version.id)}
    [found] = shown([version])
    return Response(show_summary(request, found), status=done.status, headers=headers)
