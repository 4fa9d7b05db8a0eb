"""Of everything an address of a list may hold, only what the list declares is looked up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.db.models import Model
from django.urls import reverse

from tests.access import table
from tests.access.table import PAGES
from tests.access.test_addresses import model_of, name_of
from tests.access.world import World

pytestmark = pytest.mark.django_db
LOOKUPS = ("", "__contains", "__regex", "__startswith", "__gt", "__isnull", "__in")
# What Django's own filters put into an address.
OF_FILTERS = ("", "__exact", "__isnull", "__isempty")
FEW = ("core.therapysession", "core.patient", "core.user")


def names_in(model: type[Model], depth: int, before: str = "") -> Iterator[str]:
    """Every field of the model, and of those it leads to, forwards and backwards."""
    for column in model._meta.get_fields(include_hidden=True):
        if column.name.endswith("+"):
            continue
        yield f"{before}{column.name}"
        related = column.related_model
        if depth and isinstance(related, type):
            yield from names_in(related, depth - 1, f"{before}{column.name}__")


def undeclared(label: str, depth: int) -> Iterator[str]:
    declared = {f"{name}{lookup}" for name in PAGES[label].filters for lookup in OF_FILTERS}
    for name in names_in(model_of(label), depth):
        yield from ({f"{name}{lookup}" for lookup in LOOKUPS} - declared)


def answered(world: World, label: str, role: str, queries: list[dict[str, str]]) -> dict[str, int]:
    """What each query is answered, where it is not refused."""
    client, address = world.client_of(role), reverse(name_of(label, "changelist"))
    codes = {str(query): client.get(address, query).status_code for query in queries}
    return {query: code for query, code in codes.items() if code != 400}


@pytest.mark.parametrize("label", [*PAGES])
def test_list_is_filtered_by_nothing_it_does_not_declare(world: World, label: str) -> None:
    queries = [{name: "1"} for name in undeclared(label, depth=0)]
    # Every kind of lookup on some lists, on the others one for each field.
    some = queries if label in FEW else queries[:: len(LOOKUPS)]
    assert answered(world, label, table.OPERATOR, some) == {}


@pytest.mark.long_access
@pytest.mark.parametrize("label", [*PAGES])
def test_list_is_filtered_by_nothing_of_other_tables(world: World, label: str) -> None:
    assert answered(world, label, table.OPERATOR, [{name: "1"} for name in undeclared(label, depth=1)]) == {}


@pytest.mark.parametrize("label", [*PAGES])
def test_list_is_sorted_by_declared_columns_alone(world: World, label: str) -> None:
    shown = admin.site.get_model_admin(model_of(label)).list_display
    orders = [*map(str, range(len(shown) + 3)), "x", "", "1.x", "--1"]
    found = answered(world, label, table.OPERATOR, [{"o": order} for order in orders])
    # Without a column it is the list as it is: the link that takes sorting away leads there.
    # The review queue has an order of its own, and no such link.
    unsorted = () if label == "audit.reviewitem" else ("",)
    assert found == {str({"o": str(column)}): 200 for column in (*unsorted, *PAGES[label].sorts)}


@pytest.mark.parametrize("label", [*PAGES])
def test_list_takes_no_mark_of_an_error_and_no_unknown_name(world: World, label: str) -> None:
    queries = [{"e": "1"}, {"nothing": "1"}, {"_to_field": "nothing"}]
    assert answered(world, label, table.OPERATOR, queries) == {}


@pytest.mark.parametrize("label", [label for label, pages in PAGES.items() if pages.filters])
def test_declared_filters_are_answered(world: World, label: str) -> None:
    asked = [{f"{name}__exact": value_of(label, name)} for name in PAGES[label].filters]
    found = answered(world, label, table.OPERATOR, asked)
    assert found == {str(query): 200 for query in asked}


def value_of(label: str, name: str) -> str:
    column: Any = model_of(label)._meta.get_field(name)
    return "1" if isinstance(column, models.BooleanField) else str(column.choices[0][0])


@pytest.mark.parametrize(
    "query",
    [
        {"app_label": "core", "model_name": "patient", "field_name": "user", "term": "a"},
        {"app_label": "core", "model_name": "patient", "field_name": "organisation", "term": "a"},
        {"app_label": "core", "model_name": "careteam", "field_name": "members", "term": "a"},
        {"app_label": "core", "model_name": "messagerevision", "field_name": "message", "term": "a"},
        {"app_label": "generation", "model_name": "generationjob", "field_name": "patient", "term": "a"},
        {"app_label": "core", "model_name": "user", "field_name": "groups", "term": "a"},
        {"term": "a"},
    ],
    ids=str,
)
def test_nothing_is_completed_that_no_form_declares(world: World, query: dict[str, str]) -> None:
    assert world.client_of(table.OPERATOR).get(reverse("admin:autocomplete"), query).status_code == 403
