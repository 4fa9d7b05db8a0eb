"""Whoever owns the tables puts other rows in front of those that were signed, and leaves these where they are."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pgtrigger
import pytest
from django.db import connection

from audit.heads.folder import read_heads
from audit.heads.making import sign_head
from audit.heads.verification import verify_heads
from core.models import Consent
from generation.models import GenerationJob
from tests.builders.jobs import summarise
from tests.builders.people import make_diarist, make_patient, set_consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def consent() -> Consent:
    """A row under a head."""
    set_consent(make_patient(), allowed=True)
    sign_head(settled=timedelta(0))
    return Consent.objects.get()


def owner_does(statements: str) -> None:
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statements)


def said(folder: Path) -> set[str]:
    return {str(each) for each in verify_heads(read_heads(folder)).wrong}


def test_second_row_of_the_same_id_is_named(consent: Consent, heads_folder: Path) -> None:
    owner_does(
        "ALTER TABLE consents DROP CONSTRAINT consents_pkey CASCADE, DROP CONSTRAINT consents_number_unique;"
        "CREATE TABLE copies AS SELECT * FROM consents; UPDATE copies SET allowed = NOT allowed;"
        "INSERT INTO consents SELECT * FROM copies"
    )
    assert f"consents {consent.pk}: it is there twice" in said(heads_folder)


def test_second_line_at_the_same_place_is_named(consent: Consent, heads_folder: Path) -> None:
    owner_does(
        "ALTER TABLE log_leaves DROP CONSTRAINT log_leaves_pkey CASCADE;"
        "INSERT INTO log_leaves SELECT position, 'messages', gen_random_uuid(), salt, words_sha256, hash"
        " FROM log_leaves WHERE kind = 'consents'"
    )
    assert any(each.endswith("it is there twice") for each in said(heads_folder))


@pytest.mark.parametrize(
    "disguise",
    [
        "ALTER TABLE consents RENAME TO stored; CREATE VIEW consents AS SELECT * FROM stored",
        "ALTER TABLE consents ENABLE ROW LEVEL SECURITY",
        "CREATE RULE quiet AS ON INSERT TO consents DO INSTEAD NOTHING",
        "CREATE TABLE child () INHERITS (consents)",
    ],
)
def test_table_that_may_show_others_other_rows_is_named(consent: Consent, heads_folder: Path, disguise: str) -> None:
    owner_does(disguise)
    [named] = said(heads_folder)
    assert named.startswith("consents: it is no plain table")


@pytest.mark.parametrize("table", ["log_leaves", "signed_heads"])
@pytest.mark.usefixtures("consent")
def test_log_that_may_show_others_other_lines_is_named(heads_folder: Path, table: str) -> None:
    owner_does(f"CREATE RULE quiet AS ON INSERT TO {table} DO INSTEAD NOTHING")
    [named] = said(heads_folder)
    assert named.startswith(f"{table}: it is no plain table")


def test_job_that_says_it_ended_before_the_last_head_is_named(heads_folder: Path) -> None:
    job = summarise(make_diarist())
    sign_head(settled=timedelta(0))
    owner_does("ALTER TABLE generation_jobs DISABLE TRIGGER USER")
    job = GenerationJob.objects.get(pk=job.pk)
    forged = {field.attname: getattr(job, field.attname) for field in GenerationJob._meta.concrete_fields}
    long_ago = {name: forged[name] - timedelta(days=90) for name in ("created_at", "started_at", "finished_at")}
    added = GenerationJob.objects.create(**{**forged, **long_ago, "id": None, "input_hash": "b" * 64})
    assert said(heads_folder) == {f"generation_jobs {added.pk}: it was added later"}
