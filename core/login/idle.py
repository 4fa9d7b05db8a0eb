"""Sessions end: after a time without a request, and at the latest after a working day."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from core.login.record import record_login_event
from core.models import LoginEventKind

_BEGAN, _SEEN = "login_began", "login_seen"
# Seconds. A session is not written for every request, and ends so much earlier at the most.
_STEP = 30
_WORDS = "You were logged out, because nothing was asked for a while. Log in to go on."


class IdleMiddleware:
    """Logs out whoever was idle for longer than SESSION_IDLE_SECONDS, or logged in for SESSION_COOKIE_AGE."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = time.time()
            session = request.session
            if (
                now - session.get(_SEEN, 0) > settings.SESSION_IDLE_SECONDS
                or now - session.get(_BEGAN, 0) > settings.SESSION_COOKIE_AGE
            ):
                record_login_event(LoginEventKind.IDLE, user=request.user, request=request)
                session.flush()
                request.user = AnonymousUser()
                messages.info(request, _WORDS)
            elif now - session[_SEEN] > _STEP:
                session[_SEEN] = now
        return self.get_response(request)


@receiver(user_logged_in)
def _begin(request: HttpRequest, **_: Any) -> None:
    # Logging in for a token of the API opens no session.
    if SESSION_KEY in request.session:
        request.session[_BEGAN] = request.session[_SEEN] = time.time()
