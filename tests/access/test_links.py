"""Every link that a page of the admin prints leads somewhere, for whoever the page is shown to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.access import table
from tests.access.table import PAGES, STAFF
from tests.access.test_addresses import ask, name_of
from tests.access.world import World

pytestmark = pytest.mark.django_db
LISTS = [reverse(name_of(label, "changelist")) for label in PAGES]
_LINK = re.compile(r"""<a\b[^>]*?\bhref=["']([^"']*)["']""")


def links_on(address: str, text: str) -> Iterator[str]:
    """The addresses of this site that a page links, whole, each once."""
    found = dict.fromkeys(urljoin(address, unescape(link)) for link in _LINK.findall(text))
    for link in found:
        if not urlsplit(link).netloc and urlsplit(link).path.startswith("/admin/"):
            yield link.partition("#")[0]


def dead_links(client: Client, address: str) -> dict[str, int]:
    """What is linked there and answered otherwise than with a page."""
    status, text = ask(client, address)
    if status != 200:
        return {}
    answers = {link: ask(client, link)[0] for link in links_on(address, text)}
    return {link: answer for link, answer in answers.items() if answer not in {200, 302}}


@pytest.mark.parametrize("address", LISTS)
def test_every_link_of_a_list_is_answered(world: World, address: str) -> None:
    client = world.client_of(table.OPERATOR)
    assert ask(client, address)[0] == 200
    assert dead_links(client, address) == {}


@pytest.mark.long_access
@pytest.mark.parametrize("address", LISTS)
def test_sorted_lists_link_what_is_answered(world: World, address: str) -> None:
    """The header of a column by which the list is sorted links other addresses than before."""
    client = world.client_of(table.OPERATOR)
    wrong = {}
    for link in links_on(address, ask(client, address)[1]):
        if urlsplit(link).path == address and urlsplit(link).query:
            wrong |= dead_links(client, link)
    assert wrong == {}


@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=[] if role == table.OPERATIONS else pytest.mark.long_access)
        for role in sorted(STAFF - {table.OPERATOR})
    ],
)
def test_every_link_is_answered_for_whoever_it_is_shown_to(world: World, role: str) -> None:
    """Of the index, of each list, and of the page of its first row."""
    client = world.client_of(role)
    wrong = dead_links(client, reverse("admin:index"))
    for address in LISTS:
        wrong |= dead_links(client, address)
        status, text = ask(client, address)
        rows = [link for link in links_on(address, text) if link.endswith("/change/")] if status == 200 else []
        for row in rows[:1]:
            wrong |= dead_links(client, row)
    assert wrong == {}
