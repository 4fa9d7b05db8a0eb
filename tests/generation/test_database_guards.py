"""No program works on a database whose triggers or constraints are missing, changed or switched off."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from generation.database_guards import BY_MIGRATION, check_database_guards
from generation.models import StageArtifact
from tests.conftest import Services
from tests.faults.cluster import ROOT

pytestmark = pytest.mark.django_db

FENCE = "trigger stage_artifacts_fence"


def alter(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def fence_name() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_stage_artifacts_fence%'")
        name: str = cursor.fetchone()[0]
    return name


def test_migrated_database_has_every_guard() -> None:
    assert check_database_guards(expressions=True) == []


def test_disabled_trigger_is_found() -> None:
    alter(f"ALTER TABLE stage_artifacts DISABLE TRIGGER {fence_name()}")
    assert check_database_guards() == [f"{FENCE} is disabled"]


def test_missing_trigger_is_found() -> None:
    alter(f"DROP TRIGGER {fence_name()} ON stage_artifacts")
    assert check_database_guards() == [f"{FENCE} is missing"]


def test_trigger_of_another_version_is_found() -> None:
    alter(f"COMMENT ON TRIGGER {fence_name()} ON stage_artifacts IS 'other'")
    assert check_database_guards() == [f"{FENCE} is not as the code has it"]


def body_of_fence() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [fence_name()])
        body: str = cursor.fetchone()[0]
    return body


def test_trigger_whose_function_lets_all_pass_is_found() -> None:
    alter(f"CREATE OR REPLACE FUNCTION {fence_name()}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
    assert check_database_guards() == [f"{FENCE} is not as the code has it"]


def test_trigger_at_another_moment_is_found() -> None:
    name = fence_name()
    alter(f"DROP TRIGGER {name} ON stage_artifacts")
    alter(f"CREATE TRIGGER {name} BEFORE INSERT ON stage_artifacts FOR EACH ROW WHEN (false) EXECUTE FUNCTION {name}()")
    [note] = [trigger for trigger in StageArtifact._meta.triggers if trigger.name == "stage_artifacts_fence"]
    alter(f"COMMENT ON TRIGGER {name} ON stage_artifacts IS '{note.compile(StageArtifact).hash}'")
    assert check_database_guards() == [f"{FENCE} is not as the code has it"]


def test_function_that_says_which_triggers_are_ignored_is_looked_at() -> None:
    alter(
        "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean"
        " LANGUAGE sql AS 'SELECT true'"
    )
    assert f"{FENCE} is not as the code has it" in check_database_guards()


@pytest.mark.parametrize(
    ("name", "definition"),
    [
        ("session_bridge_versions_hash_is_of_the_text", "CHECK (true)"),
        ("session_bridge_versions_number_unique", "UNIQUE (patient_id, version, id)"),
        ("session_bridge_versions_cost_not_negative", "CHECK (cost >= -1)"),
    ],
)
def test_constraint_of_another_meaning_is_found(name: str, definition: str) -> None:
    alter(f"ALTER TABLE session_bridge_versions DROP CONSTRAINT {name}")
    alter(f"ALTER TABLE session_bridge_versions ADD CONSTRAINT {name} {definition}")
    assert check_database_guards(expressions=True) == [f"constraint {name} is not as the code has it"]


def test_unique_index_of_fewer_rows_is_found() -> None:
    alter("DROP INDEX generation_jobs_one_active")
    alter("CREATE UNIQUE INDEX generation_jobs_one_active ON generation_jobs (patient_id, feature) WHERE false")
    assert check_database_guards(expressions=True) == [
        "constraint generation_jobs_one_active is not as the code has it"
    ]


def test_key_to_another_column_is_found() -> None:
    name = "generation_job_messages_revision_exists"
    alter("SET CONSTRAINTS ALL IMMEDIATE")
    alter(f"ALTER TABLE generation_job_messages DROP CONSTRAINT {name}")
    alter(
        f"ALTER TABLE generation_job_messages ADD CONSTRAINT {name} FOREIGN KEY (message_id) REFERENCES messages (id)"
    )
    assert check_database_guards() == [f"constraint {name} is not as the code has it"]


def test_transactions_without_an_end_are_found() -> None:
    alter("SET LOCAL idle_in_transaction_session_timeout = 0")
    [found] = check_database_guards()
    assert "behind a connection pooler, set DATABASE_POOLER=true" in found


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DROP INDEX generation_jobs_one_active", "generation_jobs_one_active"),
        ("ALTER TABLE {0} DROP CONSTRAINT {0}_hash_is_of_the_text", "session_bridge_versions_hash_is_of_the_text"),
        ("ALTER TABLE {0} DROP CONSTRAINT {0}_only_gated_bytes", "session_bridge_versions_only_gated_bytes"),
    ],
)
def test_missing_constraint_is_found(statement: str, name: str) -> None:
    alter(statement.format("session_bridge_versions"))
    assert check_database_guards() == [f"constraint {name} is missing"]


def test_constraint_not_validated_is_found() -> None:
    name = "session_bridge_versions_hash_is_of_the_text"
    alter(f"ALTER TABLE session_bridge_versions DROP CONSTRAINT {name}")
    alter(f"ALTER TABLE session_bridge_versions ADD CONSTRAINT {name} CHECK (true) NOT VALID")
    assert check_database_guards() == [f"constraint {name} is not in force"]


def test_keys_made_by_migrations_are_all_of_them() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f' AND array_length(conkey, 1) > 1")
        assert {name for (name,) in cursor.fetchall()} == set(BY_MIGRATION)


@pytest.mark.parametrize("command", ["check_guards", "run_jobs"])
def test_commands_refuse_a_database_without_its_guards(command: str) -> None:
    alter("DROP INDEX generation_jobs_one_active")
    with pytest.raises(CommandError, match="constraint generation_jobs_one_active is missing"):
        call_command(command)


def test_check_guards_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_guards")
    assert "in force" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "program",
    [
        ("-c", "import sessionbridge.asgi"),
        ("-c", "import sessionbridge.wsgi"),
        ("-m", "celery", "-A", "sessionbridge", "worker", "--concurrency", "1"),
    ],
    ids=["asgi", "wsgi", "celery"],
)
def test_programs_refuse_to_start_without_their_guards(program: tuple[str, ...], services: Services) -> None:
    name = fence_name()
    alter(f"ALTER TABLE stage_artifacts DISABLE TRIGGER {name}")
    try:
        command = [sys.executable, *program]
        done = subprocess.run(
            command, cwd=ROOT, env=services.environment(), capture_output=True, text=True, timeout=60, check=False
        )
    finally:
        alter(f"ALTER TABLE stage_artifacts ENABLE TRIGGER {name}")
    assert done.returncode != 0
    assert f"{FENCE} is disabled" in done.stderr
