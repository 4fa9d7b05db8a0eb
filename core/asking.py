"""Who asks just now: the request this thread or task is answering."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from core.log_context import of_request

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def current_request() -> HttpRequest | None:
    """The request being answered; None in a command, a worker or a test without one."""
    return _request.get()


class AskingMiddleware:
    """Remembers the request for as long as it is answered, and gives it a number that its answer and the log name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            with of_request(request.headers.get("X-Request-ID", "")) as request_id:
                answer = self.get_response(request)
            answer.headers["X-Request-ID"] = request_id
            return answer
        finally:
            _request.reset(token)
