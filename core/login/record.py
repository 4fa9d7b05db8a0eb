"""The access log of logins: a row for each event, from Django's signals and from our own pages."""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from core.asking import current_request
from core.login.tries import end as end_try
from core.models import LoginEvent, LoginEventKind, User, find_user, read_alike

_NAME_MAX_LENGTH = 150


def record_login_event(
    event: LoginEventKind, *, user: User | None, username: str = "", request: HttpRequest | None = None, by: str = ""
) -> None:
    """Record what became of a login. `user`, or the name that was typed; `request` where the current one is unknown.

    Who changes the login of somebody else is named from the request; a command says `by` whom.
    """
    request = request or current_request()
    name = user.get_username() if user else username
    asks = getattr(request, "user", None)
    is_other = isinstance(asks, User) and user is not None and asks.pk != user.pk
    LoginEvent.objects.create(
        event=event,
        user=user,
        username=name[:_NAME_MAX_LENGTH] if user else "",
        name_key=key_of(name),
        by=(by or (asks.get_username() if is_other and asks else ""))[:_NAME_MAX_LENGTH],
        address=address_of(request),
        path=request.path[:200] if request else "",
    )


def key_of(username: str) -> str:
    """The same for all ways to type one name, and nothing to be read from: what was typed may be a password."""
    named = f"login/{read_alike(username)}"
    return hmac.new(settings.SECRET_KEY.encode(), named.encode(errors="replace"), hashlib.sha256).hexdigest()


def address_of(request: HttpRequest | None) -> str:
    """Where the request comes from, "" through a socket; core.login.proxies has put the client there."""
    try:
        return str(ip_address(str(request.META.get("REMOTE_ADDR")))) if request else ""
    except ValueError:
        return ""


@receiver(user_logged_in)
def _logged_in(request: HttpRequest, user: User, **_: Any) -> None:
    record_login_event(LoginEventKind.LOGGED_IN, user=user, request=request)


@receiver(user_logged_out)
def _logged_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        record_login_event(LoginEventKind.LOGGED_OUT, user=user, request=request)


def record_failure(credentials: dict[str, Any], request: HttpRequest | None, *, locked: bool) -> None:
    """A wrong password, or `locked`: one that was not looked at. Its try is over."""
    name = str(credentials.get("username") or "")
    record_login_event(
        LoginEventKind.LOCKED if locked else LoginEventKind.FAILED,
        user=find_user(name),
        username=name,
        request=request,
    )
    # Not before: axes's count and this row stand for it from now on.
    end_try(request)
