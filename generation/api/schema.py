"""The API's own description (OpenAPI 3.1): what each call takes, answers and refuses, said where the call is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers

from generation.api.problem_kinds import CONTENT_TYPE, KINDS
from generation.api.request_bodies import StrictBody
from generation.api.shapes import shape_of

Json = dict[str, Any]
_Method = TypeVar("_Method", bound=Callable[..., Any])
_Form = type[serializers.Serializer[Any]]

_ALWAYS = ("invalid", "not_acceptable", "throttled", "out_of_service")
_OF_TOKENS = ("not_authenticated", "authentication_failed")
_OF_BODIES = ("parse_error", "request_too_large", "unsupported_media_type")

_HEADERS: dict[str, Json] = {
    "ETag": {
        "description": "Names what was answered, for `If-None-Match` and `If-Match`",
        "schema": {"type": "string"},
    },
    "Location": {"description": "Address of what was made", "schema": {"type": "string"}},
    "Content-Location": {"description": "Address of what is shown", "schema": {"type": "string"}},
    "Content-Disposition": {"description": "A name for the file", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds until it is worth asking again", "schema": {"type": "integer"}},
}


def describes(
    name: str,
    summary: str,
    *,
    takes: _Form | None = None,
    answers: Mapping[Any, Any],
    problems: Sequence[str] = (),
    headers: Mapping[int, Sequence[str]] | None = None,
    parameters: Sequence[OpenApiParameter] = (),
) -> Callable[[_Method], _Method]:
    """What a method of a view does, for the schema.

    `name` is what generated clients call it. `takes` is its body, `answers` the shape by status (None: no body),
    `problems` the codes it refuses with beside those that every call of its kind has: a token, a body, a parameter.
    `headers` names headers by status, as `_HEADERS` describes them.
    """

    def describe(method: _Method) -> _Method:
        described = extend_schema(
            operation_id=name, summary=summary, request=takes, responses=dict(answers), parameters=list(parameters)
        )(method)
        described.described = (tuple(problems), dict(headers or {}), takes, tuple(parameters))  # type: ignore[attr-defined]
        return described

    return describe


def takes_query(method: Callable[..., Any]) -> bool:
    """Whether a call that was described takes anything behind the `?`."""
    *_, parameters = getattr(method, "described", ((),))
    return any(parameter.location == OpenApiParameter.QUERY for parameter in parameters)


def in_path(name: str, what: str) -> OpenApiParameter:
    """An id in an address."""
    return OpenApiParameter(name, {"type": "string", "format": "uuid"}, OpenApiParameter.PATH, description=what)


def in_query(name: str, what: str, **schema: Any) -> OpenApiParameter:
    """A parameter behind the `?`, which may be left out."""
    return OpenApiParameter(name, schema or {"type": "string"}, OpenApiParameter.QUERY, description=what)


class ApiSchema(AutoSchema):
    """Adds to each call the problems it declared and those its kind of call has, each in its own shape."""

    def _get_serializer_name(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> str:
        name: str = super()._get_serializer_name(serializer, direction, bypass_extensions)
        return name.removesuffix("Request").removesuffix("Shape")

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        schema = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        closed = isinstance(serializer, StrictBody) and direction == "request"
        return {**schema, "additionalProperties": False} if closed else schema

    def _get_response_bodies(self, direction: Any = "response") -> Json:
        bodies: Json = super()._get_response_bodies(direction)
        problems, headers, takes, parameters = getattr(
            getattr(self.view, self.method.lower()), "described", ((), {}, None, ())
        )
        for status, names in headers.items():
            bodies[str(status)]["headers"] = {name: _HEADERS[name] for name in names}
        codes = [*_ALWAYS, *problems]
        codes += _OF_TOKENS if self.view.authentication_classes else ()
        codes += _OF_BODIES if takes else ()
        codes += ["not_found"] if any(each.location == OpenApiParameter.PATH for each in parameters) else []
        return bodies | self._problem_bodies(set(codes))

    def _problem_bodies(self, codes: Iterable[str]) -> Json:
        by_status: dict[int, list[str]] = {}
        for code in KINDS:
            if code in codes:
                by_status.setdefault(KINDS[code].status, []).append(code)
        return {str(status): self._problem_body(codes) for status, codes in sorted(by_status.items())}

    def _problem_body(self, codes: Sequence[str]) -> Json:
        shapes = {shape_of(code): None for code in codes}
        refs = [self.resolve_serializer(shape, "response").ref for shape in shapes]
        body: Json = {
            "description": "; ".join(f"`{code}`: {KINDS[code].title}" for code in codes),
            "content": {CONTENT_TYPE: {"schema": refs[0] if len(refs) == 1 else {"anyOf": refs}}},
        }
        waits = {429, 503} & {KINDS[code].status for code in codes}
        return body | ({"headers": {"Retry-After": _HEADERS["Retry-After"]}} if waits else {})


class TokenScheme(OpenApiAuthenticationExtension):
    """`Authorization: Token <token>`."""

    target_class = "generation.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> Json:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token` and the token, with a space between.",
        }


@cache
def openapi() -> Json:
    """The description of all calls. The same in every process of one version."""
    schema: Json = SchemaGenerator().get_schema(request=None, public=True)
    return schema
