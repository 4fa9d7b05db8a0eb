"""How many wrong passwords a login takes: few from one address at one name, more from anywhere at one name.

The first limit is django-axes's. The second is slower, because whoever reaches it locks somebody else out: it counts
the failures in the access log since the last success. Both count names that do not exist too, so that an answer
does not tell which do, and passwords that are being checked at the same time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_failure_limit
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from core.faultpoints import committing
from core.login import tries
from core.login.record import address_of, key_of, record_failure, record_login_event
from core.models import LoginEvent, LoginEventKind, User


class TwoLimits(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """Axes's handler, asked at every login, with the slower limit beside its own."""

    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Whether this password may be checked; it counts from here on. Tries at one name queue up."""
        key = name_for_axes(request, credentials)
        with committing("begin_login"):
            tries.stand_in_line(key)
            allowed = bool(super().is_allowed(request, credentials))
            if allowed:
                tries.begin(request, key, address_of(request))
        return allowed

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """Count a wrong password and end its try in one step, in line with those who ask whether they may try."""
        # The failure that reaches the limit is answered as locked out, too.
        locked = bool(getattr(request, "axes_locked_out", False))
        with committing("count_failure"):
            tries.stand_in_line(key_of(str(credentials.get("username") or "")))
            super().user_login_failed(sender, credentials, request, **kwargs)
            record_failure(credentials, request, locked=locked)

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Wrong ones and those under way, against both limits."""
        key = name_for_axes(request, credentials)
        addresses = list(tries.under_way(key).values_list("address", flat=True))
        here = addresses.count(address_of(request))
        if self.get_failures(request, credentials) + here >= get_failure_limit(request, credentials):
            return True
        return bool(_failures_at(key) + len(addresses) >= settings.LOGIN_NAME_FAILURES)


def name_for_axes(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """What axes counts by and keeps: never what was typed."""
    return key_of(str((credentials or {}).get("username") or ""))


def address_for_axes(request: HttpRequest) -> str | None:
    """None where all come through one socket: there is a limit for each name, whatever the address."""
    return address_of(request) or None


def lift_limits(user: User, because: LoginEventKind = LoginEventKind.UNLOCKED) -> None:
    """Forget the wrong passwords of this login, so that it may be tried again; `because` goes on record."""
    record_login_event(because, user=user)
    AccessAttempt.objects.filter(username=key_of(user.get_username())).delete()


def _failures_at(name_key: str) -> int:
    """Wrong passwords at this name since the last success, within the time that counts."""
    tried = LoginEvent.objects.filter(
        name_key=name_key,
        at__gt=timezone.now() - timedelta(seconds=settings.LOGIN_NAME_WINDOW_SECONDS),
    )
    good = (LoginEventKind.LOGGED_IN, LoginEventKind.PASSWORD_CHANGED, LoginEventKind.UNLOCKED)
    last = tried.filter(event__in=good).order_by("-at").values_list("at", flat=True).first()
    failures = tried.filter(event=LoginEventKind.FAILED)
    if last is not None:
        failures = failures.filter(at__gt=last)
    return failures.count()
