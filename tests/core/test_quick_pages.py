"""Pages of long lists: counted where they are short, estimated and read from the nearer end where they are long."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.admin import quick_pages
from core.admin.quick_pages import QuickPaginator
from core.models import LoginEvent, LoginEventKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> list[int]:
    events = LoginEvent.objects.bulk_create(
        LoginEvent(event=LoginEventKind.values[0], username=str(number), name_key=str(number)) for number in range(95)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE login_events")
    return sorted((event.pk for event in events), key=str)


def pages() -> QuickPaginator:
    return QuickPaginator(LoginEvent.objects.order_by("pk"), 10)


def names(number: int) -> list[str]:
    return [event.username for event in pages().page(number)]


def test_short_list_is_counted(rows: list[int]) -> None:
    assert (pages().count, pages().is_estimate, pages().num_pages) == (95, False, 10)


def test_long_list_is_estimated_and_never_counted(rows: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_pages, "COUNTED_ROWS", 50)
    with CaptureQueriesContext(connection) as queries:
        shown = [names(number) for number in (1, 10)]
    assert pages().is_estimate
    in_order = list(LoginEvent.objects.order_by("pk").values_list("username", flat=True))
    assert shown == [in_order[:10], in_order[-10:]]
    assert [one["sql"] for one in queries if "COUNT(" in one["sql"].upper() and "EXPLAIN" not in one["sql"]] == []


def test_list_of_nothing_has_one_page() -> None:
    assert (pages().count, list(pages().page(1))) == (0, [])
