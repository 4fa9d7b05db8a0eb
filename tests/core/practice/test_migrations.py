"""A database of before: who had allowed a language model still has, and whoever had not still has not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from core.sealed_keys import hide_code, unseal
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
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120, stderr=subprocess.PIPE, text=True)


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


SECOND_FACTORS = """
    WITH login AS (
        INSERT INTO users (id, username, password, first_name, last_name, email, is_staff, is_superuser, is_active,
                           date_joined, login_epoch, must_choose_password)
        VALUES (gen_random_uuid(), 'dr-river', '!', '', '', '', true, false, true, now(), 1, false) RETURNING id
    ), app AS (
        INSERT INTO otp_totp_totpdevice (user_id, name, confirmed, key, step, t0, digits, tolerance, drift, last_t,
                                         throttling_failure_count)
        SELECT id, 'authenticator', true, repeat('ab', 20), 30, 0, 6, 1, 0, -1, 0 FROM login
    ), codes AS (
        INSERT INTO otp_static_staticdevice (user_id, name, confirmed, throttling_failure_count)
        SELECT id, 'recovery codes', true, 0 FROM login RETURNING id
    )
    INSERT INTO otp_static_statictoken (device_id, token) SELECT id, 'riverbank' FROM codes
"""


def test_second_factors_are_sealed_and_open_as_before(before: dict[str, str]) -> None:
    for app in ("otp_totp", "otp_static"):
        migrate(before, app)
    migrate(before, "core", "0015_logins_of_people_are_erased")
    with psycopg.connect(before["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(SECOND_FACTORS)
        migrate(before)
        [(owner, key)] = connection.execute("SELECT user_id, key FROM otp_totp_totpdevice").fetchall()
        [(code,)] = connection.execute("SELECT token FROM otp_static_statictoken").fetchall()
    assert (unseal(key, owner), code) == (b"\xab" * 20, hide_code("riverbank", owner))
    assert "ab" * 20 not in key


ERASED_BEFORE = """
    WITH practice AS (
        INSERT INTO organisations (id, name, created_at) VALUES (gen_random_uuid(), 'Practice', now()) RETURNING id
    ), login AS (
        INSERT INTO users (id, username, password, first_name, last_name, email, is_staff, is_superuser, is_active,
                           date_joined, login_epoch, must_choose_password)
        VALUES (gen_random_uuid(), 'anna', 'x', 'Anna', '', '', false, false, true, now(), 1, false) RETURNING id
    ), person AS (
        INSERT INTO patients (id, organisation_id, code, zone, hash_key, created_at, erased_at, user_id)
        SELECT gen_random_uuid(), practice.id, 'P-1', 'Asia/Tokyo', NULL, now(), now(), login.id FROM practice, login
        RETURNING id, user_id
    )
    INSERT INTO access_events (id, at, actor_id, actor_label, patient_id, action, target)
    SELECT gen_random_uuid(), now(), user_id, 'anna', id, 'view', '/' FROM person
"""
LEFT = """
    SELECT is_active, first_name, username LIKE 'erased-%', actor_label = username,
           (SELECT count(*) FROM patients WHERE user_id IS NOT NULL)
    FROM users JOIN access_events ON actor_id = users.id
"""


def test_logins_of_people_erased_before_are_forgotten(before: dict[str, str]) -> None:
    migrate(before, "core", "0014_usernames_once")
    with psycopg.connect(before["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(ERASED_BEFORE)
        migrate(before)
        assert connection.execute(LEFT).fetchall() == [(False, "", True, True, 0)]


TEAMS_AND_PEOPLE = [
    ("patient", "P-1 entered, in Asia/Tokyo; care teams added: T", "entered, in Asia/Tokyo; care teams added: T"),
    ("patient", "entered, in Asia/Tokyo", "entered, in Asia/Tokyo"),
    ("patient", "code: P-1 became Anna; of the river", "code changed"),
    ("patient", "code: P-1 became P-2; care teams removed: Tuesday", "code changed; care teams removed: Tuesday"),
    ("care_team", "T entered; staff added: bo; people added: P-1, P-2", "T entered; staff added: bo; people added"),
    ("care_team", "people added: P-1; people removed: P-2", "people added; people removed"),
    ("care_team", "staff added: bo; people added: Q-0123456789", "staff added: bo; people added: Q-0123456789"),
    ("login", "bo entered, in hope", "bo entered, in hope"),
]  # fmt: skip


def test_codes_leave_the_history_of_changes(before: dict[str, str]) -> None:
    migrate(before, "core", "0031_names_of_before")
    with psycopg.connect(before["DATABASE_URL"], autocommit=True) as connection:
        for subject, details, _ in TEAMS_AND_PEOPLE:
            connection.execute(
                "INSERT INTO changes (id, at, actor_label, subject, subject_id, details)"
                " VALUES (gen_random_uuid(), clock_timestamp(), 'x', %s, gen_random_uuid(), %s)",
                [subject, details],
            )
        migrate(before)
        found = [details for (details,) in connection.execute("SELECT details FROM changes ORDER BY at")]
        with pytest.raises(psycopg.errors.RestrictViolation):
            connection.execute("UPDATE changes SET details = 'x'")
    assert found == [clean for _, _, clean in TEAMS_AND_PEOPLE]


ALIKE = """
    INSERT INTO users (id, username, password, first_name, last_name, email, is_staff, is_superuser, is_active,
                       date_joined, login_epoch, must_choose_password)
    VALUES ('00000000-0000-0000-0000-00000000000{n}', '{name}', '!', '', '', '', false, false, true, now(), 1, false)
"""


def test_names_that_are_read_alike_are_refused_with_words(before: dict[str, str]) -> None:
    migrate(before, "core", "0028_history_of_generation_metadata")
    with psycopg.connect(before["DATABASE_URL"], autocommit=True) as connection:
        for n, name in enumerate(("anna", "\uff41nna", "bo")):
            connection.execute(ALIKE.format(n=n, name=name))
        with pytest.raises(subprocess.CalledProcessError) as refused:
            migrate(before)
        assert "Find out whose they are" in refused.value.stderr
        assert "00000000-0000-0000-0000-000000000001" in refused.value.stderr
        connection.execute("UPDATE users SET username = 'anna-2' WHERE username = '\uff41nna'")
        migrate(before)


def test_names_that_a_login_had_are_gathered_from_the_records(before: dict[str, str]) -> None:
    migrate(before, "core", "0028_history_of_generation_metadata")
    with psycopg.connect(before["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(ALIKE.format(n=1, name="anna"))
        connection.execute(
            "INSERT INTO changes (id, at, actor_id, actor_label, subject, subject_id, details)"
            " SELECT gen_random_uuid(), now(), id, 'anne through service-x', 'login', id, '' FROM users"
        )
        migrate(before)
        assert connection.execute("SELECT former_usernames FROM users").fetchall() == [(["anne"],)]
