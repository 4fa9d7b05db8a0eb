"""Errors outside of the API's views, as problems where JSON was asked for: pages for people else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from rest_framework.renderers import JSONRenderer

from generation.api.problem_kinds import CODE_OF_STATUS, CONTENT_TYPE, KINDS
from generation.api.shapes import problem_of

_API = "/api/"
_PAGE, _JSON = "text/html", ("application/json", CONTENT_TYPE)
_DETAIL = "Check method, address, headers and cookies against docs/api.md."


class SiteProblemsMiddleware:
    """Turns an error page into a problem for whoever asked for JSON, and for everybody below /api/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code >= 400:
            # What is wrong now may be right in a moment, and is nobody else's business.
            answer.headers.setdefault("Cache-Control", "no-store")
        is_page = not answer.streaming and not answer.headers.get("Content-Type", "").startswith("application/")
        if answer.status_code >= 400 and is_page and _wants_json(request):
            _say_as_problem(answer)
        return answer


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith(_API) or request.get_preferred_type([_PAGE, *_JSON]) in _JSON


def _say_as_problem(answer: HttpResponse) -> None:
    status = answer.status_code
    code = CODE_OF_STATUS.get(status, "server_error" if status >= 500 else "bad_request")
    answer.content = JSONRenderer().render(problem_of(code, KINDS[code].detail or _DETAIL, status=status))
    answer.headers["Content-Type"] = CONTENT_TYPE
    if answer.headers.get("Content-Length"):
        answer.headers["Content-Length"] = str(len(answer.content))
