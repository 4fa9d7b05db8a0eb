"""ETags: what a client has already is not sent again, and what it has not seen is not written over."""

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
MATCH_PARAMETER = OpenApiParameter(
    "If-Match", {"type": "string"}, OpenApiParameter.HEADER, description="Change it only if this is its ETag still"
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
    if _names(request, "If-None-Match", tag):
        return Response(status=status.HTTP_304_NOT_MODIFIED, headers=sent)
    return Response(make(), headers=sent)


def is_written_over(request: Request, tag: str) -> bool:
    """Whether the request is to change another state than `tag`. False where it does not say which."""
    return "If-Match" in request.headers and not _names(request, "If-Match", tag)


def _names(request: Request, header: str, tag: str) -> bool:
    """Servers on the way may have made a tag a weak one."""
    named = [each.strip().removeprefix("W/") for each in request.headers.get(header, "").split(",")]
    return tag in named or named == ["*"]
