"""An action of a list that is not offered to somebody does nothing when they send it all the same.

`make test` sends every other action to a list, by two roles in turn, `make fuzz` all of them by all.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.urls import reverse

from core.models import User
from generation.models import SummaryWithdrawal
from tests.access import table
from tests.access.table import PAGES, STAFF
from tests.access.test_addresses import model_of, name_of
from tests.access.world import World

pytestmark = pytest.mark.django_db
ACTIONS = sorted({"delete_selected", *(action for pages in PAGES.values() for action in pages.actions)} | {
    f"take_back_{word}" for pages in PAGES.values() for word in pages.ways
})  # fmt: skip
FEW = {(table.QA, 0), (table.ADMINISTRATOR, 1)}


def standing() -> tuple[list[int], list[dict[str, Any]]]:
    """How many rows there are of everything, in one question (a thousand answers are looked at), and every login."""
    counted = [f'"{model._meta.db_table}"' for model in (*admin.site._registry, SummaryWithdrawal)]
    counted += ["messages WHERE deleted_at IS NULL", "patients WHERE erased_at IS NULL"]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT count(*) FROM {rows}" for rows in counted))  # noqa: S608 - our tables
        numbers = [number for (number,) in cursor.fetchall()]
    return numbers, list(User.objects.order_by("pk").values())


@pytest.mark.parametrize(
    ("role", "turn"),
    [
        pytest.param(role, turn, marks=[] if (role, turn) in FEW else pytest.mark.long_access)
        for role, turn in product(sorted(STAFF - {table.OPERATOR}), (0, 1))
    ],
)
def test_action_sent_to_any_list_changes_nothing_before_it_is_confirmed(world: World, role: str, turn: int) -> None:
    """Ways of taking back lead to a page that asks; the actions on logins pass over all that are not one's own."""
    client, wrong = world.client_of(role), {}
    before = standing()
    foreign = table.OWN if role == table.ELSEWHERE else table.FOREIGN
    for place, (label, pages) in enumerate(PAGES.items(), start=turn):
        target = foreign if label not in {"auth.group", "core.erasurecertificate"} else table.OWN
        key = world.row_of(model_of(label), target)
        for action in ACTIONS[place % 2 :: 2]:
            with transaction.atomic():
                sent = {"action": action, "_selected_action": str(key), "post": "yes"}
                status = client.post(reverse(name_of(label, "changelist")), sent).status_code
                same = standing() == before
                transaction.set_rollback(True)
            expected = {200, 302} if role in pages.sees else {403}
            if status not in expected or not same:
                wrong[label, action] = status, same
    assert wrong == {}
