"""Pages for requests that came to nothing: not taken (400, 413), ours to mend (500), the
database away or static files not collected (503)."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string

from core.database_errors import is_away

# Seconds. The next request finds the database as soon as it is back.
RETRY_AFTER = 2
# How Django begins where a page asks for a static file and none were collected.
_NOT_COLLECTED = "Missing staticfiles manifest entry"


def broken_page(_request: HttpRequest) -> HttpResponse:
    """Django's `handler500`, called while the exception is being handled."""
    error = sys.exc_info()[1]
    if isinstance(error, Error) and is_away(error):
        headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    if isinstance(error, ValueError) and str(error).startswith(_NOT_COLLECTED):
        return HttpResponse(render_to_string("not_collected.html"), status=503)
    return HttpResponse(render_to_string("500.html"), status=500)


def refused_page(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler400`: what was wrong with the request, and what to do."""
    status, title, what_to_do = _refusal(exception)
    page = render_to_string("400.html", {"title": title, "what_to_do": what_to_do})
    return HttpResponse(page, status=status)


def _refusal(exception: Exception) -> tuple[int, str, str]:
    if isinstance(exception, RequestDataTooBig):
        most = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return 413, "This is too much text", f"A form may hold {most} of text. Go back, shorten it, and send it again."
    if isinstance(exception, TooManyFieldsSent):
        most = f"{settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,}"
        return 400, "These are too many fields", f"A form may have {most}. Go back, choose fewer, and send it again."
    if isinstance(exception, TooManyFilesSent):
        most = f"{settings.DATA_UPLOAD_MAX_NUMBER_FILES:,}"
        return 400, "These are too many files", f"A form may have {most}. Go back, choose fewer, and send it again."
    if isinstance(exception, DisallowedHost):
        return (
            400,
            "This site has another name",
            "It does not answer to the name in the address. Check it.",
        )
    return 400, "The address is not right", "It holds something that cannot be looked up. Start from the beginning."
