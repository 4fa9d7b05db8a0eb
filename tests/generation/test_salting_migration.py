"""What the schema before the salts held is still readable and verified after it, and its plain hashes are gone.

`before_salts/` was made by the last version with plain hashes: people with summaries of every kind, words taken back,
somebody erased, a pointer that stood wrong, two chains tampered with; and what `verify` and `replay` said of each
job there.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings

from core.erasure import all_kept_words
from core.kept_words import KeptWords
from generation.pipeline.contracts import sha256_hex
from tests.conftest import Services
from tests.faults.cluster import ROOT

pytestmark = pytest.mark.usefixtures("services")

FOLDER = Path(__file__).with_name("before_salts")
ERASED = ("I want to die.", "Words of a session.", "sha256:plain")
NOT_RUN_AGAIN = 2

SAYING = """
import io, json, sys, django
django.setup()
from django.core.management import CommandError, call_command
from generation.models import GenerationJob
said = {}
for job in GenerationJob.objects.all():
    for command in ("verify", "replay"):
        out, code, words = io.StringIO(), 0, ""
        try:
            call_command(command, str(job.id), stdout=out)
        except CommandError as error:
            code, words = error.returncode, str(error)
        said.setdefault(str(job.id), {})[command] = [code, words, out.getvalue()]
json.dump(said, sys.stdout)
"""
BEFORE = """
import django
django.setup()
from django.core.management import call_command
for app in ("core", "generation"):
    call_command("migrate", app, "0004")
"""
RUNNING = """
import django
django.setup()
from generation.models import GenerationJob
from generation.worker.execution import run_job
print(run_job(GenerationJob.objects.get(patient__code="waiting").id))
"""


class Said(NamedTuple):
    """How a command ended, with which words, after what output."""

    code: int
    words: str
    output: str


class Migrated(NamedTuple):
    """A database of the earlier version brought up to date, and the environment of programs that use it."""

    url: str
    environment: dict[str, str]
    texts_before: list[tuple[object, ...]]

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(statement).fetchall()

    def run(self, *arguments: str) -> str:
        return run(self.environment, *arguments)


def run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


_TEXTS = "SELECT id, text FROM session_bridge_versions UNION ALL SELECT id, text FROM message_revisions ORDER BY 1"


@pytest.fixture(scope="module")
def migrated(services: Services) -> Iterator[Migrated]:
    name = f"test_before_salts_{uuid4().hex[:12]}"
    on_the_server(f'CREATE DATABASE "{name}"')
    try:
        environment = {**services.environment(), "DATABASE_URL": address(name, "postgres")}
        run(environment, "-c", BEFORE)
        url = address(name)
        fill(url)
        with psycopg.connect(url) as connection:
            texts = connection.execute(_TEXTS).fetchall()
        run(environment, "manage.py", "migrate", "--skip-checks")
        yield Migrated(url, environment, texts)
    finally:
        on_the_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def address(database: str, scheme: str = "postgresql") -> str:
    return urlsplit(settings.TEST_DATABASE_URL)._replace(scheme=scheme, path=f"/{database}").geturl()


def on_the_server(statement: str) -> None:
    with psycopg.connect(address("postgres"), autocommit=True) as connection:
        connection.execute(statement)


def fill(url: str) -> None:
    """As a restore does it: no trigger looks at what is put back."""
    rows = gzip.decompress((FOLDER / "data.sql.gz").read_bytes()).decode()
    tables = sorted(set(re.findall(r"(?m)^INSERT INTO public\.(\w+) ", rows)))
    with psycopg.connect(url) as connection:
        for table in tables:
            connection.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        connection.execute(rows)
        # Keys that are checked at the commit are checked before the tables change again.
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            connection.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        connection.execute("ANALYZE")


@pytest.fixture(scope="module")
def said(migrated: Migrated) -> dict[str, dict[str, Said]]:
    answers = json.loads(migrated.run("-c", SAYING))
    return {job: {command: Said(*each) for command, each in commands.items()} for job, commands in answers.items()}


@pytest.fixture(scope="module")
def said_before() -> dict[str, dict[str, Said]]:
    answers = json.loads((FOLDER / "said.json").read_text())
    return {
        # What is `verify` now was `verify_chain`.
        job: {"verify": Said(*commands["verify_chain"]), "replay": Said(*commands["replay"])}
        for job, commands in answers.items()
    }


Answers = dict[str, dict[str, Said]]


def test_verify_says_the_same_of_every_job(said: Answers, said_before: Answers) -> None:
    assert {job: said[job]["verify"] for job in said_before} == {
        job: each["verify"] for job, each in said_before.items()
    }


def test_replay_says_the_same_of_every_job_but_of_stages_that_were_written_anew_since(
    said: Answers, said_before: Answers
) -> None:
    for job, before in said_before.items():
        now, then = said[job]["replay"], before["replay"]
        assert now == then or (now.code == NOT_RUN_AGAIN and "earlier version" in now.words), job
        if now.output and then.output:
            assert stored_hashes(now.output) == stored_hashes(then.output)


def stored_hashes(output: str) -> list[str]:
    return re.findall(r"  ([0-9a-f]{12}) [-0-9a-f]+", output)


def test_every_stored_text_is_still_there(migrated: Migrated) -> None:
    assert migrated.rows(_TEXTS) == migrated.texts_before


def test_every_guard_stands_again(migrated: Migrated) -> None:
    migrated.run("manage.py", "check_guards")


def test_pointer_that_stood_wrong_shows_the_newest_days(migrated: Migrated) -> None:
    [shown] = migrated.rows("""
        SELECT job.window_last = (SELECT max(window_last) FROM generation_jobs WHERE patient_id = person.id)
        FROM patients AS person JOIN patient_session_bridge AS pointer ON pointer.patient_id = person.id
        JOIN session_bridge_versions AS version ON version.id = pointer.current_id
        JOIN generation_jobs AS job ON job.id = version.job_id WHERE person.code = 'wrong'
    """)
    assert shown == (True,)


def test_plain_hashes_of_what_was_erased_are_gone(migrated: Migrated) -> None:
    left = {
        word
        for table in [words.table for words in all_kept_words()]
        for (row,) in migrated.rows(f'SELECT row::text FROM "{table}" AS row')  # noqa: S608 - our own tables
        for word in ERASED
        if sha256_hex(word) in str(row)
    }
    assert left == set()


def test_whoever_was_erased_has_no_key_and_no_shown_ids(migrated: Migrated) -> None:
    assert migrated.rows("SELECT code FROM patients WHERE hash_key IS NULL") == [("erased",)]
    assert migrated.rows("SELECT count(*) FROM messages WHERE (client_id IS NULL) <> (deleted_at IS NOT NULL)") == [
        (0,)
    ]


def test_salts_differ_from_row_to_row_and_are_shared_in_a_job(migrated: Migrated) -> None:
    assert (
        migrated.rows("""
        SELECT count(*) = count(DISTINCT salt) FROM message_revisions WHERE salt IS NOT NULL
        UNION ALL SELECT count(*) = count(DISTINCT salt) FROM generation_jobs WHERE salt IS NOT NULL
        UNION ALL SELECT bool_and(artifact.salt = job.salt) FROM stage_artifacts AS artifact
                  JOIN generation_jobs AS job ON job.id = artifact.job_id WHERE artifact.body IS NOT NULL
    """)
        == [(True,)] * 3
    )


@pytest.mark.parametrize("words", all_kept_words(), ids=lambda words: f"{words.table} {words.columns[0]}")
def test_no_statistics_are_kept_of_words_salts_and_plain_hashes(migrated: Migrated, words: KeptWords) -> None:
    with psycopg.connect(migrated.url, autocommit=True) as connection:
        connection.execute("ANALYZE")
        found = connection.execute(
            "SELECT attname FROM pg_stats WHERE tablename = %s AND attname = ANY(%s)",
            [words.table, list(words.columns)],
        ).fetchall()
    assert found == []


def test_job_that_waited_through_the_migration_runs(migrated: Migrated) -> None:
    assert migrated.run("-c", RUNNING).strip() == "True"


def test_work_of_an_analysis_became_a_job_and_its_data_stayed(migrated: Migrated) -> None:
    rows = migrated.rows(
        "SELECT a.job_id = a.id, j.feature, j.wave = a.wave, j.session_id = a.session_id,"
        " j.window_last = s.session_date"
        " FROM session_analyses a JOIN generation_jobs j ON j.id = a.job_id"
        " JOIN therapy_sessions s ON s.id = a.session_id"
    )
    assert set(rows) == {(True, "session_wave", True, True, True)}
