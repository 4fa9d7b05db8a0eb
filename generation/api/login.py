"""Tokens: getting one for a password, giving it back."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in, user_logged_out
from rest_framework import serializers, status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from core.actors import actor_of
from core.login.second_factor import check_code, is_set_up, needs_second_factor
from core.models import User
from core.practice.tokens import issue_token, revoke_token
from generation.api.base import ApiView, http_request, token_of
from generation.api.problems import LockedOut
from generation.api.request_bodies import LoginBody
from generation.api.schema import describes
from generation.api.shapes import InstantField, Shape, answer


class NewTokenShape(Shape):
    """A token. It is shown this once."""

    token = serializers.CharField()
    expires_at = InstantField()


class Login(ApiView):
    """POST: a token for a username and password, and for staff a code, valid until `expires_at`."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = "login"

    @describes(
        "log_in",
        "Exchange a password for a token",
        takes=LoginBody,
        answers={201: NewTokenShape},
        problems=("authentication_failed", "second_factor_needed", "locked_out"),
    )
    def post(self, request: Request) -> Response:
        body = LoginBody(data=request.data)
        body.is_valid(raise_exception=True)
        code = body.validated_data.pop("code", "")
        asked = http_request(request)
        user = authenticate(asked, **body.validated_data)
        if getattr(asked, "axes_locked_out", False):
            raise LockedOut(settings.LOGIN_LOCKED_SECONDS)
        if user is None:
            raise AuthenticationFailed("Username or password is wrong. Check both; letters' case counts.")
        if isinstance(user, User) and needs_second_factor(user):
            _require_code(user, code)
        token, row = issue_token(actor_of(user), user, "login")
        user_logged_in.send(sender=type(user), request=asked, user=user)
        made = {"token": token, "expires_at": row.expires_at}
        return answer(NewTokenShape, made, status_code=status.HTTP_201_CREATED)

    def get_authenticate_header(self, request: Request) -> str:
        # Without it a wrong password would be answered 403: there is no authenticator here to ask.
        return "Token"


class Logout(ApiView):
    """POST: the token this request came with is worth nothing from now on."""

    throttle_scope = "login"

    @describes("log_out", "Give the token back", answers={204: None})
    def post(self, request: Request) -> Response:
        revoke_token(actor_of(request.user), token_of(request))
        user_logged_out.send(sender=type(request.user), request=http_request(request), user=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _require_code(user: User, code: str) -> None:
    if not is_set_up(user):
        raise AuthenticationFailed("Set up the second factor first: log in to the admin.", code="second_factor_needed")
    if not code:
        raise AuthenticationFailed("Send `code` too: what your authenticator app shows.", code="second_factor_needed")
    if check_code(user, code) is None:
        raise AuthenticationFailed(
            "The code is wrong, was used before, or came too soon after a wrong one. Send the next one.",
            code="second_factor_needed",
        )
