"""Lists whose address may hold anything: what cannot be looked up leads back to the whole list, with words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.core.exceptions import BadRequest
from django.db import DataError, ProgrammingError
from django.http import HttpRequest

# A table or a column that is not there: nothing of the address.
_NOT_MIGRATED = {"42P01", "42703"}
_WORDS = "The address held a filter or a page that cannot be looked up. This is the whole list."

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin


class CheckedChangeList(ChangeList):
    """Asks for its rows when it is made, where Django still answers for what the address holds.

    Django itself only sees whether a filter can be put together; a year of 99999 or a NUL breaks the SQL, later.
    """

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

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CheckedChangeList

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list. Where it raises IncorrectLookupParameters, Django leads back to the whole list."""
        try:
            return super().get_changelist_instance(request)
        except IncorrectLookupParameters as wrong:
            if ERROR_FLAG in request.GET:
                raise BadRequest(_WORDS) from wrong
            messages.warning(request, _WORDS)
            raise
