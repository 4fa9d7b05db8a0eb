"""Watching a job: its events as they are committed, as server-sent events."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.db import Error
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from core.connections import give_connection_back
from core.database_errors import describe
from generation.api.base import ApiView, http_request, read_id, token_of, user_of
from generation.api.event_frames import Frame, frame_of
from generation.api.event_hub import ALIVE, NO_LONGER, current_hub
from generation.api.notations import read_whole
from generation.api.schema import describes, in_path
from generation.api.stream_rights import StreamRight
from generation.api.visible import find_job
from generation.history.job_events import has_event, read_events
from generation.lifecycle import transitions
from generation.lifecycle.stream_places import MAX_STREAMS, RENEW_SECONDS, StreamPlace

logger = logging.getLogger(__name__)

MEDIA_TYPE = "text/event-stream"
# When a client shall come back after a stream broke.
RETRY = b"retry: 2000\n\n"
_LARGEST = 2**31 - 1
_LAST_ID = OpenApiParameter(
    "Last-Event-ID",
    {"type": "integer", "minimum": 0, "maximum": _LARGEST},
    OpenApiParameter.HEADER,
    description="Go on after this event",
)
_Found = TypeVar("_Found")


class TooManyStreams(exceptions.APIException):
    status_code = status.HTTP_429_TOO_MANY_REQUESTS
    default_detail = f"You have {MAX_STREAMS} streams open already. Close one, or ask for the job's state instead."
    default_code = "too_many_streams"
    wait = RENEW_SECONDS


class EventStreamRenderer(JSONRenderer):
    """Lets a client ask for a stream; what it is refused with is JSON."""

    media_type = MEDIA_TYPE


class EventStream(StreamingHttpResponse):
    """Bytes as they come. The framework's own iterators, one within another, would each be gone through for every event
    of every client, and be closed some time after the client has gone."""

    def __init__(self, sent: AsyncGenerator[bytes], **options: Any) -> None:
        super().__init__(sent, **options)
        self._sent = sent

    def __aiter__(self) -> AsyncGenerator[bytes]:
        return self._sent


class JobEvents(ApiView):
    """GET: what happens to a job from now on and happened before, each once, in order; the end closes the stream.

    A server that cannot stream (WSGI) sends what there is and closes, and the client comes back for more.
    """

    throttle_scope = "summary_read"
    renderer_classes = (EventStreamRenderer, JSONRenderer)

    @describes(
        "watch_job",
        "Watch a job: server-sent events",
        answers={(200, MEDIA_TYPE): str, 204: None},
        problems=("invalid", "too_many_streams"),
        parameters=[in_path("job_id", "The job"), _LAST_ID],
    )
    def get(self, request: Request, job_id: str) -> HttpResponseBase:
        after = _read_last_id(request)
        job = find_job(request, read_id(job_id))
        frames = [frame_of(event) for event in read_events(job.id, after=after)]
        if not job.is_active and not frames:
            # Tells an EventSource not to come back.
            return HttpResponse(status=status.HTTP_204_NO_CONTENT)
        if after and not frames and not has_event(job.id, after):
            # Behind an event that never comes there would be no end either.
            raise exceptions.ValidationError(
                {"Last-Event-ID": "The job has no such event yet; send the last you have."}
            )
        if not job.is_active or not isinstance(http_request(request), ASGIRequest):
            return HttpResponse([RETRY, *(frame.sent for frame in frames)], content_type=MEDIA_TYPE)
        place = StreamPlace(user_of(request).pk)
        if not place.take():
            raise TooManyStreams
        # From here on nobody needs the connection of this thread.
        give_connection_back()
        watched = Watched(job.id, after, job.deadline_at, StreamRight(token_of(request).pk, job.patient_id))
        streamed = EventStream(stream(watched, place), content_type=MEDIA_TYPE)
        streamed.headers["X-Accel-Buffering"] = "no"
        return streamed


class Watched(NamedTuple):
    """A job, the number of the last event its client has, when it is over, and what lets the client watch."""

    job_id: UUID
    after: int
    deadline_at: datetime
    right: StreamRight


async def stream(watched: Watched, place: StreamPlace) -> AsyncGenerator[bytes]:
    """The events from the next on, each once, in order, to the end of the job.

    A notification may be late, early or missing: the numbers decide, and where one is missing Postgres is asked. Breaks
    off where Postgres cannot be asked; the client goes on after the last it has. Ends where the client's right does.
    """
    after = watched.after
    try:
        async with current_hub().follow(watched.job_id, place, watched.right) as mailbox:
            yield RETRY
            while (told := await mailbox.get()) is not NO_LONGER:
                if told is ALIVE:
                    yield told.sent
                    if timezone.now() >= watched.deadline_at:
                        # Nobody else may be there to see it. Postgres's clock decides.
                        await _in_thread(transitions.time_out, watched.job_id)
                    continue
                for frame in await _next(watched.job_id, after, told):
                    after = frame.number
                    yield frame.sent
                    if frame.is_last:
                        return
    except Error as error:
        logger.warning("a stream of events breaks off: %s", describe(error))


async def _next(job_id: UUID, after: int, told: Frame | None) -> list[Frame]:
    if told is not None and told.number <= after:
        return []
    if told is not None and told.number == after + 1:
        return [told]
    return [frame_of(event) for event in await _in_thread(read_events, job_id, after=after)]


async def _in_thread(work: Callable[..., _Found], *arguments: Any, **named: Any) -> _Found:
    """`work` in a thread that gives its connection back."""

    def do() -> _Found:
        try:
            return work(*arguments, **named)
        finally:
            give_connection_back()

    return await sync_to_async(do, thread_sensitive=False)()


def _read_last_id(request: Request) -> int:
    text = request.headers.get("Last-Event-ID")
    if text is None:
        return 0
    number = read_whole(text)
    if number is None or number > _LARGEST:
        raise exceptions.ValidationError({"Last-Event-ID": "Send the id of the last event you have, a whole number."})
    return number
