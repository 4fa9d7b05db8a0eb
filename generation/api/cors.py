"""Pages of other sites that may call the API: those of CORS_ALLOWED_ORIGINS. Tokens alone say who calls: no cookies."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_API = "/api/"
_METHODS = "GET, POST, PUT, PATCH, DELETE"
_SENT = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID"
_SHOWN = "Location, Content-Location, Retry-After, ETag, RateLimit, RateLimit-Policy"
# Seconds a browser may keep the answer to its question.
_KEPT = "600"


class CorsMiddleware:
    """Answers a browser's question beforehand, and says on every answer whose pages may read it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.CORS_ALLOWED_ORIGINS or not request.path.startswith(_API):
            return self.get_response(request)
        allowed = request.headers.get("Origin", "") in settings.CORS_ALLOWED_ORIGINS
        asks_first = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        answer = HttpResponse(status=204) if asks_first else self.get_response(request)
        answer.headers["Vary"] = ", ".join(filter(None, [answer.headers.get("Vary"), "Origin"]))
        if allowed:
            answer.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            answer.headers["Access-Control-Expose-Headers"] = _SHOWN
            answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if allowed and asks_first:
            answer.headers["Access-Control-Allow-Methods"] = _METHODS
            answer.headers["Access-Control-Allow-Headers"] = _SENT
            answer.headers["Access-Control-Max-Age"] = _KEPT
        return answer
