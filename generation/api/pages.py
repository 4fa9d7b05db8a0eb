"""Long lists a page at a time, newest first: a cursor names the last row of the page before, so that nothing is shown
twice or passed over when rows are added meanwhile."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from generation.api.request_bodies import StrictBody
from generation.api.schema import in_query

MOST_ROWS = 100
_ROWS = 20
PAGE_PARAMETERS = (
    in_query("cursor", "`next` of the page before"),
    in_query("limit", "How many at most", type="integer", minimum=1, maximum=MOST_ROWS, default=_ROWS),
)
_Row = TypeVar("_Row", bound=Model)


class PageQuery(StrictBody):
    """What stands behind the `?` of a list."""

    cursor = serializers.CharField(required=False, max_length=200)
    limit = serializers.IntegerField(required=False, default=_ROWS, min_value=1, max_value=MOST_ROWS)


class Page(NamedTuple, Generic[_Row]):
    """`next` is the cursor of the page behind it, None on the last."""

    results: Sequence[_Row]
    next: str | None


def read_query(form: type[StrictBody], request: Request) -> dict[str, Any]:
    """What stands behind the `?`. Raises ValidationError."""
    query = form(data=request.query_params)
    query.is_valid(raise_exception=True)
    found: dict[str, Any] = query.validated_data
    return found


def read_page(rows: QuerySet[_Row], query: dict[str, Any]) -> Page[_Row]:
    """The page of `rows`, which have a `created_at`, that `query` asks for. One query."""
    if cursor := query.get("cursor"):
        at, row_id = _read_cursor(cursor)
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=row_id))
    limit = query["limit"]
    found = list(rows.order_by("-created_at", "-id")[: limit + 1])
    shown = found[:limit]
    return Page(shown, _cursor_of(shown[-1]) if len(found) > limit else None)


def _cursor_of(row: Any) -> str:
    return base64.urlsafe_b64encode(f"{row.created_at.isoformat()} {row.pk}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, _, row_id = base64.urlsafe_b64decode(cursor.encode()).decode().rpartition(" ")
        return datetime.fromisoformat(at).astimezone(UTC), UUID(row_id)
    except (ValueError, OverflowError, binascii.Error):
        raise ValidationError({"cursor": "Send `next` of the page before as it is, or leave it out."}) from None
