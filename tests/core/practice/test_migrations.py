"""A database of before, with rows of each version in it, brought up to date: each is what the newest makes of it.

One database goes through the versions, since making one anew for each test takes ten times as long.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from core.sealed_keys import hide_code, unseal
from tests.conftest import Services

ROOT = Path(__file__).resolve().parents[3]
# Reads pairs: what to migrate to, one after the other, and what is then put in.
GOING_ON = """
import json, sys, django
django.setup()
from django.core.management import call_command
from django.db import connection
for targets, rows in json.load(sys.stdin):
    for target in targets:
        call_command("migrate", *target, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(rows)
"""
NOTHING_TO_PUT_IN = "SELECT 1"
PEOPLE = """
    WITH practice AS (
        INSERT INTO organisations (id, name, created_at) VALUES (gen_random_uuid(), 'Practice', now()) RETURNING id
    )
    INSERT INTO patients (id, organisation_id, code, zone, hash_key, model_allowed, created_at)
    SELECT gen_random_uuid(), practice.id, code, 'Asia/Tokyo', decode(repeat('00', 32), 'hex'), allowed, now()
    FROM practice, (VALUES ('P-1', true), ('P-2', false)) AS people (code, allowed)
"""
LOGINS = """
    INSERT INTO users (id, username, password, first_name, last_name, email, is_staff, is_superuser, is_active,
                       date_joined, login_epoch, must_choose_password)
    SELECT gen_random_uuid(), name, '!', '', '', '', false, false, active, now() + n * interval '1 day', 1, false
    FROM (VALUES (1, 'ANNA', false), (2, 'anna', true), (3, 'Anna', true), (4, 'anna-2', true), (5, 'bo', true))
        AS logins (n, name, active)
"""
ERASED_BEFORE = """
    WITH practice AS (
        INSERT INTO organisations (id, name, created_at) VALUES (gen_random_uuid(), 'Other', now()) RETURNING id
    ), login AS (
        INSERT INTO users (id, username, password, first_name, last_name, email, is_staff, is_superuser, is_active,
                           date_joined, login_epoch, must_choose_password)
        VALUES (gen_random_uuid(), 'mia', 'x', 'Mia', '', '', false, false, true, now(), 1, false) RETURNING id
    ), person AS (
        INSERT INTO patients (id, organisation_id, code, zone, hash_key, created_at, erased_at, user_id)
        SELECT gen_random_uuid(), practice.id, 'P-1', 'Asia/Tokyo', NULL, now(), now(), login.id FROM practice, login
        RETURNING id, user_id
    )
    INSERT INTO access_events (id, at, actor_id, actor_label, patient_id, action, target)
    SELECT gen_random_uuid(), now(), user_id, 'mia', id, 'view', '/' FROM person
"""
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
ALIKE = """
    INSERT INTO users (id, username, password, first_name, last_name, email, is_staff, is_superuser, is_active,
                       date_joined, login_epoch, must_choose_password)
    VALUES ('00000000-0000-0000-0000-00000000000{n}', '{name}', '!', '', '', '', false, false, true, now(), 1, false)
"""
NAMED_BEFORE = """
    INSERT INTO changes (id, at, actor_id, actor_label, subject, subject_id, details)
    SELECT gen_random_uuid(), now(), id, 'anne through service-x', 'login', id, '' FROM users WHERE username = 'bea'
"""
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
OTHERS = ", ".join(f"('{subject}', '{details}')" for subject, details, _ in TEAMS_AND_PEOPLE)
CHANGES = f"""
    INSERT INTO changes (id, at, actor_label, subject, subject_id, details)
    SELECT gen_random_uuid(), clock_timestamp(), 'x', subject, gen_random_uuid(), details
    FROM (VALUES {OTHERS}) AS changes (subject, details)
"""  # noqa: S608 - our own words
# The last version that takes names which are read alike.
NAMES_ALIKE = ("core", "0028_history_of_generation_metadata")
VERSIONS = [
    ([("core", "0004_spare_indexes_dropped")], PEOPLE),
    ([("core", "0013_one_time_passwords")], LOGINS),
    ([("core", "0014_usernames_once")], ERASED_BEFORE),
    ([("otp_totp",), ("otp_static",), ("core", "0015_logins_of_people_are_erased")], SECOND_FACTORS),
]
NEWER_VERSIONS = [
    ([], ALIKE.format(n=9, name="bea")),
    ([], NAMED_BEFORE),
    ([("core", "0031_names_of_before")], CHANGES),
    ([()], NOTHING_TO_PUT_IN),
]

Environment = dict[str, str]


def go_on(environment: Environment, versions: list[Any]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", GOING_ON], input=json.dumps(versions), cwd=ROOT, env=environment, check=False,
        timeout=240, capture_output=True, text=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def databases(services: Services) -> Iterator[tuple[Environment, Environment]]:
    """Environments of programs on a database that is up to date, and on a copy of it before names had to differ."""
    environment = services.environment()
    address, names = urlsplit(environment["DATABASE_URL"]), [f"{services.database_name}_{n}" for n in ("now", "before")]
    now, before = ({**environment, "DATABASE_URL": address._replace(path=f"/{name}").geturl()} for name in names)
    with psycopg.connect(address._replace(path="/postgres").geturl(), autocommit=True) as connection:
        for name in names:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {names[0]}")
        for versions, copy in (([*VERSIONS, ([NAMES_ALIKE], NOTHING_TO_PUT_IN)], names[1]), (NEWER_VERSIONS, None)):
            gone = go_on(now, versions)
            assert gone.returncode == 0, gone.stderr
            if copy:
                connection.execute(f"CREATE DATABASE {copy} TEMPLATE {names[0]}")
        yield now, before
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def connection(databases: tuple[Environment, Environment]) -> Iterator[psycopg.Connection[Any]]:
    """To the database that is up to date."""
    with psycopg.connect(databases[0]["DATABASE_URL"], autocommit=True) as opened:
        yield opened


CONSENTS = """
    SELECT code, number, allowed, on_word_of, text_id
    FROM consents JOIN patients ON patients.id = patient_id ORDER BY code
"""


def test_what_a_person_had_allowed_is_the_first_row_of_their_consent(connection: psycopg.Connection[Any]) -> None:
    rows = connection.execute(CONSENTS).fetchall()
    assert rows == [("P-1", 1, True, "carried_over", None), ("P-2", 1, False, "carried_over", None)]


def test_usernames_that_differ_in_capitals_become_distinct(connection: psycopg.Connection[Any]) -> None:
    named = "SELECT username FROM users WHERE username ~* '^(anna|bo)' ORDER BY date_joined"
    names = [name for (name,) in connection.execute(named)]
    said = connection.execute(
        "SELECT DISTINCT actor_label, details, count(*) FROM changes WHERE actor_label = 'migration' GROUP BY 1, 2"
    ).fetchall()
    assert names == ["ANNA-4", "anna", "Anna-3", "anna-2", "bo"]
    assert said == [("migration", "renamed: another login had the name in other capitals", 2)]


LEFT = """
    SELECT is_active, first_name, username LIKE 'erased-%', actor_label = username,
           (SELECT count(*) FROM patients WHERE user_id IS NOT NULL)
    FROM users JOIN access_events ON actor_id = users.id
"""


def test_logins_of_people_erased_before_are_forgotten(connection: psycopg.Connection[Any]) -> None:
    assert connection.execute(LEFT).fetchall() == [(False, "", True, True, 0)]


def test_second_factors_are_sealed_and_open_as_before(connection: psycopg.Connection[Any]) -> None:
    [(owner, key)] = connection.execute("SELECT user_id, key FROM otp_totp_totpdevice").fetchall()
    [(code,)] = connection.execute("SELECT token FROM otp_static_statictoken").fetchall()
    assert (unseal(key, owner), code) == (b"\xab" * 20, hide_code("riverbank", owner))
    assert "ab" * 20 not in key


def test_names_that_are_read_alike_are_refused_with_words(databases: tuple[Environment, Environment]) -> None:
    before, next_one = databases[1], [([("core", "0031_names_of_before")], NOTHING_TO_PUT_IN)]
    with psycopg.connect(before["DATABASE_URL"], autocommit=True) as connection:
        for n, name in enumerate(("mina", "\uff4dina", "mo")):
            connection.execute(ALIKE.format(n=n, name=name))
        refused = go_on(before, next_one)
        assert refused.returncode != 0
        assert "Find out whose they are" in refused.stderr
        assert "00000000-0000-0000-0000-000000000001" in refused.stderr
        connection.execute("UPDATE users SET username = 'mina-2' WHERE username = '\uff4dina'")
        assert go_on(before, next_one).returncode == 0


def test_names_that_a_login_had_are_gathered_from_the_records(connection: psycopg.Connection[Any]) -> None:
    former = connection.execute("SELECT username, former_usernames FROM users WHERE former_usernames <> '{}'")
    assert former.fetchall() == [("bea", ["anne"])]


def test_codes_leave_the_history_of_changes(connection: psycopg.Connection[Any]) -> None:
    found = connection.execute("SELECT details FROM changes WHERE actor_label = 'x' ORDER BY at")
    assert [details for (details,) in found] == [clean for _, _, clean in TEAMS_AND_PEOPLE]
    with pytest.raises(psycopg.errors.RestrictViolation):
        connection.execute("UPDATE changes SET details = 'x'")
