from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.admin import ShowFacets
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from core.admin.read_only import VisiblePatientsAdmin

_M = TypeVar("_M", bound=Model)


class VisibleRowsAdmin(VisiblePatientsAdmin[_M]):
    """The rows of the patients somebody may see, laid out as this app's pages are."""

    change_form_template = "generation/admin/row.html"
    # Facets count whole tables.
    show_facets = ShowFacets.NEVER
    sortable_by = ()
    list_per_page = 50

    class Media:
        css = {"all": ("generation/desk.css",)}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, with the width of the page to itself."""
        context = {"title": capfirst(self.opts.verbose_name_plural), "is_nav_sidebar_enabled": False}
        return super().changelist_view(request, {**context, **(extra_context or {})})
