"""What every list says of itself: what is in it, what its search finds, and what to do where there is nothing."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils.text import capfirst

from core.models import AccessEvent, CareTeam, Message, User
from core.roles import Role
from tests.builders.people import make_diarist, make_operator, make_organisation, make_staff

pytestmark = pytest.mark.django_db


# The queue is a page of its own: tests/audit/test_review_queue.py has it.
LISTS = [model for model in admin.site._registry if model._meta.label != "audit.ReviewItem"]


def text_of(user: User, model: type[Model], query: str = "") -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def operator() -> User:
    return make_operator()


def test_every_list_that_can_be_searched_says_what_for() -> None:
    silent = [model for model, page in admin.site._registry.items() if page.search_fields and not page.search_help_text]
    assert silent == []


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_list_is_headed_by_what_is_in_it_and_has_the_page_to_itself(operator: User, model: type[Model]) -> None:
    page = text_of(operator, model)
    assert f"<h1>{capfirst(model._meta.verbose_name_plural)}</h1>" in page
    assert 'id="nav-sidebar"' not in page


def test_search_of_those_who_see_pseudonyms_offers_no_codes() -> None:
    quinn = make_staff(make_diarist().organisation, Role.QA)
    assert "A person&#x27;s pseudonym<" in text_of(quinn, Message)


def test_search_of_those_who_see_codes_offers_both(operator: User) -> None:
    assert "A person&#x27;s code or pseudonym<" in text_of(operator, Message)


def test_list_without_rows_says_so(operator: User) -> None:
    assert "There are no care teams yet that you may see." in text_of(operator, CareTeam)


def test_search_that_finds_nothing_leads_back_to_the_whole_list(operator: User) -> None:
    make_diarist()
    page = text_of(operator, Message, "?q=nobody")
    assert "Nothing here is found by that." in page
    assert '<a href="?">show all</a>' in page


def test_list_that_nobody_searched_offers_no_way_back_to_it(operator: User) -> None:
    make_diarist()
    assert "how all" not in text_of(operator, Message)


def test_list_of_who_looked_speaks_of_pages_and_not_of_addresses(operator: User) -> None:
    row = Message.objects.filter(patient=make_diarist()).latest("sent_at")
    client = Client()
    client.force_login(operator)
    client.get(reverse("admin:core_message_change", args=[row.pk]))
    page = text_of(operator, AccessEvent)
    assert "opened it" in page
    assert "a page of the admin: message" in page
    assert f"/{row.pk}/" not in page


def test_rows_that_are_never_changed_offer_no_history_of_changes(operator: User) -> None:
    make_organisation()
    client = Client()
    client.force_login(operator)
    event = operator.login_events.create(event="logged in", name_key="k", username=operator.username)
    page = client.get(reverse("admin:core_loginevent_change", args=[event.pk])).content.decode()
    assert "/history/" not in page
