"""Who sees pseudonyms finds no code, no login and no sender's id of a person, wherever the admin leads them."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core.models import Message, Patient, TherapySession
from tests.access import table
from tests.access.table import PAGES
from tests.access.test_addresses import ask, model_of, name_of
from tests.access.test_links import kind_of, links_on
from tests.access.world import CODE, LOGIN, SENT_AS, World

pytestmark = pytest.mark.django_db
BLIND = [table.OPERATIONS, pytest.param(table.QA, marks=pytest.mark.long_access)]
CANARIES = [
    canary
    for target in table.TARGETS
    for canary in (CODE.format(target.upper()), LOGIN.format(target), SENT_AS.format(target))
]


def pages_led_to(client: Client) -> dict[str, str]:
    """Every page of the admin that links lead to from its index, by address. Four of a kind stand for the others."""
    waiting, found = [reverse("admin:index")], {}
    kinds: dict[tuple[str, ...], int] = {}
    while waiting:
        address = waiting.pop()
        kind = kind_of(address)
        kinds[kind] = kinds.get(kind, 0) + 1
        if address in found or kinds[kind] > 4:
            continue
        found[address] = ask(client, address)[1]
        waiting += [link for link in links_on(address, found[address]) if link not in found]
    return found


@pytest.mark.parametrize("role", BLIND)
def test_no_page_that_links_lead_to_names_a_person(world: World, role: str) -> None:
    pages = pages_led_to(world.client_of(role))
    assert len(pages) > len(PAGES) / 2
    assert {address: named(text) for address, text in pages.items() if named(text)} == {}


@pytest.mark.parametrize("role", BLIND)
def test_no_page_of_a_row_names_a_person(world: World, role: str) -> None:
    """Its page, its history, and what it is answered where it may not be changed or deleted."""
    client, wrong = world.client_of(role), {}
    for label in PAGES:
        key = world.row_of(model_of(label), table.OWN)
        for page in ("change", "history", "delete"):
            if key is not None:
                address = reverse(name_of(label, page), args=[key])
                wrong[address] = [*named(ask(client, address)[1]), *named(sent(client, address))]
    assert {address: canaries for address, canaries in wrong.items() if canaries} == {}


@pytest.mark.parametrize("role", BLIND)
@pytest.mark.parametrize("canary", [CODE.format("OWN"), LOGIN.format("own"), SENT_AS.format("own")])
def test_searching_for_a_name_finds_nobody(world: World, role: str, canary: str) -> None:
    """Else the answer would tell whose pseudonym stands there."""
    client, wrong = world.client_of(role), []
    for label in PAGES:
        address = reverse(name_of(label, "changelist"))
        status, _ = ask(client, address)
        text = ask(client, f"{address}?q={canary}")[1]
        if status == 200 and 'class="field-' in text:
            wrong.append(label)
    assert wrong == []


def test_those_who_see_codes_see_what_was_sent_under(world: World) -> None:
    client = world.client_of(table.CLINICIAN)
    for model in (Message, TherapySession):
        label = model._meta.label_lower
        assert SENT_AS.format(table.OWN) in ask(client, reverse(name_of(label, "changelist")))[1]


def sent(client: Client, address: str) -> str:
    with transaction.atomic():
        text = client.post(address, {"post": "yes"}).content.decode()
        transaction.set_rollback(True)
    return text


def named(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


def test_canaries_are_there_to_be_found(world: World) -> None:
    assert Patient.objects.filter(code=CODE.format("OWN"), user__username=LOGIN.format("own")).exists()
    assert Message.objects.filter(client_id__startswith=SENT_AS.format("own")).exists()
