"""Pages of long lists that cost the same however long the list is.

To count 200,000 rows takes longer than to show 50 of them, and to leave out 199,950 is no quicker. So where the planner
expects many rows its estimate is taken for their number, and pages of the second half are read from the end: the first
and the last page are exact, and so is everything near them; in the middle of a long list one searches.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

# Up to this many rows are counted one by one.
COUNTED_ROWS = 10_000

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
    _Page = Page[Any]
else:
    # The stubs' type arguments do not exist at run time.
    _Paginator, _Page = Paginator, Page


class QuickPaginator(_Paginator):
    """`count` is the planner's estimate where `is_estimate`."""

    @cached_property
    def count(self) -> int:
        return self._expected if self.is_estimate else super().count

    @cached_property
    def is_estimate(self) -> bool:
        return self._expected > COUNTED_ROWS

    @cached_property
    def _expected(self) -> int:
        """How many rows the planner expects, from what it knows of the table; nothing is read for it."""
        plan = self._rows.order_by().select_related(None).explain(format="json")
        # Where nothing can be found the database is not asked.
        return int(json.loads(plan)[0]["Plan"]["Plan Rows"]) if plan else 0

    def page(self, number: Any) -> _Page:
        """The rows of a page, in order, read from whichever end is nearer."""
        number = self.validate_number(number)
        if not self.is_estimate or number <= self.num_pages // 2:
            return super().page(number)
        after = (self.num_pages - number) * self.per_page
        backwards = list(self._rows.reverse()[after : after + self.per_page])
        return _Page(backwards[::-1], number, self)

    @property
    def _rows(self) -> QuerySet[Any]:
        assert isinstance(self.object_list, QuerySet)  # noqa: S101 - lists of the admin are
        return self.object_list
