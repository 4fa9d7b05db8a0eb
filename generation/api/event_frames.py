"""An event of a job as the API shows it, and as a stream sends it."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from rest_framework import serializers

from generation.api.shapes import InstantField, Shape
from generation.history.job_events import JobEvent
from generation.models import EventName, JobState


class JobEventShape(Shape):
    """Something that happened to a job. Numbers count from 1 without gaps.

    `stage` and `ordinal` name what was made, of a STAGE; `attempt` counts from 1 the workers that had the job.
    `session` and `session_date` are null but of a wave's.
    """

    job = serializers.UUIDField()
    number = serializers.IntegerField()
    event = serializers.ChoiceField(choices=EventName.values)
    state = serializers.ChoiceField(choices=JobState.values)
    at = InstantField()
    stage = serializers.CharField(allow_null=True)
    ordinal = serializers.IntegerField(allow_null=True)
    attempt = serializers.IntegerField(allow_null=True)
    error_code = serializers.CharField(allow_null=True)
    session = serializers.UUIDField(allow_null=True)
    session_date = serializers.DateField(allow_null=True)


# Every event goes through them: they are made and looked up once.
_FIELDS = [(name, field.to_representation) for name, field in JobEventShape().fields.items()]
_DETAILS = frozenset({"stage", "ordinal", "attempt", "error_code"})


class Frame(NamedTuple):
    """An event in the form of a stream. `is_last`: the stream ends with it."""

    number: int
    is_last: bool
    sent: bytes


def frame_of(event: JobEvent) -> Frame:
    """`event: progress`, and `event: end` for the last; `id` is the number, which a client goes on after."""
    shown: dict[str, Any] = {}
    for name, show in _FIELDS:
        value = event.details.get(name) if name in _DETAILS else getattr(event, name)
        shown[name] = None if value is None else show(value)
    data = json.dumps(shown, separators=(",", ":"))
    kind = "end" if event.is_last else "progress"
    return Frame(event.number, event.is_last, f"id: {event.number}\nevent: {kind}\ndata: {data}\n\n".encode())
