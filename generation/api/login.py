"""Tokens: getting one for a password, giving it back; and choosing that password."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.exceptions import ValidationError
from knox.models import get_token_model
from rest_framework import exceptions, status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from core.login.own_password import choose_password, require_good_choice
from core.login.second_factor import check_code, is_set_up, needs_second_factor
from core.models import User
from generation.api.base import ApiView, http_request
from generation.api.problems import LockedOut
from generation.api.request_bodies import LoginBody, PasswordBody

_CHOOSE = "Somebody else set this password. Choose your own: POST /api/v1/auth/password/, then log in with it."


class _ByPassword(ApiView):
    """Calls that come with a password instead of a token."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = "login"

    def get_authenticate_header(self, request: Request) -> str:
        # Without it a wrong password would be answered 403: there is no authenticator here to ask.
        return "Token"


class Login(_ByPassword):
    """POST: a token for a username and password, and for staff a code, valid until `expires_at`."""

    def post(self, request: Request) -> Response:
        body = LoginBody(data=request.data)
        body.is_valid(raise_exception=True)
        user = _require_password(request, body.validated_data)
        if user.must_choose_password:
            raise AuthenticationFailed(_CHOOSE, code="password_must_be_chosen")
        _require_code(user, body.validated_data.get("code", ""))
        held, token = get_token_model().objects.create(user=user)
        user_logged_in.send(sender=type(user), request=http_request(request), user=user)
        expires_at = held.expiry.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return Response({"token": token, "expires_at": expires_at}, status=status.HTTP_201_CREATED)


class Password(_ByPassword):
    """POST: another password, chosen by whoever knows the one so far. Every token and session ends."""

    def post(self, request: Request) -> Response:
        body = PasswordBody(data=request.data)
        body.is_valid(raise_exception=True)
        user = _require_password(request, body.validated_data)
        new = body.validated_data["new_password"]
        try:
            require_good_choice(user, new)
        except ValidationError as weak:
            raise exceptions.ValidationError({"new_password": weak.messages}) from None
        _require_code(user, body.validated_data.get("code", ""))
        choose_password(user, new)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Logout(ApiView):
    """POST: the token this request came with is worth nothing from now on."""

    throttle_scope = "login"

    def post(self, request: Request) -> Response:
        request.auth.delete()
        user_logged_out.send(sender=type(request.user), request=http_request(request), user=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _require_password(request: Request, given: dict[str, Any]) -> User:
    """Whose username and password these are."""
    asked = http_request(request)
    user = authenticate(asked, username=given["username"], password=given["password"])
    if getattr(asked, "axes_locked_out", False):
        raise LockedOut(settings.LOGIN_LOCKED_SECONDS)
    if not isinstance(user, User):
        raise AuthenticationFailed("Username or password is wrong. Check both; letters' case counts.")
    return user


def _require_code(user: User, code: str) -> None:
    if not needs_second_factor(user):
        return
    if not is_set_up(user):
        raise AuthenticationFailed("Set up the second factor first: log in to the admin.", code="second_factor_needed")
    if not code:
        raise AuthenticationFailed("Send `code` too: what your authenticator app shows.", code="second_factor_needed")
    if check_code(user, code) is None:
        raise AuthenticationFailed(
            "The code is wrong, was used before, or came too soon after a wrong one. Send the next one.",
            code="second_factor_needed",
        )
