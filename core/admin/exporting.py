"""Lists whose rows can be taken along as a file: by POST, of people whose words may be read, each recorded first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from core.access import record_accesses
from core.exporting import Format, Row, Value, exported
from core.models import User
from core.visibility import is_operator, readable_patients

MAX_EXPORTED = 5000
TOO_MANY = f"At most {MAX_EXPORTED:,} rows go into one file. Filter the list, or select fewer."
_TITLES = {Format.CSV: "Export as CSV, for a spreadsheet", Format.JSONL: "Export as JSON lines, for a program"}

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin


class ExportingAdmin(_ModelAdmin):
    """Adds the two actions to an admin of rows of people. `export_columns`: by name, what a row has there."""

    export_columns: Mapping[str, Callable[[Any], Value]] = {}
    patient_paths: tuple[str, ...]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        exports = {f"export_{kind}": (_action(kind), f"export_{kind}", _TITLES[kind]) for kind in Format}
        return {**super().get_actions(request), **(exports if self.has_view_permission(request) else {})}

    def exportable(self, request: HttpRequest, selected: QuerySet[Any]) -> QuerySet[Any]:
        """Of the selected rows those whose words whoever asks may read."""
        if is_operator(request.user):
            return selected
        theirs, reachable = readable_patients(request.user), Q()
        for path in self.patient_paths:
            reachable |= Q(**{f"{path}__in": theirs})
        return selected.filter(reachable)


def export_response(
    request: HttpRequest, name: str, kind: Format, rows: Iterable[Row], columns: Iterable[str], patients: Iterable[UUID]
) -> HttpResponse:
    """The file as an answer, after whoever takes it is recorded for each of the people in it."""
    assert isinstance(request.user, User)  # noqa: S101 - the admin lets nobody else in
    record_accesses(actor=request.user, patient_ids=patients, action="export", target=f"{request.path} {kind}")
    answer = HttpResponse(exported(rows, list(columns), kind), content_type=kind.content_type)
    file = f"{slugify(name)}-{timezone.now():%Y-%m-%d}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _action(kind: Format) -> Callable[[Any, HttpRequest, QuerySet[Any]], HttpResponse | None]:
    def export(page: Any, request: HttpRequest, selected: QuerySet[Any]) -> HttpResponse | None:
        found = list(page.exportable(request, selected)[: MAX_EXPORTED + 1])
        if len(found) > MAX_EXPORTED:
            messages.warning(request, TOO_MANY)
            return None
        rows = [{name: value(row) for name, value in page.export_columns.items()} for row in found]
        people = [page.patient_id_of(row) for row in found]
        return export_response(request, str(page.opts.verbose_name_plural), kind, rows, page.export_columns, people)

    return export
