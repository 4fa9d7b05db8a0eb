"""Tokens: getting one for a password, giving it back; and choosing that password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.exceptions import ValidationError
from rest_framework import exceptions, serializers, status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from core.actors import actor_of
from core.login.own_password import choose_password, require_good_choice
from core.login.second_factor import check_code, is_set_up, needs_second_factor
from core.models import User
from core.practice.tokens import issue_token, revoke_token
from core.refusals import InputRefused
from generation.api.base import ApiView, http_request, token_of
from generation.api.problems import LockedOut
from generation.api.request_bodies import LoginBody, PasswordBody
from generation.api.schema import describes
from generation.api.shapes import InstantField, Shape, answer

_WRONG = "Username or password is wrong. Check both; the password's capitals count."
_CHOOSE = "Somebody else set this password. Choose your own: POST /api/v1/auth/password/, then log in with it."


class NewTokenShape(Shape):
    """A token. It is shown this once."""

    token = serializers.CharField()
    expires_at = InstantField()


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

    @describes(
        "log_in",
        "Exchange a password for a token",
        takes=LoginBody,
        answers={201: NewTokenShape},
        problems=("authentication_failed", "password_must_be_chosen", "second_factor_needed", "locked_out"),
    )
    def post(self, request: Request) -> Response:
        body = LoginBody(data=request.data)
        body.is_valid(raise_exception=True)
        user = _require_password(request, body.validated_data)
        _require_own_password(user)
        _require_code(user, body.validated_data.get("code", ""))
        try:
            token, row = issue_token(actor_of(user), user, "login")
        except InputRefused:
            # Switched off since its password was checked.
            raise AuthenticationFailed(_WRONG) from None
        # Somebody may have set another password since it was checked: from here on that ends this token.
        user.refresh_from_db(fields=["must_choose_password"])
        if user.must_choose_password:
            revoke_token(actor_of(user), row)
        _require_own_password(user)
        user_logged_in.send(sender=type(user), request=http_request(request), user=user)
        made = {"token": token, "expires_at": row.expires_at}
        return answer(NewTokenShape, made, status_code=status.HTTP_201_CREATED)


class Password(_ByPassword):
    """POST: another password, chosen by whoever knows the one so far. Every token and session ends."""

    @describes(
        "choose_password",
        "Choose another password",
        takes=PasswordBody,
        answers={204: None},
        problems=("authentication_failed", "second_factor_needed", "locked_out"),
    )
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

    @describes("log_out", "Give the token back", answers={204: None})
    def post(self, request: Request) -> Response:
        revoke_token(actor_of(request.user), token_of(request))
        user_logged_out.send(sender=type(request.user), request=http_request(request), user=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _require_password(request: Request, given: dict[str, Any]) -> User:
    """Whose username and password these are."""
    asked = http_request(request)
    user = authenticate(asked, username=given["username"], password=given["password"])
    if getattr(asked, "axes_locked_out", False):
        raise LockedOut(settings.LOGIN_LOCKED_SECONDS)
    if not isinstance(user, User):
        raise AuthenticationFailed(_WRONG)
    return user


def _require_own_password(user: User) -> None:
    if user.must_choose_password:
        raise AuthenticationFailed(_CHOOSE, code="password_must_be_chosen")


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
