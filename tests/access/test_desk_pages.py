"""The desk's pages that are no page of a row: of a person, of figures, and what is asked for by POST."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.access import table
from tests.access.table import READS, ROLES, SEES, STAFF, TARGETS
from tests.access.test_addresses import ask, leaked
from tests.access.world import World

pytestmark = pytest.mark.django_db
REVIEWS = table.PAGES["audit.reviewitem"]


def answer_to(role: str, target: str) -> int:
    if role not in STAFF:
        return 302
    if role not in REVIEWS.sees:
        return 403
    return 404 if target not in SEES[role] else 200 if target in READS[role] else 403


@pytest.mark.parametrize("role", ROLES)
def test_page_of_a_person_is_for_those_who_read_them(world: World, role: str) -> None:
    client = world.client_of(role)
    for target in TARGETS:
        status, text = ask(client, reverse("admin:audit_person", args=[world.patients[target].pk]))
        assert (target, status, leaked(text, role, REVIEWS)) == (target, answer_to(role, target), [])


@pytest.mark.parametrize("role", ROLES)
def test_front_page_and_figures_leak_nothing(world: World, role: str) -> None:
    client = world.client_of(role)
    for address in ("/admin/", reverse("admin:audit_quality"), reverse("admin:audit_reviewitem_changelist")):
        _, text = ask(client, address)
        assert leaked(text, role, REVIEWS) == []
