from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from core.access import record_access
from core.admin.checked_list import CheckedListAdmin
from core.pseudonyms import hides_codes, ids_of
from core.visibility import is_operator, may_read, visible_rows

_M = TypeVar("_M", bound=Model)
_NAMES_OF_A_PERSON = "A person's code or pseudonym"

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin
else:
    # The stubs' type arguments do not exist at run time.
    class _ModelAdmin(admin.ModelAdmin):
        def __class_getitem__(cls, item: Any) -> Any:
            return cls


class ReadOnlyAdmin(CheckedListAdmin, _ModelAdmin[_M]):
    """Lists and shows, never writes. What people may see is Django's view permission.

    The list counts its rows once, and offers no actions. The page of a row offers no history: nothing is changed there.
    """

    change_form_template = "core/admin/plain_row.html"

    actions: Sequence[str] | None = None
    show_full_result_count = False

    def get_fieldsets(self, request: HttpRequest, obj: _M | None = None) -> Any:
        """The fields. Django links every row that one names, also for those who may not open its page."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        return [
            (title, {**options, "fields": [self._field(request, obj, name) for name in options["fields"]]})
            for title, options in fieldsets
        ]

    def _field(self, request: HttpRequest, row: _M, name: Any) -> Any:
        named = getattr(row, name, None) if isinstance(name, str) else None
        if not isinstance(named, Model) or _opens(self.admin_site, request, named):
            return name

        @admin.display(description=self.opts.get_field(name).verbose_name)  # type: ignore[union-attr]
        def unlinked(_row: _M) -> str:
            return str(named)

        return unlinked

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: _M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: _M | None = None) -> bool:
        return False


class OfPatientsAdmin(CheckedListAdmin, _ModelAdmin[_M]):
    """Only rows of the patients whose rows whoever asks may see; a search by code knows pseudonyms too.

    `patient_paths`: the lookups that lead from a row to its patient, of which at least one is set.
    `shows_words`: whether the page of one row shows what the person wrote. It is for those alone who may read them,
    and each view is recorded. Lists never show words.
    `names`: columns that may name the person as their code does, for those alone who may see codes.
    """

    patient_paths: tuple[str, ...] = ("patient",)
    shows_words = False
    names: frozenset[str] = frozenset()
    search_help_text = _NAMES_OF_A_PERSON

    def get_list_display(self, request: HttpRequest) -> Any:
        return [name for name in super().get_list_display(request) if self._may_be_shown(request, name)]

    def get_fields(self, request: HttpRequest, obj: _M | None = None) -> Any:
        return [name for name in super().get_fields(request, obj) if self._may_be_shown(request, name)]

    def _may_be_shown(self, request: HttpRequest, name: object) -> bool:
        return name not in self.names or not hides_codes(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[_M]:
        return visible_rows(super().get_queryset(request), request.user, self.patient_paths)

    def has_view_permission(self, request: HttpRequest, obj: _M | None = None) -> bool:
        if not super().has_view_permission(request, obj):
            return False
        return obj is None or not self.shows_words or may_read(request.user, self.patient_id_of(obj))

    def search_help(self, request: HttpRequest) -> str:
        """What the search finds, which is no code for those who see pseudonyms."""
        finds = self.search_help_text or ""
        return finds.replace(_NAMES_OF_A_PERSON, "A person's pseudonym") if hides_codes(request.user) else finds

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        shown = super().get_changelist_instance(request)
        shown.search_help_text = self.search_help(request)
        return shown

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[_M], search_term: str
    ) -> tuple[QuerySet[_M], bool]:
        wanted = ids_of(search_term)
        if wanted is not None:
            found = Q()
            for path in self.patient_paths:
                found |= Q(**{f"{path}__range" if path == "pk" else f"{path}__pk__range": wanted})
            return queryset.filter(found), False
        # A code that finds a row would tell whose pseudonym stands there.
        if search_term and hides_codes(request.user):
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

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
        if obj is not None and self.shows_words:
            self.record_view(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def patient_id_of(self, row: _M) -> UUID:
        """Whose row it is."""
        found = (_patient_id(row, path.split("__")) for path in self.patient_paths)
        return next(patient_id for patient_id in found if patient_id is not None)

    def record_view(self, request: HttpRequest, row: _M) -> None:
        """Record that whoever asks is about to see what the row's patient wrote."""
        record_access(actor=request.user, patient_id=self.patient_id_of(row), action="view", target=request.path)


class VisiblePatientsAdmin(OfPatientsAdmin[_M], ReadOnlyAdmin[_M]):
    """Rows of visible patients, to look at."""


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


def _opens(site: admin.AdminSite, request: HttpRequest, row: Model) -> bool:
    """Whether whoever asks may open the page of `row`, where it has one."""
    if not site.is_registered(type(row)):
        return False
    page = site.get_model_admin(type(row))
    return page.has_view_permission(request, row) and page.get_queryset(request).filter(pk=row.pk).exists()


def _patient_id(row: Model, steps: list[str]) -> UUID | None:
    *relations, last = steps
    held: Any = row
    for relation in relations:
        held = getattr(held, relation)
        if held is None:
            return None
    patient_id: UUID | None = held.pk if last == "pk" else getattr(held, f"{last}_id")
    return patient_id
