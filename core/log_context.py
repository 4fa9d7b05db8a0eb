"""Which request and which job a line of the log belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID, uuid4

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_job_id: ContextVar[str] = ContextVar("job_id", default="")
# What a proxy in front may name a request; anything else could write what it likes into the log.
_WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)


@contextmanager
def of_request(sent_id: str) -> Iterator[str]:
    """Lines are of this request from now on: by the id it was sent with, where that is well formed, or one of ours."""
    request_id = sent_id if _WELL_FORMED.fullmatch(sent_id) else str(uuid4())
    token = _request_id.set(request_id)
    try:
        yield request_id
    finally:
        _request_id.reset(token)


@contextmanager
def of_job(job_id: UUID) -> Iterator[None]:
    """Lines are of this job from now on."""
    token = _job_id.set(str(job_id))
    try:
        yield
    finally:
        _job_id.reset(token)


def current_request_id() -> str:
    """'' outside of requests."""
    return _request_id.get()


def current_job_id() -> str:
    """'' outside of jobs."""
    return _job_id.get()
