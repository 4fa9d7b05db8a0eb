"""Pages of a list, newest first, by a cursor that nothing can be read from but where the page before ended."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from generation.api.request_bodies import IdField, QueryNumberField, StrictBody, TextField
from generation.api.schema import in_query

MAX_ON_A_PAGE = 200
_USUAL = 50
_M = TypeVar("_M", bound=Model)

PAGE_PARAMETERS: tuple[OpenApiParameter, ...] = (
    in_query("cursor", "`next` of the page before", type="string"),
    in_query("limit", "How many", type="integer", minimum=1, maximum=MAX_ON_A_PAGE, default=_USUAL),
)
PATIENT_PARAMETER = in_query("patient", "Whose; by default one's own", type="string", format="uuid")


class PageQuery(StrictBody):
    """What may stand behind the `?` of a list."""

    cursor = TextField(required=False)
    limit = QueryNumberField(min_value=1, max_value=MAX_ON_A_PAGE, default=_USUAL)


class PatientPageQuery(PageQuery):
    """The same of a list that belongs to one person."""

    patient = IdField(required=False)


class Page(NamedTuple):
    """Rows, and the cursor of the next page where there is one."""

    rows: list[Any]
    next: str | None


def read_query(request: Request, form: type[StrictBody]) -> dict[str, Any]:
    """What stands behind the `?`. Raises ValidationError, also for what stands there twice."""
    query = form(data=request.query_params.dict())
    query.is_valid(raise_exception=True)
    if twice := [name for name, values in request.query_params.lists() if len(values) > 1]:
        raise ValidationError(dict.fromkeys(twice, "Is given twice. Send it once."))
    read: dict[str, Any] = query.validated_data
    return read


def page_of(rows: QuerySet[_M], asked: dict[str, Any], *, by: str) -> Page:
    """The page of `rows` that was asked for, newest by `by` first. Raises ValidationError for a cursor not of ours."""
    if patient_id := asked.get("patient"):
        rows = rows.filter(patient_id=patient_id)
    if cursor := asked.get("cursor"):
        at, id_ = _read_cursor(cursor)
        rows = rows.filter(Q(**{f"{by}__lt": at}) | Q(**{by: at, "pk__lt": id_}))
    found = list(rows.order_by(f"-{by}", "-pk")[: asked["limit"] + 1])
    page = found[: asked["limit"]]
    more = len(found) > len(page)
    return Page(page, _cursor(getattr(page[-1], by), page[-1].pk) if more else None)


def _cursor(at: datetime, id_: UUID) -> str:
    return urlsafe_b64encode(f"{at.astimezone(UTC).replace(tzinfo=None).isoformat()} {id_}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    not_ours = ValidationError({"cursor": "Take it from `next` of the page before, as it is."})
    try:
        at, id_ = urlsafe_b64decode(cursor.encode()).decode().split(" ")
        read = datetime.fromisoformat(f"{at}+00:00"), UUID(id_)
    except ValueError:
        raise not_ours from None
    # What decodes base64 passes over characters that are none.
    if _cursor(*read) != cursor:
        raise not_ours
    return read
