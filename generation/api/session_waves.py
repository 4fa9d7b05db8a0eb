"""What the waves read of one session, for staff who may read its words; and asking for a wave anew."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import record_access
from core.kept_answers import Done
from generation.api.base import ApiView, read_id, refusals_as_problems, user_of
from generation.api.idempotency import KEY_PARAMETER, KEY_PROBLEMS, once
from generation.api.job_shapes import JobShape
from generation.api.jobs import wait
from generation.api.links import job_address
from generation.api.reading_shapes import SessionWavesShape
from generation.api.request_bodies import StrictBody, TextField
from generation.api.schema import describes, in_path
from generation.api.shapes import answer
from generation.api.visible import find_job, find_session
from generation.models.job import REGEN_REASON_MAX_LENGTH
from generation.session_waves import request_wave, wave_states

SESSION_IN_PATH = in_path("session_id", "The session")
_WAVE = OpenApiParameter("wave", {"type": "string"}, OpenApiParameter.PATH, description="Its name, such as `mood`")


class AgainBody(StrictBody):
    """`again`: why it shall be made again, without words of what was said."""

    again = TextField(max_length=REGEN_REASON_MAX_LENGTH)


class SessionWaves(ApiView):
    """GET: every wave of a session, with what it published."""

    throttle_scope = "summary_read"

    @describes(
        "read_waves",
        "What the waves read of a session",
        answers={200: SessionWavesShape},
        problems=("permission_denied",),
        parameters=(SESSION_IN_PATH,),
    )
    def get(self, request: Request, session_id: str) -> Response:
        session = find_session(request, read_id(session_id), "generation.view_sessionanalysis")
        waves = wave_states(session)
        if any(wave.analysis is not None and wave.analysis.data is not None for wave in waves):
            record_access(actor=user_of(request), patient_id=session.patient_id, action="view", target=request.path)
        return answer(SessionWavesShape, {"session": session, "waves": waves})


class OneWave(ApiView):
    """POST: read it anew."""

    throttle_scope = "summary_request"

    @describes(
        "request_wave",
        "Ask for a wave anew",
        takes=AgainBody,
        answers={202: JobShape},
        problems=("permission_denied", *KEY_PROBLEMS),
        headers={202: ("Location", "Retry-After")},
        parameters=(SESSION_IN_PATH, _WAVE, KEY_PARAMETER),
    )
    def post(self, request: Request, session_id: str, wave: str) -> Response:
        """202: the job, or the one that is under way already. What reads the wave is read anew behind it."""
        session = find_session(request, read_id(session_id), "generation.add_generationjob")
        again = self.read_body(AgainBody)["again"]

        def do() -> Done:
            with refusals_as_problems():
                job = request_wave(session, wave, again=again, requested_by=user_of(request))
            return Done(status.HTTP_202_ACCEPTED, {"job": str(job.id)})

        return once(request, do, lambda done: show_job(request, done))


def show_job(request: Request, done: Done) -> Response:
    """The job of a request, as it is now."""
    job = find_job(request, UUID(done.ids["job"]))
    headers = {"Location": job_address(job.id), **wait(job)}
    return answer(JobShape, job, status_code=done.status, headers=headers)
