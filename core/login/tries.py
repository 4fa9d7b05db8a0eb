"""Passwords being checked just now: counted before, so that a hundred at once are no more than a hundred in a row.

To check one takes long, on purpose. Whoever sends many together would otherwise have all of them checked before the
first is counted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.connections import give_connection_back
from core.models import LoginTry, User, find_user

# A process that died on the way must not keep its place.
_LONGEST = timedelta(seconds=60)
_ATTRIBUTE = "login_try"


def stand_in_line(name_key: str) -> None:
    """One at a time at one name, until the end of the caller's transaction, which checks no password meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"login/{name_key}"])


def under_way(name_key: str) -> QuerySet[LoginTry]:
    """The tries at this name whose answer is not known yet."""
    return LoginTry.objects.filter(name_key=name_key, at__gt=timezone.now() - _LONGEST)


def begin(request: HttpRequest, name_key: str, address: str) -> None:
    LoginTry.objects.filter(name_key=name_key, at__lte=timezone.now() - _LONGEST).delete()
    setattr(request, _ATTRIBUTE, LoginTry.objects.create(name_key=name_key, address=address).pk)


def end(request: HttpRequest | None) -> None:
    """The answer is known, and counted where the password was wrong."""
    held = getattr(request, _ATTRIBUTE, None)
    if held is not None:
        LoginTry.objects.filter(pk=held).delete()
        setattr(request, _ATTRIBUTE, None)


class CountedBackend(ModelBackend):
    """Django's, which says when a password was right; a wrong one ends its try where it is recorded."""

    def authenticate(  # type: ignore[override]  # the stubs narrow the user to none of ours
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> AbstractBaseUser | None:
        """The login of this name and password, if they belong together."""
        if username is None or password is None:
            return None
        user = find_user(username)
        # To check a password takes long, on purpose: meanwhile others may need the connection.
        give_connection_back()
        if user is None:
            # It takes as long as if there were such a login.
            User().set_password(password)
            return None
        if not user.check_password(password) or not self.user_can_authenticate(user):
            return None
        end(request)
        return user
