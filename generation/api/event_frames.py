"""An event of a job as the API shows it, and as a stream sends it."""

from __future__ import annotations

import json
from typing import NamedTuple

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


# Every event goes through it: its fields are made once.
_SHAPE = JobEventShape()


class Frame(NamedTuple):
    """An event in the form of a stream. `is_last`: the stream ends with it."""

    number: int
    is_last: bool
    sent: bytes


def frame_of(event: JobEvent) -> Frame:
    """`event: progress`, and `event: end` for the last; `id` is the number, which a client goes on after."""
    details = ("stage", "ordinal", "attempt", "error_code")
    shown = {name: event.details.get(name) for name in details}
    told = {name: getattr(event, name) for name in ("job", "number", "event", "state", "at", "session", "session_date")}
    data = json.dumps(_SHAPE.to_representation({**told, **shown}), separators=(",", ":"))
    kind = "end" if event.is_last else "progress"
    return Frame(event.number, event.is_last, f"id: {event.number}\nevent: {kind}\ndata: {data}\n\n".encode())
