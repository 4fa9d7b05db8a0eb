"""Lists that take from the address what they declare, and nothing else.

A filter by a field nobody declared would read a table value by value: a transcript by its beginnings, a key by regular
expressions. What is not declared is answered 400, and so is a declared filter with a value that cannot be looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import TO_FIELD_VAR, IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import IGNORED_PARAMS, ORDER_VAR, PAGE_VAR, SEARCH_VAR, ChangeList
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import DataError, ProgrammingError
from django.db.models import DateField, Field, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst

from core.admin.quick_pages import QuickPaginator

# A table or a column that is not there: nothing of the address.
_NOT_MIGRATED = {"42P01", "42703"}

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin


class CheckedChangeList(ChangeList):
    """Sorts by columns that may be sorted by, and asks for its rows when it is made.

    Django itself takes any column from the address, and only sees whether a filter can be put together: a year of
    99999 or a NUL breaks the SQL later.
    """

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """The order of the rows. Raises DisallowedModelAdminLookup."""
        # Empty is what the list's own link for no sorting at all holds.
        for column in filter(None, self.params.get(ORDER_VAR, "").split(".")):
            index = column.removeprefix("-")
            names = [*map(str, self.list_display)]
            name = names[int(index)] if index.isdecimal() and int(index) < len(names) else None
            if name is None or name not in (self.sortable_by or ()) or not self.get_ordering_field(name):
                _refuse(ORDER_VAR)
        return super().get_ordering(request, queryset)

    def get_results(self, request: HttpRequest) -> None:
        """Count, and read the rows of the page. Raises IncorrectLookupParameters."""
        try:
            super().get_results(request)
            len(self.result_list)
        except (ValueError, TypeError, IndexError, OverflowError, DataError, ProgrammingError) as error:
            if not request.GET or getattr(error.__cause__, "sqlstate", None) in _NOT_MIGRATED:
                raise
            raise IncorrectLookupParameters from error


class CheckedListAdmin(_ModelAdmin):
    """Every list of this site is one of these; a test asks."""

    paginator = QuickPaginator

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CheckedChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, named for what is in it, with the width of the page to itself."""
        context = {"title": capfirst(self.opts.verbose_name_plural), "is_nav_sidebar_enabled": False}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list. Raises DisallowedModelAdminLookup or BadRequest, which are answered 400."""
        self._require_declared(request)
        if request.GET.get(SEARCH_VAR) and not self.get_search_fields(request):
            _refuse(SEARCH_VAR)
        try:
            return super().get_changelist_instance(request)
        except IncorrectLookupParameters as wrong:
            raise BadRequest("The address holds a filter or a page that cannot be looked up.") from wrong

    def response_action(  # type: ignore[override]  # the stubs are of a later Django
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        """Do the action with the rows that were ticked. Raises BadRequest for what can be the id of no row."""
        for ticked in request.POST.getlist(ACTION_CHECKBOX_NAME):
            _require_id(self.model, ticked)
        answer: HttpResponse | None = super().response_action(request, queryset)
        return answer

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What became of a row. Permission is asked first: else the answer would tell whether there is such a row."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Whether the address may filter by `lookup`: only what a declared filter puts there itself."""
        if request is None:
            return False
        return lookup in set(self._declared_lookups(request))

    def _require_declared(self, request: HttpRequest) -> None:
        # Django would do it too, and put what a client sent into the log.
        for name, value in request.GET.items():
            if name == TO_FIELD_VAR:
                if not self.to_field_allowed(request, str(value)):
                    _refuse(name)
            elif name not in {*IGNORED_PARAMS, PAGE_VAR} and not self.lookup_allowed(name, value, request):
                _refuse("a filter")

    def _declared_lookups(self, request: HttpRequest) -> Iterator[str]:
        for declared in self.get_list_filter(request):
            if isinstance(declared, str):
                yield from _lookups_of(self.model, declared)
            elif isinstance(declared, tuple | list):
                yield from _lookups_of(self.model, str(declared[0]))
            elif name := getattr(declared, "parameter_name", None):
                yield str(name)
        if hierarchy := self.date_hierarchy:
            yield from (f"{hierarchy}__{part}" for part in ("year", "month", "day", "gte", "lt"))

    def _get_obj_does_not_exist_redirect(self, *_: Any) -> NoReturn:
        # Django leads to the index with a message: a page that is not there would be answered 302, then 200.
        raise Http404("There is no such row, or none that you may see.")


def _require_id(model: type[Model], value: str) -> None:
    key = model._meta.pk  # noqa: SLF001 - Django's public name for it
    try:
        ProhibitNullCharactersValidator()(value)
        # The validators know how large a number may be.
        key.run_validators(key.to_python(value))
    except ValidationError:
        raise BadRequest("What was ticked is no row of this list.") from None


def _lookups_of(model: type[Model], path: str) -> Iterator[str]:
    """What Django's filter of this field puts into an address."""
    field = get_fields_from_path(model, path)[-1]
    yield from (path, f"{path}__exact", f"{path}__isnull", f"{path}__isempty")
    if isinstance(field, DateField):
        yield from (f"{path}__gte", f"{path}__lt")
    if isinstance(field, Field) and field.is_relation:
        target = field.target_field.name if hasattr(field, "target_field") else "id"
        yield f"{path}__{target}__exact"


def _refuse(name: str) -> NoReturn:
    raise DisallowedModelAdminLookup(f"{name} is not declared for this list")
