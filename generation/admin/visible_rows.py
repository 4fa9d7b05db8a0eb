from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.contrib.admin import ShowFacets
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from core.admin.read_only import VisiblePatientsAdmin
from generation.first_readings import AFTER_YOUR_FIRST_READING, note_shown, without_withheld

_M = TypeVar("_M", bound=Model)


class VisibleRowsAdmin(VisiblePatientsAdmin[_M]):
    """The rows of the patients somebody may see, laid out as this app's pages are.

    `job_paths`: the lookups that lead from a row to the job it tells of. While whoever asks is to read that job's
    summary first, the row is in no list, and its page answers 403.
    """

    job_paths: tuple[str, ...]
    # Facets count whole tables.
    show_facets = ShowFacets.NEVER
    sortable_by = ()
    list_per_page = 50

    class Media:
        css = {"all": ("generation/desk.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[_M]:
        return without_withheld(super().get_queryset(request), request.user, self.job_paths)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> _M | None:
        """The row. Raises PermissionDenied where it tells of a job that is to be read first."""
        row = super().get_object(request, object_id, from_field)
        if row is None:
            self.refuse_withheld(request, object_id)
        return row

    def refuse_withheld(self, request: HttpRequest, object_id: str) -> None:
        """Raises PermissionDenied for a row that is there and not shown yet."""
        try:
            found = super().get_queryset(request).filter(pk=object_id)
            is_withheld = found.exists() and not self.get_queryset(request).filter(pk=object_id).exists()
        except (ValueError, ValidationError):
            return
        if is_withheld:
            raise PermissionDenied(AFTER_YOUR_FIRST_READING)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: _M | None = None,
    ) -> HttpResponse:
        """The last step before a page is shown: whoever sees it knows how the summary came about."""
        note_shown(request.user, *(self._job_ids_of(request, obj) if obj is not None else ()))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _job_ids_of(self, request: HttpRequest, row: _M) -> set[UUID]:
        rows = super().get_queryset(request).filter(pk=row.pk)
        found = rows.values_list(*self.job_paths).first() if self.job_paths else None
        return {job_id for job_id in found or () if job_id is not None}
