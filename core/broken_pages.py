"""The page for a request that broke: ours to mend (500), or the database is away for a while (503)."""

from __future__ import annotations

import sys

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from core.database_errors import is_away

# Seconds. The next request finds the database as soon as it is back.
RETRY_AFTER = 2


def broken_page(_request: HttpRequest) -> HttpResponse:
    """Django's `handler500`, called while the exception is being handled."""
    error = sys.exc_info()[1]
    if isinstance(error, Error) and is_away(error):
        headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    return HttpResponse(render_to_string("500.html"), status=500)
