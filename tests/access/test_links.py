"""Every link that a page of the admin prints leads somewhere, for whoever the page is shown to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

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


def kind_of(address: str) -> tuple[str, ...]:
    """The same for the pages of all rows of a list, and for the list by whatever value of the same filters."""
    path, _, query = address.partition("?")
    parts = [part for part in path.split("/") if part.count("-") != 4 and not part.isdecimal()]
    return *parts, *sorted(parse_qs(query, keep_blank_values=True))


def dead_links(client: Client, links: Iterable[str]) -> dict[str, int]:
    """Which of them are answered otherwise than with a page."""
    answers = {link: ask(client, link)[0] for link in links}
    return {link: answer for link, answer in answers.items() if answer not in {200, 302}}


def dead_links_of(client: Client, address: str) -> dict[str, int]:
    """Of what is linked on a page, if it is shown: one of each kind."""
    status, text = ask(client, address)
    of_each_kind = {kind_of(link): link for link in links_on(address, text)}
    return dead_links(client, of_each_kind.values()) if status == 200 else {}


@pytest.mark.parametrize("address", LISTS)
def test_each_kind_of_link_of_a_list_is_answered(world: World, address: str) -> None:
    client = world.client_of(table.OPERATOR)
    assert ask(client, address)[0] == 200
    assert dead_links_of(client, address) == {}


@pytest.mark.long_access
@pytest.mark.parametrize("address", LISTS)
def test_every_link_of_a_list_is_answered(world: World, address: str) -> None:
    client = world.client_of(table.OPERATOR)
    assert dead_links(client, links_on(address, ask(client, address)[1])) == {}


@pytest.mark.long_access
@pytest.mark.parametrize("address", LISTS)
def test_sorted_lists_link_what_is_answered(world: World, address: str) -> None:
    """The header of a column by which the list is sorted links other addresses than before."""
    client = world.client_of(table.OPERATOR)
    wrong = {}
    for link in links_on(address, ask(client, address)[1]):
        if urlsplit(link).path == address and urlsplit(link).query:
            wrong |= dead_links_of(client, link)
    assert wrong == {}


@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=[] if role == table.OPERATIONS else pytest.mark.long_access)
        for role in sorted(STAFF - {table.OPERATOR})
    ],
)
def test_each_kind_of_link_is_answered_for_whoever_it_is_shown_to(world: World, role: str) -> None:
    """One of each kind on the index, on each list, and on the page of its first row."""
    client = world.client_of(role)
    wrong = dead_links_of(client, reverse("admin:index"))
    for address in LISTS:
        wrong |= dead_links_of(client, address)
        status, text = ask(client, address)
        rows = [link for link in links_on(address, text) if link.endswith("/change/")] if status == 200 else []
        for row in rows[:1]:
            wrong |= dead_links_of(client, row)
    assert wrong == {}
