"""Every column of the tables in the log is committed to or named as one that may change; a leaf is what docs say."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from audit.heads.kinds import KINDS, LeafKind
from audit.heads.leaf_sql import set_form
from audit.heads.sealing import seal_rows
from audit.models import LogLeaf
from tests.builders.jobs import summarise
from tests.builders.people import make_diarist

MODELS = {model._meta.db_table: model for model in apps.get_models()}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.table)
def test_every_column_is_thought_of(kind: LeafKind) -> None:
    columns = [field.column for field in MODELS[kind.table]._meta.concrete_fields]
    assert sorted([*kind.columns, *kind.words, *kind.free]) == sorted(columns)


@pytest.mark.django_db
def test_leaves_are_what_the_page_says() -> None:
    """Worked out a second time, in Python, from the texts of the columns."""
    summarise(make_diarist())
    seal_rows(timedelta(0))
    leaves = LogLeaf.objects.all()
    assert len({leaf.kind for leaf in leaves}) > 8
    for leaf in leaves:
        [kind] = [kind for kind in KINDS if kind.name == leaf.kind]
        values, words = texts(kind, leaf.row_id, kind.columns), texts(kind, leaf.row_id, kind.words)
        words_sha256 = hashlib.sha256(bytes(leaf.salt or b"") + as_json(words)).hexdigest() if kind.words else None
        assert leaf.words_sha256 is None or bytes(leaf.words_sha256).hex() == words_sha256
        data = as_json([kind.name, *values, words_sha256])
        assert bytes(leaf.hash) == hashlib.sha256(b"\0" + data).digest()


def texts(kind: LeafKind, row_id: object, columns: tuple[str, ...]) -> list[str | None]:
    if not columns:
        return []
    named = ", ".join(f'"{column}"::text' for column in columns)
    with connection.cursor() as cursor:
        set_form(cursor)
        cursor.execute(f"SELECT {named} FROM {kind.table} WHERE id = %s", [row_id])  # noqa: S608 - our own words
        return list(cursor.fetchone())


def as_json(values: list[str | None]) -> bytes:
    return f"[{', '.join(json.dumps(value, ensure_ascii=False) for value in values)}]".encode()
