from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.contrib.admin import ShowFacets
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from core.access import record_access
from core.admin.read_only import ReadOnlyAdmin
from core.visibility import is_operator, visible_patients

_M = TypeVar("_M", bound=Model)


class VisibleRowsAdmin(ReadOnlyAdmin[_M]):
    """Shows the rows of the patients somebody may see (`core.visibility`), and records who reads their words.

    `patient_paths`: the lookups that lead from a row to its patient, of which at least one is set.
    `shows_diary_text`: whether the page of one row does; lists never do.
    """

    patient_paths: tuple[str, ...] = ("patient",)
    shows_diary_text = False
    change_form_template = "generation/admin/row.html"
    # Facets count whole tables.
    show_facets = ShowFacets.NEVER
    sortable_by = ()
    list_per_page = 50

    class Media:
        css = {"all": ("generation/desk.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[_M]:
        rows = super().get_queryset(request)
        if is_operator(request.user):
            return rows
        theirs = visible_patients(request.user)
        reachable = Q()
        for path in self.patient_paths:
            reachable |= Q(**{f"{path}__in": theirs})
        return rows.filter(reachable)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, with the width of the page to itself."""
        context = {"title": capfirst(self.opts.verbose_name_plural), "is_nav_sidebar_enabled": False}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: _M | None = None,
    ) -> HttpResponse:
        """The last step before a page is shown, after every permission was asked."""
        if obj is not None and self.shows_diary_text:
            self.record_view(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def record_view(self, request: HttpRequest, row: _M) -> None:
        """Record that whoever asks is about to see what the row's patient wrote."""
        found = (_patient_id(row, path.split("__")) for path in self.patient_paths)
        patient_id = next(patient_id for patient_id in found if patient_id is not None)
        record_access(actor=request.user, patient_id=patient_id, action="view", target=request.path)


def _patient_id(row: Model, steps: list[str]) -> UUID | None:
    *relations, last = steps
    held: Any = row
    for relation in relations:
        held = getattr(held, relation)
        if held is None:
            return None
    patient_id: UUID | None = getattr(held, f"{last}_id")
    return patient_id
