from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn
from uuid import UUID

from django.http import HttpRequest
from rest_framework import status
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from core.models import ApiToken, User
from core.refusals import InputRefused
from generation.api.authentication import TokenAuthentication
from generation.api.json_body import JsonBodyParser
from generation.api.notations import read_uuid
from generation.api.request_bodies import StrictBody
from generation.api.schema import takes_query
from generation.api.throttling import ExactThrottle


class ApiView(APIView):
    """Token in, JSON in and out, nothing kept by caches on the way."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (TokenAuthentication,)
    parser_classes = (JsonBodyParser,)
    throttle_classes: Sequence[type[BaseThrottle]] = (ExactThrottle,)

    # Of the throttle; sent with every answer.
    rate_headers: Mapping[str, str] = {}

    def read_body(self, form: type[StrictBody]) -> dict[str, Any]:
        """What the request says, in this form. Raises ValidationError with all that is wrong."""
        body = form(data=self.request.data)
        body.is_valid(raise_exception=True)
        read: dict[str, Any] = body.validated_data
        return read

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nobody is asked for a token who only asks what may be asked here."""
        if request.method != "OPTIONS":
            super().initial(request, *args, **kwargs)
            self._refuse_unknown_query(request)

    def _refuse_unknown_query(self, request: Request) -> None:
        """A call that takes nothing behind the `?` is not asked with something: it would seem to count.

        Those that take something read it by a form, which knows more.
        """
        method = getattr(self, (request.method or "").lower(), None)
        if request.query_params and method is not None and not takes_query(method):
            raise ValidationError(
                {api_settings.NON_FIELD_ERRORS_KEY: "This call takes nothing after the ?. Leave it out."},
                code="unknown_field",
            )

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """`Allow` stands on every answer."""
        return Response(status=status.HTTP_204_NO_CONTENT)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers["Cache-Control"] = "private, no-store"
        for name, value in self.rate_headers.items():
            answer.headers[name] = value
        return answer


class RequestableView(ApiView):
    """A list to which one more can be asked for: looking and asking are throttled apart."""

    @property
    def throttle_scope(self) -> str:
        return "summary_request" if self.request.method == "POST" else "summary_read"


class NothingHere(ApiView):
    """Every address that is not one: a problem in JSON like all others, not a page."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotFound("There is nothing at this address. Every address of this API ends with a slash.")


@contextmanager
def refusals_as_problems() -> Iterator[None]:
    """What one of our functions refuses is answered 400, with the field it names."""
    try:
        yield
    except InputRefused as refusal:
        raise ValidationError({refusal.field: refusal.reason}) from None


def user_of(request: Request) -> User:
    """Who asks. Only behind IsAuthenticated. Raises TypeError for anybody else."""
    if not isinstance(request.user, User):
        raise TypeError("this view needs a user")
    return request.user


def token_of(request: Request) -> ApiToken:
    """The token that was sent. Only behind IsAuthenticated. Raises TypeError where there is none."""
    if not isinstance(request.auth, ApiToken):
        raise TypeError("this view needs a token")
    return request.auth


def http_request(request: Request) -> HttpRequest:
    """The request as the server got it, for what knows nothing of REST."""
    wrapped: HttpRequest = request._request  # noqa: SLF001 - DRF gives no other way to it
    return wrapped


def read_id(text: str) -> UUID | None:
    """The id in an address, None where it is not one."""
    return read_uuid(text)
