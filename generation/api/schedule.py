"""A person's own schedule of summaries."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.actors import actor_of
from core.models import Patient
from core.refusals import InputRefused
from generation.api.base import ApiView, refusals_as_problems, user_of
from generation.api.request_bodies import OneOfField, StrictBody, TextField, WholeNumberField
from generation.api.schema import describes
from generation.api.shapes import InstantField, Shape, answer
from generation.api.whose import own_patient
from generation.models import MAX_DAYS, Every, ScheduledOutcome
from generation.scheduling.rhythm import WEEKDAYS, Rhythm, set_schedule
from generation.scheduling.words import became_words, schedule_state

_NAMES = tuple(name.lower() for name in WEEKDAYS)


class DueShape(Shape):
    """A summary to come: the 15 days that end on `on`. It is asked for at `at` or a few minutes later."""

    on = serializers.DateField()
    at = InstantField()


class RunShape(Shape):
    """The last one that was due. `outcome`: what became of it, `detail` the same in words. `job`: what makes it."""

    on = serializers.DateField(source="due_on")
    at = InstantField(source="decided_at")
    outcome = serializers.ChoiceField(choices=ScheduledOutcome.values)
    detail = serializers.SerializerMethodField()
    job = serializers.UUIDField(source="job_id", allow_null=True)

    def get_detail(self, run: Any) -> str:
        return became_words(run)


class ScheduleShape(Shape):
    """`weekday` of `week` alone, `days` of `days` alone; `at` is local time, such as "08:00"."""

    every = serializers.ChoiceField(choices=Every.values)
    weekday = serializers.ChoiceField(choices=_NAMES, allow_null=True)
    days = serializers.IntegerField(allow_null=True)
    at = serializers.CharField(allow_null=True)
    next = DueShape(allow_null=True)
    last = RunShape(allow_null=True)


class ScheduleBody(StrictBody):
    """`off` takes nothing more, `week` a `weekday` and `at`, `days` their number and `at`."""

    every = OneOfField(choices=Every.values)
    weekday = OneOfField(choices=_NAMES, required=False, allow_null=True)
    days = WholeNumberField(required=False, allow_null=True, min_value=1, max_value=MAX_DAYS)
    at = TextField(required=False, allow_null=True, max_length=5, help_text='Local time, such as "08:00"')


class MySchedule(ApiView):
    """When my summaries are made without my asking."""

    throttle_scope = "account"

    @describes("read_schedule", "The schedule of summaries", answers={200: ScheduleShape}, problems=("not_found",))
    def get(self, request: Request) -> Response:
        return answer(ScheduleShape, _schedule(own_patient(request)))

    @describes(
        "set_schedule",
        "Have summaries made in a rhythm",
        takes=ScheduleBody,
        answers={200: ScheduleShape},
        problems=("not_found",),
    )
    def put(self, request: Request) -> Response:
        """It counts from now on: what was due before is not made up for."""
        patient = own_patient(request)
        asked = self.read_body(ScheduleBody)
        with refusals_as_problems():
            set_schedule(actor_of(user_of(request)), patient, _rhythm(asked))
        return answer(ScheduleShape, _schedule(patient))


def _rhythm(asked: dict[str, Any]) -> Rhythm:
    weekday, at = asked.get("weekday"), asked.get("at")
    return Rhythm(
        Every(asked["every"]),
        None if weekday is None else _NAMES.index(weekday),
        asked.get("days"),
        None if at is None else _clock(at),
    )


def _clock(text: str) -> time:
    try:
        clock = time.fromisoformat(text)
    except ValueError:
        clock = None
    # "8" and "0800" are times to Python as well.
    if clock is None or f"{clock:%H:%M}" != text:
        raise InputRefused("at", 'is not a time of day such as "08:00".')
    return clock


def _schedule(patient: Patient) -> dict[str, Any]:
    state = schedule_state(patient, timezone.now())
    rhythm = state.rhythm
    return {
        "every": rhythm.every.value,
        "weekday": None if rhythm.weekday is None else _NAMES[rhythm.weekday],
        "days": rhythm.days,
        "at": None if rhythm.at is None else f"{rhythm.at:%H:%M}",
        "next": state.next,
        "last": state.last,
    }
