"""What every shape of an answer is made of. An answer is what a serializer made, so that the schema tells the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework import status as http
from rest_framework.response import Response

from generation.api.problem_kinds import KINDS, TYPE_PREFIX


class Shape(serializers.Serializer[Any]):
    """An object in an answer. It only writes: its fields are read from attributes or keys of the same name."""


@extend_schema_field(OpenApiTypes.DATETIME)
class InstantField(serializers.Field[datetime, Any, str, Any]):
    """An instant as "2026-11-21T08:30:00.125Z": UTC, to the millisecond."""

    def to_representation(self, value: datetime) -> str:
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class FaultShape(Shape):
    """One thing that is wrong with a request. `field` is null where it is about the body as a whole."""

    field = serializers.CharField(allow_null=True)
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemShape(Shape):
    """What went wrong, as RFC 9457 has it, and what to do about it. `code` is the end of `type` and never changes."""

    type = serializers.CharField(help_text=f"`{TYPE_PREFIX}` and the code")
    code = serializers.ChoiceField(choices=list(KINDS))
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()


def problem_of(code: str, detail: str, *, status: int | None = None, **more: object) -> dict[str, Any]:
    """The members of a problem; `more` are those that its shape alone has."""
    kind = KINDS[code]
    members = {"type": f"{TYPE_PREFIX}{code}", "code": code, "title": kind.title, "detail": kind.detail or detail}
    made: dict[str, Any] = shape_of(code)({**members, "status": status or kind.status, "errors": [], **more}).data
    return made


_shapes: dict[str, type[ProblemShape]] = {}


def holds_more(code: str) -> Callable[[type[ProblemShape]], type[ProblemShape]]:
    """Says of a shape that problems of this code are answered in it: they hold more than those members."""

    def register(shape: type[ProblemShape]) -> type[ProblemShape]:
        _shapes[code] = shape
        return shape

    return register


def shape_of(code: str) -> type[ProblemShape]:
    """The shape of problems of this code."""
    return _shapes.get(code, ProblemShape)


@holds_more("invalid")
class InvalidShape(ProblemShape):
    """A request with faults: all of them."""

    errors = FaultShape(many=True)  # type: ignore[assignment]  # no property any more: a field of that name


def answer(
    shape: type[Shape],
    what: object,
    *,
    status_code: int = http.HTTP_200_OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer that shows `what` in this shape."""
    return Response(shape(what).data, status=status_code, headers=dict(headers or {}))
