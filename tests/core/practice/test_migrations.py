"""A database of before: who had allowed a language model still has, and whoever had not still has not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.conftest import Services

ROOT = Path(__file__).resolve().parents[3]
BEFORE = ("core", "0004_spare_indexes_dropped")
PEOPLE = """
    WITH practice AS (
        INSERT INTO organisations (id, name, created_at) VALUES (gen_random_uuid(), 'Practice', now()) RETURNING id
    )
    INSERT INTO patients (id, organisation_id, code, zone, hash_key, model_allowed, created_at)
    SELECT gen_random_uuid(), practice.id, code, 'Asia/Tokyo', decode(repeat('00', 32), 'hex'), allowed, now()
    FROM practice, (VALUES ('P-1', true), ('P-2', false)) AS people (code, allowed)
"""
CONSENTS = """
    SELECT code, number, allowed, on_word_of, text_id
    FROM consents JOIN patients ON patients.id = patient_id ORDER BY code
"""


@pytest.fixture
def before(services: Services, django_db_setup: None) -> Iterator[dict[str, str]]:
    """The environment of programs on a database of their own."""
    environment = services.environment()
    address, name = urlsplit(environment["DATABASE_URL"]), f"{services.database_name}_before"
    with psycopg.connect(address.geturl(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
        yield {**environment, "DATABASE_URL": address._replace(path=f"/{name}").geturl()}
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def migrate(environment: dict[str, str], *target: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", *target]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120)


def test_what_a_person_had_allowed_is_the_first_row_of_their_consent(before: dict[str, str]) -> None:
    migrate(before, *BEFORE)
    with psycopg.connect(before["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(PEOPLE)
        migrate(before)
        rows = connection.execute(CONSENTS).fetchall()
    assert rows == [("P-1", 1, True, "carried_over", None), ("P-2", 1, False, "carried_over", None)]


LOGINS = """
    INSERT INTO users (id, username, password, first_name, last_name, email, is_staff, is_superuser, is_active,
                       date_joined, login_epoch, must_choose_password)
    SELECT gen_random_uuid(), name, '!', '', '', '', false, false, active, now() + n * interval '1 day', 1, false
    FROM (VALUES (1, 'ANNA', false), (2, 'anna', true), (3, 'Anna', true), (4, 'anna-2', true), (5, 'bo', true))
        AS logins (n, name, active)
"""


def test_usernames_that_differ_in_capitals_become_distinct(before: dict[str, str]) -> None:
    migrate(before, "core", "0013_one_time_passwords")
    with psycopg.connect(before["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(LOGINS)
        migrate(before)
        names = [name for (name,) in connection.execute("SELECT username FROM users ORDER BY date_joined")]
        said = connection.execute(
            "SELECT DISTINCT actor_label, details, count(*) FROM changes GROUP BY 1, 2"
        ).fetchall()
    assert names == ["ANNA-4", "anna", "Anna-3", "anna-2", "bo"]
    assert said == [("migration", "renamed: another login had the name in other capitals", 2)]
