"""Journeys over a person's sessions, for staff who may read their words."""

from __future__ import annotations

from uuid import UUID

from rest_framework import status
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import record_access
from core.actors import actor_of
from core.kept_answers import Done
from generation.api.base import ApiView, RequestableView, read_id, refusals_as_problems, user_of
from generation.api.cursors import PAGE_PARAMETERS, PatientPageQuery, page_of, read_query
from generation.api.idempotency import KEY_PARAMETER, KEY_PROBLEMS, once
from generation.api.job_shapes import JobShape
from generation.api.jobs import POLL_AFTER
from generation.api.links import journey_address
from generation.api.problems import NoJourneyYet, StillGenerating
from generation.api.reading_shapes import JourneyPageShape, JourneyShape, journey_state
from generation.api.request_bodies import IdField, StrictBody, TextField
from generation.api.schema import describes, in_path, in_query
from generation.api.session_waves import show_job
from generation.api.shapes import answer
from generation.api.shown_summary import SummaryState
from generation.api.visible import find_journey, visible_journeys
from generation.api.whose import find_patient_of_staff
from generation.erasure import withdraw_summary
from generation.models import Origin, WithdrawalCause, YourJourneyVersion
from generation.models.job import REGEN_REASON_MAX_LENGTH
from generation.summary_requests import Accepted, Busy
from generation.your_journeys import JourneyExists, request_journey

JOURNEY_IN_PATH = in_path("journey_id", "The journey")
_REASON_MAX_LENGTH = 2000


class WhoseJourneyQuery(StrictBody):
    """`patient`: whose."""

    patient = IdField()


class JourneyBody(StrictBody):
    """`patient`: whose. `again`: why the same readings shall be told again, without words of theirs."""

    patient = IdField()
    again = TextField(max_length=REGEN_REASON_MAX_LENGTH, required=False, allow_blank=True)


class JourneyWithdrawBody(StrictBody):
    """`reason`: why, in a few words."""

    reason = TextField(max_length=_REASON_MAX_LENGTH)


class Journeys(RequestableView):
    """GET: those there are. POST: ask for the journey over every session that was read."""

    @describes(
        "list_journeys",
        "Journeys, newest first",
        answers={200: JourneyPageShape},
        problems=("permission_denied",),
        parameters=(in_query("patient", "Only theirs", type="string", format="uuid"), *PAGE_PARAMETERS),
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, PatientPageQuery)
        page = page_of(visible_journeys(request), query, by="created_at")
        return answer(JourneyPageShape, {"results": page.rows, "next": page.next})

    @describes(
        "request_journey",
        "Ask for a journey",
        takes=JourneyBody,
        answers={202: JobShape, 200: JourneyShape},
        problems=("permission_denied", "not_found", "still_generating", "nothing_read", "needs_model", *KEY_PROBLEMS),
        headers={202: ("Location", "Retry-After"), 200: ("Content-Location",)},
        parameters=(KEY_PARAMETER,),
    )
    def post(self, request: Request) -> Response:
        """202 accepted, 200 the same readings are told already, 409 one is being made, or none can be."""
        body = self.read_body(JourneyBody)
        patient = find_patient_of_staff(request, body["patient"], "generation.add_generationjob")

        def do() -> Done:
            with refusals_as_problems():
                found = request_journey(
                    patient, origin=Origin.STAFF, requested_by=user_of(request), again=body.get("again", "")
                )
            if isinstance(found, Busy):
                raise StillGenerating(found.job, POLL_AFTER)
            if isinstance(found, Accepted):
                return Done(status.HTTP_202_ACCEPTED, {"job": str(found.job.id)})
            if isinstance(found, JourneyExists):
                return Done(status.HTTP_200_OK, {"journey": str(found.version.id)})
            raise NoJourneyYet(found)

        return once(request, do, lambda done: _show_asked(request, done))


class LatestJourney(ApiView):
    """GET: the journey that counts now."""

    throttle_scope = "summary_read"

    @describes(
        "read_latest_journey",
        "The journey that counts now",
        answers={200: JourneyShape},
        problems=("permission_denied", "not_found"),
        parameters=(in_query("patient", "Whose", type="string", format="uuid"),),
    )
    def get(self, request: Request) -> Response:
        whose = read_query(request, WhoseJourneyQuery)["patient"]
        patient = find_patient_of_staff(request, whose, "generation.view_yourjourneyversion")
        version = visible_journeys(request).filter(shown_to__patient=patient).first()
        if version is None:
            raise NotFound("There is no journey to show. Ask for one: POST /api/v1/journeys/.")
        return _show(request, version)


class Journey(ApiView):
    """GET: one journey, in whatever state it is."""

    throttle_scope = "summary_read"

    @describes(
        "read_journey",
        "One journey",
        answers={200: JourneyShape},
        problems=("permission_denied",),
        parameters=(JOURNEY_IN_PATH,),
    )
    def get(self, request: Request, journey_id: str) -> Response:
        return _show(request, find_journey(request, read_id(journey_id)))


class WithdrawJourney(ApiView):
    """POST: show it to nobody any more. Again: changes nothing."""

    throttle_scope = "summary_request"

    @describes(
        "withdraw_journey",
        "Withdraw a journey",
        takes=JourneyWithdrawBody,
        answers={200: JourneyShape},
        problems=("permission_denied",),
        parameters=(JOURNEY_IN_PATH,),
    )
    def post(self, request: Request, journey_id: str) -> Response:
        version = find_journey(request, read_id(journey_id))
        reason = self.read_body(JourneyWithdrawBody)["reason"]
        user = user_of(request)
        if not user.has_perm("generation.delete_yourjourneyversion"):
            raise PermissionDenied("You may read this person's journeys but not withdraw them.")
        with refusals_as_problems():
            withdraw_summary(actor_of(user), version, cause=WithdrawalCause.STAFF, reason=reason)
        return _show(request, find_journey(request, version.id))


def _show(request: Request, version: YourJourneyVersion, headers: dict[str, str] | None = None) -> Response:
    """The journey; where it holds words the access is recorded before."""
    if journey_state(version) is SummaryState.SHOWN:
        target = journey_address(version.id)
        record_access(actor=user_of(request), patient_id=version.patient_id, action="view", target=target)
    return answer(JourneyShape, version, headers=headers)


def _show_asked(request: Request, done: Done) -> Response:
    """The job of a request, as it is now, or the journey there was."""
    if "job" in done.ids:
        return show_job(request, done)
    version = find_journey(request, UUID(done.ids["journey"]))
    return _show(request, version, {"Content-Location": journey_address(version.id)})
