"""How a version was made, of either feature: one shape, one way to read it and one to edit it, for staff."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.serializer_helpers import ReturnDict

from core.access import record_access
from core.actors import actor_of
from generation.api.base import ApiView, read_id, refusals_as_problems, user_of
from generation.api.conditional import MATCH_PARAMETER, TAG_PARAMETER, is_written_over, tag_of, unless_known
from generation.api.journeys import JOURNEY_IN_PATH
from generation.api.problems import ChangedMeanwhile
from generation.api.request_bodies import StrictBody, TextField
from generation.api.schema import describes
from generation.api.shapes import InstantField, Shape
from generation.api.summaries import SUMMARY_IN_PATH
from generation.api.visible import find_journey, find_summary
from generation.api.whose import patients_of_staff
from generation.lifecycle.generation_metadata import (
    NOTES_MAX_LENGTH,
    AnyVersion,
    NotesChanged,
    get_generation_metadata,
    update_generation_metadata,
)
from generation.models import GenerationMetadata

_TAGGED = {200: ("ETag",), 304: ("ETag",)}
_READS, _EDITS = "generation.view_generationmetadata", "generation.change_generationmetadata"


class MetadataShape(Shape):
    """How a summary or a journey was made: one of `summary` and `journey` says of which.

    The figures are as they were measured. `notes` are what staff have to say about them, null once erased.
    """

    id = serializers.UUIDField()
    summary = serializers.UUIDField(source="session_bridge_version_id", allow_null=True)
    journey = serializers.UUIDField(source="your_journey_version_id", allow_null=True)
    sessions_analyzed = serializers.IntegerField()
    total_sessions = serializers.IntegerField()
    model_used = serializers.CharField()
    generation_timestamp = InstantField()
    generation_duration_ms = serializers.IntegerField()
    last_session = serializers.UUIDField(source="last_session_id", allow_null=True)
    compaction_strategy = serializers.SerializerMethodField()
    notes = serializers.CharField(allow_null=True)
    erased_at = InstantField(allow_null=True)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_compaction_strategy(self, metadata: GenerationMetadata) -> str | None:
        """Of journeys alone."""
        return metadata.compaction_strategy or None


_ANSWERS = {200: MetadataShape, 304: None}


class MetadataBody(StrictBody):
    """`notes`: what is to be said of how it was made; empty takes them away."""

    notes = TextField(max_length=NOTES_MAX_LENGTH, allow_blank=True)


def _find(version: AnyVersion) -> GenerationMetadata:
    metadata = get_generation_metadata(version)
    if metadata is None:
        raise NotFound("Nothing is known of how this version was made.")
    return metadata


def _tag(metadata: GenerationMetadata) -> str:
    """Of all that may change."""
    return tag_of(metadata.id, metadata.notes, metadata.erased_at)


def _shown(request: Request, version: AnyVersion, metadata: GenerationMetadata) -> ReturnDict[str, object]:
    # Notes may quote.
    if metadata.notes:
        record_access(actor=user_of(request), patient_id=version.patient_id, action="view", target=request.path)
    return MetadataShape(metadata).data


def _read(request: Request, version: AnyVersion) -> Response:
    metadata = _find(version)
    return unless_known(request, _tag(metadata), lambda: _shown(request, version, metadata))


def _edit(request: Request, version: AnyVersion, body: dict[str, Any]) -> Response:
    """With `If-Match`, only what the request names is written over."""
    metadata = _find(version)
    if is_written_over(request, _tag(metadata)):
        raise ChangedMeanwhile
    made_from = metadata.notes if "If-Match" in request.headers else None
    try:
        with refusals_as_problems():
            update_generation_metadata(actor_of(request.user), metadata, notes=body["notes"], made_from=made_from)
    except NotesChanged:
        raise ChangedMeanwhile from None
    changed = _find(version)
    return Response(_shown(request, version, changed), headers={"ETag": _tag(changed)})


class SummaryMetadata(ApiView):
    """How a summary was made."""

    throttle_scope = "account"

    @describes(
        "read_summary_metadata",
        "How a summary was made",
        answers=_ANSWERS,
        problems=("permission_denied",),
        headers=_TAGGED,
        parameters=(SUMMARY_IN_PATH, TAG_PARAMETER),
    )
    def get(self, request: Request, summary_id: str) -> Response:
        patients_of_staff(request, _READS)
        return _read(request, find_summary(request, read_id(summary_id)))

    @describes(
        "edit_summary_metadata",
        "Note something to how a summary was made",
        takes=MetadataBody,
        answers={200: MetadataShape},
        problems=("permission_denied", "changed_meanwhile"),
        headers={200: ("ETag",)},
        parameters=(SUMMARY_IN_PATH, MATCH_PARAMETER),
    )
    def patch(self, request: Request, summary_id: str) -> Response:
        patients_of_staff(request, _EDITS)
        version = find_summary(request, read_id(summary_id))
        return _edit(request, version, self.read_body(MetadataBody))


class JourneyMetadata(ApiView):
    """How a journey was made."""

    throttle_scope = "account"

    @describes(
        "read_journey_metadata",
        "How a journey was made",
        answers=_ANSWERS,
        problems=("permission_denied",),
        headers=_TAGGED,
        parameters=(JOURNEY_IN_PATH, TAG_PARAMETER),
    )
    def get(self, request: Request, journey_id: str) -> Response:
        patients_of_staff(request, _READS)
        return _read(request, find_journey(request, read_id(journey_id)))

    @describes(
        "edit_journey_metadata",
        "Note something to how a journey was made",
        takes=MetadataBody,
        answers={200: MetadataShape},
        problems=("permission_denied", "changed_meanwhile"),
        headers={200: ("ETag",)},
        parameters=(JOURNEY_IN_PATH, MATCH_PARAMETER),
    )
    def patch(self, request: Request, journey_id: str) -> Response:
        patients_of_staff(request, _EDITS)
        version = find_journey(request, read_id(journey_id))
        return _edit(request, version, self.read_body(MetadataBody))
