"""A job as the API shows it. Dates are local, in the zone of the window; instants are UTC."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.api.links import (
    cancel_address,
    events_address,
    job_address,
    journey_address,
    summary_address,
    waves_address,
)
from generation.api.shapes import InstantField, Shape
from generation.history.next_steps import what_to_do
from generation.models import Feature, GenerationJob, JobState, Origin, SessionBridgeVersion, YourJourneyVersion


class SummaryWindowShape(Shape):
    """The local calendar dates a summary reads, both inclusive, in the zone that was in force for the person.

    Of a wave the date of its session, of a journey those of the first and the last session it tells of.
    """

    first = serializers.DateField(source="window_first")
    last = serializers.DateField(source="window_last")
    zone = serializers.CharField()


class EndingShape(Shape):
    """Why a job ended without what it was to make."""

    error_code = serializers.CharField()
    what_to_do = serializers.SerializerMethodField()

    def get_what_to_do(self, job: GenerationJob) -> str:
        return what_to_do(job)


class JobLinksShape(Shape):
    """Addresses below the host. Null: `summary` and `journey` until there is one, `waves` where it is none of them."""

    self = serializers.SerializerMethodField()
    events = serializers.SerializerMethodField()
    cancel = serializers.SerializerMethodField()
    summary = serializers.SerializerMethodField()
    journey = serializers.SerializerMethodField()
    waves = serializers.SerializerMethodField()

    def get_self(self, job: GenerationJob) -> str:
        return job_address(job.id)

    def get_events(self, job: GenerationJob) -> str:
        return events_address(job.id)

    def get_cancel(self, job: GenerationJob) -> str:
        return cancel_address(job.id)

    def get_summary(self, job: GenerationJob) -> str | None:
        version = published_version(job)
        return None if version is None else summary_address(version.id)

    def get_journey(self, job: GenerationJob) -> str | None:
        journey = published_journey(job)
        return None if journey is None else journey_address(journey.id)

    def get_waves(self, job: GenerationJob) -> str | None:
        return None if job.session_id is None else waves_address(job.session_id)


class JobShape(Shape):
    """The making of one summary, of one journey, or of a wave's reading of a session, from the request to its end.

    `summary` or `journey` is the id of what it published; what a wave read stands with its `session`. `problem` says
    why an ended job published nothing.
    """

    id = serializers.UUIDField()
    patient = serializers.UUIDField(source="patient_id")
    feature = serializers.ChoiceField(choices=Feature.values)
    session = serializers.UUIDField(source="session_id", allow_null=True)
    wave = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=JobState.values)
    origin = serializers.ChoiceField(choices=Origin.values)
    window = SummaryWindowShape(source="*")
    requested_at = InstantField(source="created_at")
    started_at = InstantField(allow_null=True)
    deadline_at = InstantField()
    finished_at = InstantField(allow_null=True)
    attempts = serializers.IntegerField()
    summary = serializers.SerializerMethodField()
    journey = serializers.SerializerMethodField()
    problem = serializers.SerializerMethodField()
    links = JobLinksShape(source="*")

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_summary(self, job: GenerationJob) -> str | None:
        version = published_version(job)
        return None if version is None else str(version.id)

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_journey(self, job: GenerationJob) -> str | None:
        journey = published_journey(job)
        return None if journey is None else str(journey.id)

    def get_wave(self, job: GenerationJob) -> str | None:
        return job.wave or None

    @extend_schema_field(EndingShape(allow_null=True))
    def get_problem(self, job: GenerationJob) -> dict[str, Any] | None:
        return EndingShape(job).data if what_to_do(job) else None


def published_version(job: GenerationJob) -> SessionBridgeVersion | None:
    """The version this job published, if it did. A job that was read under way may have published one since."""
    return getattr(job, "sessionbridgeversion", None) if job.state == JobState.SUCCEEDED else None


def published_journey(job: GenerationJob) -> YourJourneyVersion | None:
    """The journey this job published, if it did."""
    return getattr(job, "yourjourneyversion", None) if job.state == JobState.SUCCEEDED else None
