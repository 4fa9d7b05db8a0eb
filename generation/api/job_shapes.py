"""A job as the API shows it. Dates are local, in the zone of the window; instants are UTC."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.api.links import cancel_address, events_address, job_address, summary_address
from generation.api.shapes import InstantField, Shape
from generation.history.next_steps import what_to_do
from generation.models import GenerationJob, JobState, Origin, SessionBridgeVersion


class SummaryWindowShape(Shape):
    """The local calendar dates a summary reads, both inclusive, in the zone that was in force for the person."""

    first = serializers.DateField(source="window_first")
    last = serializers.DateField(source="window_last")
    zone = serializers.CharField()


class EndingShape(Shape):
    """Why a job ended without a summary."""

    error_code = serializers.CharField()
    what_to_do = serializers.SerializerMethodField()

    def get_what_to_do(self, job: GenerationJob) -> str:
        return what_to_do(job)


class JobLinksShape(Shape):
    """Addresses below the host. `summary` is null until there is one."""

    self = serializers.SerializerMethodField()
    events = serializers.SerializerMethodField()
    cancel = serializers.SerializerMethodField()
    summary = serializers.SerializerMethodField()

    def get_self(self, job: GenerationJob) -> str:
        return job_address(job.id)

    def get_events(self, job: GenerationJob) -> str:
        return events_address(job.id)

    def get_cancel(self, job: GenerationJob) -> str:
        return cancel_address(job.id)

    def get_summary(self, job: GenerationJob) -> str | None:
        version = published_version(job)
        return None if version is None else summary_address(version.id)


class JobShape(Shape):
    """The making of one summary, from the request to its end.

    `summary` is the id of what it published. `problem` says why an ended job published nothing.
    """

    id = serializers.UUIDField()
    patient = serializers.UUIDField(source="patient_id")
    state = serializers.ChoiceField(choices=JobState.values)
    origin = serializers.ChoiceField(choices=Origin.values)
    window = SummaryWindowShape(source="*")
    requested_at = InstantField(source="created_at")
    started_at = InstantField(allow_null=True)
    deadline_at = InstantField()
    finished_at = InstantField(allow_null=True)
    attempts = serializers.IntegerField()
    summary = serializers.SerializerMethodField()
    problem = serializers.SerializerMethodField()
    links = JobLinksShape(source="*")

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_summary(self, job: GenerationJob) -> str | None:
        version = published_version(job)
        return None if version is None else str(version.id)

    @extend_schema_field(EndingShape(allow_null=True))
    def get_problem(self, job: GenerationJob) -> dict[str, Any] | None:
        return EndingShape(job).data if what_to_do(job) else None


def published_version(job: GenerationJob) -> SessionBridgeVersion | None:
    """The version this job published, if it did. A job that was read under way may have published one since."""
    return getattr(job, "sessionbridgeversion", None) if job.state == JobState.SUCCEEDED else None
