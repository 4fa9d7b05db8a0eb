"""ETags: what a client has already is not sent again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.serializer_helpers import ReturnDict

from generation.pipeline.contracts import canonical_json, sha256_hex

TAG_PARAMETER = OpenApiParameter(
    "If-None-Match", {"type": "string"}, OpenApiParameter.HEADER, description="The ETag of what the client has"
)
_LENGTH = 32


def tag_of(*parts: object) -> str:
    """An ETag for everything the parts say."""
    return f'"{sha256_hex(canonical_json([str(part) for part in parts]))[:_LENGTH]}"'


def unless_known(
    request: Request,
    tag: str,
    make: Callable[[], ReturnDict[Any, Any] | dict[str, Any]],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """What `make` makes, or 304 where the client has it already."""
    sent = {"ETag": tag, **(headers or {})}
    known = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    if tag in known or known == ["*"]:
        return Response(status=status.HTTP_304_NOT_MODIFIED, headers=sent)
    return Response(make(), headers=sent)
