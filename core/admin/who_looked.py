"""The page that says who looked at one person's diary. To read it is itself on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse

from core.access import accesses_of, record_access
from core.models import ChangeSubject, Patient

if TYPE_CHECKING:
    _PatientAdmin = admin.ModelAdmin[Patient]

_SHOWN = 100


def who_looked_page(model_admin: _PatientAdmin, request: HttpRequest, patient: Patient) -> HttpResponse:
    """Newest first. The look that asks for it is recorded before it is read."""
    record_access(actor=request.user, patient_id=patient.pk, action="who looked", target=request.path)
    page = Paginator(accesses_of(patient), _SHOWN).get_page(request.GET.get("p"))
    context: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": f"Who looked at the diary of {patient}",
        "patient": patient,
        "page": page,
        "rows": [(access, deed_in_words(access.action), place_in_words(access.target)) for access in page],
        "patient_page": reverse("admin:core_patient_change", args=[patient.pk]),
    }
    return TemplateResponse(request, "core/admin/who_looked.html", context)


def place_in_words(target: str) -> str:
    """What was looked at, for people; the target itself where it is neither an address of this site nor names a row."""
    try:
        found = resolve(target)
    except Resolver404:
        kind = target.partition(" ")[0]
        return _KINDS.get(kind) or _names_by_table().get(kind, target)
    if "api" in found.namespaces:
        return "the app"
    if "admin" not in found.namespaces:
        return target
    if found.url_name == "core_patient_who_looked":
        return "this page"
    # Django notes the admin of its own pages; a page of ours is a method of its admin, wrapped.
    shown = getattr(found.func, "model_admin", None) or getattr(found.func, "__wrapped__", None)
    shown = getattr(shown, "__self__", shown)
    return (
        f"a page of the admin: {shown.opts.verbose_name}"
        if isinstance(shown, admin.ModelAdmin)
        else "a page of the admin"
    )


_DEEDS = {
    "view": "opened it",
    "who looked": "asked who looked",
    "import": "imported",
    "delete": "deleted words",
    "view to replace": "opened it to replace words",
    "replace": "replaced words",
    "erase": "erased the person",
    "withdraw": "withdrew a summary",
    "replay": "made it again to compare",
}
# Words taken back name what it was by the words of a history.
_KINDS = {kind.value: kind.label for kind in ChangeSubject}


def _names_by_table() -> dict[str, str]:
    return {model._meta.db_table: str(model._meta.verbose_name) for model in apps.get_models()}  # noqa: SLF001 - Django's public name


def deed_in_words(action: str) -> str:
    """What was done, for people; the action itself where no word is known for it."""
    return _DEEDS.get(action, action)
