"""Whatever stands in the address of a list of the admin, the answer has words and is never an error of ours.

Which of it is looked up at all: tests/access/test_query_strings.py.
"""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from core.admin.checked_list import CheckedListAdmin
from core.models import Organisation, User

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
SAID = b"The address is not right"
# By kind of field, and one of each way in which it breaks: making SQL, sending it, running it.
WRONG = {
    "DateTimeField": [("year", "99999"), ("year", "9" * 20), ("iso_year", "-1"), ("hour", "9" * 20), ("range", "1")],
    "DateField": [("year", "0"), ("iso_year", "9" * 20), ("day", "9" * 20), ("in", "tomorrow")],
    "CharField": [("exact", "\0"), ("regex", "["), ("range", ""), ("range", "a,b,c"), ("length", "1")],
    "TextField": [("contains", "\0"), ("iregex", "("), ("range", "[")],
    "UUIDField": [("exact", "x"), ("regex", "("), ("range", ""), ("isnull", "perhaps")],
    "BinaryField": [("exact", "x"), ("gt", "1")],
    "JSONField": [("exact", "{"), ("has_key", "\0"), ("contained_by", "x")],
    "PositiveIntegerField": [("exact", "x"), ("regex", "["), ("range", "1")],
    "BooleanField": [("exact", "perhaps"), ("range", "")],
}
ANYWHERE = [("p", "9" * 30), ("o", "9" * 30), ("q", "\0"), ("_to_field", "x"), ("nothing", "1")]


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create(username="ops", is_staff=True, is_superuser=True))
    client.raise_request_exception = False
    return client


def list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def addresses(model: type[Model]) -> list[tuple[str, str]]:
    """One field of each kind this table has, with values that cannot be looked up in it."""
    fields = {field.get_internal_type(): field.name for field in model._meta.concrete_fields}
    wrong = [(f"{fields[kind]}__{name}", value) for kind in WRONG.keys() & fields for name, value in WRONG[kind]]
    return [*wrong, *ANYWHERE]


def ask(desk: Client, model: type[Model], **query: str) -> int:
    # What the database refuses ends a transaction, and a test is one.
    with transaction.atomic():
        answer = desk.get(list_of(model), query)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_address_of_a_list_is_an_error_of_ours(desk: Client, model: type[Model]) -> None:
    codes = {(name, value): ask(desk, model, **{name: value}) for name, value in addresses(model)}
    assert {case: code for case, code in codes.items() if code not in {200, 400}} == {}
    assert 400 in codes.values()


@pytest.mark.parametrize("ticked", ["x", "\0", "9" * 40])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_ticked_row_is_an_error_of_ours(desk: Client, model: type[Model], ticked: str) -> None:
    for action in ("delete_selected", "lift_login_limits", "nothing"):
        answer = desk.post(list_of(model), {"action": action, "_selected_action": ticked})
        assert answer.status_code != 500
        if answer.status_code == 400:
            assert SAID in answer.content


def test_ticked_id_of_no_row_is_refused_with_words(desk: Client) -> None:
    answer = desk.post(list_of(User), {"action": "lift_login_limits", "_selected_action": "x"})
    assert (answer.status_code, SAID in answer.content) == (400, True)


@pytest.mark.parametrize("row", ["%00", "x", "9" * 40])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_shortcut_to_no_row_is_not_found(desk: Client, model: type[Model], row: str) -> None:
    kind = ContentType.objects.get_for_model(model).pk
    assert desk.get(f"/admin/r/{kind}/{row}/").status_code == 404


class ByDate(admin.DateFieldListFilter):
    """A filter some list may declare one day."""


@pytest.mark.parametrize(("name", "value"), [("date_joined__gte", "99999"), ("date_joined__lt", "\0")])
def test_value_that_a_declared_filter_cannot_take_is_refused_with_words(
    desk: Client, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setattr(admin.site.get_model_admin(User), "list_filter", [("date_joined", ByDate)])
    answer = desk.get(list_of(User), {name: value})
    assert (answer.status_code, SAID in answer.content) == (400, True)


def test_filter_that_is_not_declared_is_refused_with_words_and_logged_without_them(
    desk: Client, caplog: pytest.LogCaptureFixture
) -> None:
    for query in ({"password__startswith": "m"}, {"lighthouse": "m"}, {"_to_field": "lighthouse"}):
        answer = desk.get(list_of(User), query)
        assert (answer.status_code, SAID in answer.content) == (400, True)
    assert "lighthouse" not in caplog.text


def test_column_that_is_not_there_is_not_blamed_on_the_address(desk: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE organisations RENAME COLUMN name TO title")
    assert ask(desk, Organisation, q="x") == 500


def test_every_list_is_one_that_answers_any_address() -> None:
    assert [model for model in MODELS if not isinstance(admin.site.get_model_admin(model), CheckedListAdmin)] == []
