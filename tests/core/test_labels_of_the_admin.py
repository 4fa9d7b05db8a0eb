"""What pages of the admin call their fields and columns: words, no names of columns of the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, label_for_field
from django.test import RequestFactory

from tests.builders.people import make_operator

# Of names in the code; no label is made of them.
ABBREVIATIONS = {
    *(
        "prev",
        "id",
        "ids",
        "uuid",
        "pk",
        "fk",
        "sha",
        "sha256",
        "hmac",
        "hash",
        "ms",
        "ctx",
        "regen",
        "epoch",
        "ordinal",
    ),
    *(
        "num",
        "nr",
        "cnt",
        "idx",
        "len",
        "max",
        "min",
        "src",
        "dst",
        "msg",
        "cfg",
        "tmp",
        "ts",
        "dt",
        "db",
        "json",
        "api",
    ),
    *("err", "req", "res", "resp", "attr", "params", "args", "slot", "sql", "utf", "lang", "auth", "org", "usr", "pwd"),
}


@pytest.mark.django_db
def test_no_label_of_a_page_or_list_is_an_abbreviation() -> None:
    assert [named for named in labels() if ABBREVIATIONS & words_of(named.label)] == []


def words_of(label: str) -> set[str]:
    return {*re.findall(r"[a-z0-9]+", label.lower())}


class Named(NamedTuple):
    model: str
    field: str
    label: str


def labels() -> Iterator[Named]:
    """Of every field and column that an operator is shown."""
    request = RequestFactory().get("/")
    request.user = make_operator()
    for model, shown in admin.site._registry.items():
        # A login is made by another form than it is changed by.
        row = request.user if isinstance(request.user, model) else None
        form = shown.get_form(request, row, change=True)(instance=row) if row else None
        fields: list[Any] = flatten_fieldsets(shown.get_fieldsets(request, row))  # type: ignore[arg-type]
        for field in dict.fromkeys([*fields, *shown.get_list_display(request)]):
            name = field if isinstance(field, str) else field.__name__
            yield Named(model.__name__, name, str(label_for_field(field, model, shown, form=form)))
