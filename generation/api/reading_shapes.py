"""What models read of sessions, as the API shows it: the waves of one session, and journeys."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.api.links import job_address, journey_address
from generation.api.shapes import InstantField, Shape
from generation.api.shown_summary import SUMMARY_STATES, SummaryState
from generation.generators.published_json import read_published
from generation.models import SessionAnalysis, VersionOrigin, WithdrawalCause, YourJourneyVersion
from generation.waves import A_MODELS_READING


class NoticeField(serializers.CharField):
    """The sentence that stands above whatever a model worded."""

    def __init__(self) -> None:
        super().__init__(source="*", help_text="To be shown above it")

    def to_representation(self, value: object) -> str:
        return A_MODELS_READING


class ReadingShape(Shape):
    """What one wave published. `data` is of the wave's own shape, null once erased.

    `review_rule_ids` are the rules its words break, `evidence_dropped` counts quotations that do not stand in the
    transcript. `cost` is in US dollars, null where it is not known. Imported ones have no `job`.
    """

    id = serializers.UUIDField()
    attempt = serializers.IntegerField()
    origin = serializers.ChoiceField(choices=VersionOrigin.values)
    job = serializers.UUIDField(source="job_id", allow_null=True)
    data = serializers.SerializerMethodField()  # type: ignore[assignment]  # no property any more: a field of that name
    prompt_version = serializers.CharField()
    model = serializers.CharField()
    review_rule_ids = serializers.ListField(child=serializers.CharField())
    evidence_dropped = serializers.IntegerField()
    cost = serializers.DecimalField(max_digits=12, decimal_places=6, allow_null=True)
    generated_at = InstantField(source="created_at")
    erased_at = InstantField(allow_null=True)

    @extend_schema_field({})
    def get_data(self, analysis: SessionAnalysis) -> Any:
        return _json(analysis.data)


class WaveShape(Shape):
    """One wave. `state` is its newest job's, or `published` of an imported reading, or why there is no job yet:
    `waiting` for the waves before it, `no_transcript`, `needs_model`. `reading` is the one that counts.
    """

    wave = serializers.CharField()
    state = serializers.CharField()
    job = serializers.UUIDField(source="job.id", allow_null=True, default=None)
    attempts = serializers.IntegerField(source="job.attempts", allow_null=True, default=None)
    error_code = serializers.CharField(source="job.error_code", allow_null=True, default=None)
    reading = ReadingShape(source="analysis", allow_null=True)


class SessionWavesShape(Shape):
    """All waves of one session, in their order."""

    session = serializers.UUIDField(source="session.id")
    patient = serializers.UUIDField(source="session.patient_id")
    session_date = serializers.DateField(source="session.session_date")
    notice = NoticeField()
    waves = WaveShape(many=True)


class JourneyLinksShape(Shape):
    """Addresses below the host. `job` is null for what an older system made."""

    self = serializers.SerializerMethodField()
    job = serializers.SerializerMethodField()

    def get_self(self, version: YourJourneyVersion) -> str:
        return journey_address(version.id)

    def get_job(self, version: YourJourneyVersion) -> str | None:
        return job_address(version.job_id) if version.job_id else None


class ListedJourneyShape(Shape):
    """A journey without its words. `reason` says why a withdrawn or erased one is not shown."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    patient = serializers.UUIDField(source="patient_id")
    job = serializers.UUIDField(source="job_id", allow_null=True)
    state = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    origin = serializers.ChoiceField(choices=VersionOrigin.values)
    generated_at = InstantField(source="created_at")
    erased_at = InstantField(allow_null=True)
    prompt_version = serializers.CharField()
    review_rule_ids = serializers.ListField(child=serializers.CharField())
    evidence_dropped = serializers.IntegerField()
    links = JourneyLinksShape(source="*")

    @extend_schema_field(serializers.ChoiceField(choices=SUMMARY_STATES))
    def get_state(self, version: YourJourneyVersion) -> str:
        return journey_state(version).value

    @extend_schema_field(serializers.ChoiceField(choices=WithdrawalCause.values, allow_null=True))
    def get_reason(self, version: YourJourneyVersion) -> str | None:
        return version.withdrawal.cause if hasattr(version, "withdrawal") else None


class JourneyShape(ListedJourneyShape):
    """One journey. `data` holds `summary`, `achievements`, `currentFocus` and `sections`, each with its dates; null
    where it is withdrawn or erased. What an older system made may have another shape.
    """

    notice = NoticeField()
    data = serializers.SerializerMethodField()  # type: ignore[assignment]  # no property any more: a field of that name

    @extend_schema_field({})
    def get_data(self, version: YourJourneyVersion) -> Any:
        return _json(version.text) if journey_state(version) is SummaryState.SHOWN else None


class JourneyPageShape(Shape):
    """`next` is the cursor of the page behind this one, null on the last."""

    results = ListedJourneyShape(many=True)
    next = serializers.CharField(allow_null=True)


def journey_state(version: YourJourneyVersion) -> SummaryState:
    """Whether it is shown, and why not."""
    if version.text is None:
        return SummaryState.ERASED
    return SummaryState.WITHDRAWN if hasattr(version, "withdrawal") else SummaryState.SHOWN


def _json(text: str | None) -> Any:
    """What the text says; text that is no JSON, as an older system's may be, as it is."""
    try:
        return None if text is None else read_published(text)
    except ValueError:
        return text
