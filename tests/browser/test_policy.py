"""In a real browser no page of the admin breaks the site's own content security policy, or has an error in a script.

The lists and rows are opened in test_vectors.py, with words in them that are code elsewhere; here are the others.
"""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.access import table
from tests.access.table import PAGES
from tests.access.test_addresses import model_of, name_of
from tests.access.world import World, make_world
from tests.browser.test_vectors import WITHOUT_ROWS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def addresses(world: World) -> list[str]:
    """Of every model its form, the history of a row, and the page of one of those that no vector is in."""
    found = [reverse("admin:password_change")]
    for label, pages in PAGES.items():
        if table.OPERATOR in pages.adds:
            found.append(reverse(name_of(label, "add")))
        key = world.row_of(model_of(label), table.ERASED if label == "core.erasurecertificate" else table.OWN)
        found.append(reverse(name_of(label, "history"), args=[key]))
        if label in WITHOUT_ROWS:
            found.append(reverse(name_of(label, "change"), args=[key]))
        if pages.ways and label != "generation.yourjourneyversion":
            found += [f"{reverse(name_of(label, 'take_back'), args=[word])}?row={key}" for word in pages.ways]
    person = world.patients[table.OWN].pk
    entries = [word for word, who in PAGES["core.patient"].entries.items() if table.OPERATOR in who]
    return found + [reverse("admin:core_patient_entry", args=[person, word]) for word in entries]


def test_no_page_breaks_the_policy(desk: Page) -> None:
    complaints: list[str] = []
    desk.on("console", lambda said: complaints.append(f"{desk.url}: {said.text}") if said.type == "error" else None)
    desk.on("pageerror", lambda error: complaints.append(f"{desk.url}: {error}"))
    visited = addresses(make_world())
    wrong = {address: answer.status for address in visited if (answer := desk.goto(address)) and answer.status != 200}
    assert (wrong, complaints) == ({}, [])
