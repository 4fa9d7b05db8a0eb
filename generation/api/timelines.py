"""What happened to a session or a person, for staff: names, counts and codes, never a word of anybody."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.base import ApiView, read_id, user_of
from generation.api.cursors import PAGE_PARAMETERS, PageQuery, page_of, read_query
from generation.api.schema import describes, in_path
from generation.api.session_waves import SESSION_IN_PATH
from generation.api.shapes import InstantField, Shape, answer
from generation.api.visible import find_session
from generation.api.whose import find_patient_of_staff
from generation.first_readings import withheld_jobs
from generation.history.timeline import attempts_of_session, events_of_patient, events_of_session
from generation.models import EventName, JobState, LogStatus, Phase, PipelineEvent

_PERMISSION = "generation.view_pipelineevent"


class TimelineEventShape(Shape):
    """One event of a job (`job`, `number` within it, `wave` or feature), or of a session as a whole (`job` null).

    `state` is the job's after it. `details` holds names, counts and codes.
    """

    id = serializers.UUIDField()
    job = serializers.UUIDField(source="job_id", allow_null=True)
    number = serializers.IntegerField()
    session = serializers.UUIDField(source="session_id", allow_null=True)
    session_date = serializers.DateField(allow_null=True)
    phase = serializers.ChoiceField(choices=Phase.values)
    wave = serializers.SerializerMethodField()
    event = serializers.ChoiceField(choices=EventName.values)
    state = serializers.ChoiceField(source="status", choices=JobState.values)
    duration_ms = serializers.IntegerField(allow_null=True)
    details = serializers.SerializerMethodField()
    at = InstantField(source="created_at")

    def get_wave(self, event: PipelineEvent) -> str | None:
        return None if event.job is None else event.job.wave or event.job.feature

    @extend_schema_field({"type": "object", "additionalProperties": {}})
    def get_details(self, event: PipelineEvent) -> Any:
        return event.details


class TimelineShape(Shape):
    """A page, newest first. `next` is the cursor of the page behind this one, null on the last."""

    events = TimelineEventShape(many=True)
    next = serializers.CharField(allow_null=True)


class AttemptShape(Shape):
    """One try at a wave, in one row as the older system's log had them."""

    job = serializers.UUIDField(source="job_id", allow_null=True)
    wave = serializers.CharField()
    status = serializers.ChoiceField(choices=LogStatus.values)
    retry_count = serializers.IntegerField()
    started_at = InstantField(allow_null=True)
    completed_at = InstantField(allow_null=True)
    processing_duration_ms = serializers.IntegerField(allow_null=True)
    error_message = serializers.CharField()


class AttemptsShape(Shape):
    """Oldest first."""

    attempts = AttemptShape(many=True)


class SessionEvents(ApiView):
    """GET: what happened to a session and its waves."""

    throttle_scope = "account"

    @describes(
        "list_session_events",
        "The timeline of a session",
        answers={200: TimelineShape},
        problems=("permission_denied",),
        parameters=(SESSION_IN_PATH, *PAGE_PARAMETERS),
    )
    def get(self, request: Request, session_id: str) -> Response:
        asked = read_query(request, PageQuery)
        session = find_session(request, read_id(session_id), _PERMISSION, words=False)
        page = page_of(events_of_session(session), asked, by="created_at")
        return answer(TimelineShape, {"events": page.rows, "next": page.next})


class SessionAttempts(ApiView):
    """GET: every try at each of a session's waves."""

    throttle_scope = "account"

    @describes(
        "list_session_attempts",
        "Every try at each wave of a session",
        answers={200: AttemptsShape},
        problems=("permission_denied",),
        parameters=(SESSION_IN_PATH,),
    )
    def get(self, request: Request, session_id: str) -> Response:
        session = find_session(request, read_id(session_id), _PERMISSION, words=False)
        return answer(AttemptsShape, {"attempts": attempts_of_session(session)})


class PatientEvents(ApiView):
    """GET: what happened to everything that was made for a person: summaries, journeys, waves."""

    throttle_scope = "account"

    @describes(
        "list_patient_events",
        "The timeline of a person",
        answers={200: TimelineShape},
        problems=("permission_denied",),
        parameters=(in_path("patient_id", "Of the person"), *PAGE_PARAMETERS),
    )
    def get(self, request: Request, patient_id: str) -> Response:
        """Without the runs whose summary the caller has to read first."""
        asked = read_query(request, PageQuery)
        patient = find_patient_of_staff(request, read_id(patient_id), _PERMISSION, words=False)
        events = events_of_patient(patient.pk, withheld_jobs(user_of(request)))
        page = page_of(events, asked, by="created_at")
        return answer(TimelineShape, {"events": page.rows, "next": page.next})
