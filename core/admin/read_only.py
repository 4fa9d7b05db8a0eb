from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from core.admin.checked_list import CheckedListAdmin
from core.visibility import is_operator, visible_patients

_M = TypeVar("_M", bound=Model)

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin
else:
    # The stubs' type arguments do not exist at run time.
    class _ModelAdmin(admin.ModelAdmin):
        def __class_getitem__(cls, item: Any) -> Any:
            return cls


class ReadOnlyAdmin(CheckedListAdmin, _ModelAdmin[_M]):
    """Lists and shows, never writes. What people may see is Django's view permission.

    The list counts its rows once, and offers no actions.
    """

    actions = None
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: _M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: _M | None = None) -> bool:
        return False


class VisiblePatientsAdmin(ReadOnlyAdmin[_M]):
    """Only rows of the patients whose diaries whoever asks may see. `patient_path` leads from a row to its patient."""

    patient_path = "patient"

    def get_queryset(self, request: HttpRequest) -> QuerySet[_M]:
        rows = super().get_queryset(request)
        if is_operator(request.user):
            return rows
        return rows.filter(**{f"{self.patient_path}__in": visible_patients(request.user)})


class OwnOrganisationAdmin(ReadOnlyAdmin[_M]):
    """Only rows of the organisation whoever asks belongs to. `organisation_path` leads from a row to it."""

    organisation_path = "organisation"

    def get_queryset(self, request: HttpRequest) -> QuerySet[_M]:
        return of_own_organisation(super().get_queryset(request), request, self.organisation_path)


def of_own_organisation(rows: QuerySet[_M], request: HttpRequest, organisation_path: str) -> QuerySet[_M]:
    """The rows of the organisation of whoever asks; all of them for an operator, none without organisation."""
    if is_operator(request.user):
        return rows
    own = getattr(request.user, "organisation_id", None)
    return rows.none() if own is None else rows.filter(**{organisation_path: own})
