"""Every column that can hold free text of a person is declared, so that an erasure blanks, counts and certifies it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import ForeignKey, JSONField, Model, TextField

from core.erasure import all_kept_words
from core.kept_words import KeptWords
from core.models import Patient
from sessionbridge.celery import app
from tests.builders.people import make_diarist

# Free text that holds no words of a person, and why.
WITHOUT_WORDS = {
    "pipeline_events.details": "names, counts and codes",
    "erasure_certificates.blanked": "counts",
    "erasure_certificates.stays": "counts and hashes",
    "review_items.safety_places": "places of words in messages",
}


def leads_to_a_person(model: type[Model], passed: frozenset[type[Model]] = frozenset()) -> bool:
    """Whether a row belongs to a person, by one foreign key or several."""
    if model is Patient:
        return True
    owners = {field.related_model for field in model._meta.concrete_fields if isinstance(field, ForeignKey)} - {
        *passed,
        model,
    }
    return any(isinstance(owner, type) and leads_to_a_person(owner, passed | {model}) for owner in owners)


def free_text() -> Iterator[str]:
    for model in apps.get_models():
        if leads_to_a_person(model):
            for field in model._meta.concrete_fields:
                if isinstance(field, TextField | JSONField):
                    yield f"{model._meta.db_table}.{field.column}"


def test_all_free_text_of_people_is_declared() -> None:
    declared = {f"{words.table}.{column}" for words in all_kept_words() for column in words.columns}
    assert set(free_text()) - declared - set(WITHOUT_WORDS) == set()


def test_all_salts_are_declared() -> None:
    salted = {
        model._meta.db_table
        for model in apps.get_models()
        if any(field.name == "salt" for field in model._meta.concrete_fields)
    }
    # Of the log: audit.heads.erasing takes it with the words, whosever they are.
    assert salted - {"log_leaves"} == {words.table for words in all_kept_words() if "salt" in words.columns}


@pytest.mark.django_db
@pytest.mark.parametrize("words", all_kept_words(), ids=lambda words: words.table)
def test_no_statistics_are_gathered_of_declared_columns(words: KeptWords) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attstattarget = 0", [words.table]
        )
        assert {name for (name,) in cursor.fetchall()} >= set(words.columns)


@pytest.mark.django_db
@pytest.mark.parametrize("words", all_kept_words(), ids=lambda words: words.table)
def test_way_from_a_row_to_its_person_is_one(words: KeptWords) -> None:
    assert words.of_person(make_diarist().id).count() == (3 if words.table in {"messages", "message_revisions"} else 0)


def test_every_task_of_the_beat_is_known_to_workers() -> None:
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    app.loader.import_default_modules()
    assert scheduled - set(app.tasks) == set()
