from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn
from uuid import UUID

from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle, ScopedRateThrottle
from rest_framework.views import APIView

from core.models import User
from generation.api.authentication import TokenAuthentication
from generation.api.json_body import JsonBodyParser


class ApiView(APIView):
    """Token in, JSON in and out, nothing kept by caches on the way."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (TokenAuthentication,)
    parser_classes = (JsonBodyParser,)
    throttle_classes: Sequence[type[BaseThrottle]] = (ScopedRateThrottle,)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer


class NothingHere(ApiView):
    """Every address that is not one: a problem in JSON like all others, not a page."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotFound("There is nothing at this address. Every address of this API ends with a slash.")


def user_of(request: Request) -> User:
    """Who asks. Only behind IsAuthenticated. Raises TypeError for anybody else."""
    if not isinstance(request.user, User):
        raise TypeError("this view needs a user")
    return request.user


def token_id(request: Request) -> str:
    """Which token was sent. Only behind IsAuthenticated."""
    return str(request.auth.pk)


def http_request(request: Request) -> HttpRequest:
    """The request as the server got it, for what knows nothing of REST."""
    wrapped: HttpRequest = request._request  # noqa: SLF001 - DRF gives no other way to it
    return wrapped


def read_id(text: str) -> UUID | None:
    """The id in an address, None where it is not one."""
    try:
        return UUID(text)
    except ValueError:
        return None
