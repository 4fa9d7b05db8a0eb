"""An action of a list that is not offered to somebody does nothing when they send it all the same."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from core.models import Message, Patient, User
from generation.models import SummaryWithdrawal
from tests.access import table
from tests.access.table import PAGES, STAFF
from tests.access.test_addresses import model_of, name_of
from tests.access.world import World

pytestmark = pytest.mark.django_db
ACTIONS = sorted({"delete_selected", *(action for pages in PAGES.values() for action in pages.actions)} | {
    f"take_back_{word}" for pages in PAGES.values() for word in pages.ways
})  # fmt: skip


def standing() -> tuple[int, ...]:
    models = [*admin.site._registry]
    words = Message.objects.filter(deleted_at=None).count(), Patient.objects.filter(erased_at=None).count()
    return (*words, SummaryWithdrawal.objects.count(), *(model._default_manager.count() for model in models))


@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=[] if role in {table.QA, table.ADMINISTRATOR} else pytest.mark.long_access)
        for role in sorted(STAFF - {table.OPERATOR})
    ],
)
def test_action_sent_to_any_list_changes_nothing_before_it_is_confirmed(world: World, role: str) -> None:
    """Ways of taking back lead to a page that asks; the actions on logins pass over all that are not one's own."""
    client, wrong = world.client_of(role), {}
    foreign = table.OWN if role == table.ELSEWHERE else table.FOREIGN
    for label, pages in PAGES.items():
        target = foreign if label not in {"auth.group", "core.erasurecertificate"} else table.OWN
        key = world.row_of(model_of(label), target)
        for action in ACTIONS:
            with transaction.atomic():
                before, logins = standing(), list(User.objects.order_by("pk").values())
                sent = {"action": action, "_selected_action": str(key), "post": "yes"}
                status = client.post(reverse(name_of(label, "changelist")), sent).status_code
                same = (standing(), list(User.objects.order_by("pk").values())) == (before, logins)
                transaction.set_rollback(True)
            expected = {200, 302} if role in pages.sees else {403}
            if status not in expected or not same:
                wrong[label, action] = status, same
    assert wrong == {}
