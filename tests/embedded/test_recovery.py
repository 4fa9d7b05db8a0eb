"""What a killed or damaged service leaves behind, and that the next command goes on."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import psycopg
import pytest

from sessionbridge.embedded.processes import is_gone
from tests.embedded.commands import Seen
from tests.embedded.conftest import StartCommand


@pytest.fixture
def local(shared_local: Path) -> Path:
    return shared_local


def test_postgres_killed_in_the_middle_of_work_recovers_what_was_committed(start: StartCommand) -> None:
    seen = Seen.of(start().answer())
    with seen.connect() as connection:
        connection.execute("CREATE TABLE entries AS SELECT 7 AS number")
        seen.postmaster().kill()
        again = Seen.of(start().answer())
    assert again.query("SELECT number FROM entries") == 7


def test_command_that_lost_its_services_starts_them_again(start: StartCommand) -> None:
    command = start()
    seen = Seen.of(command.answer())
    seen.postmaster().kill()
    seen.valkey_server().kill()
    command.start_again()
    assert seen.query("SELECT 1") == 1
    assert seen.valkey().ping()


def test_valkey_killed_in_the_middle_of_work_keeps_its_queue(start: StartCommand) -> None:
    seen = Seen.of(start().answer())
    with seen.valkey() as client:
        client.rpush("queue", "job")
    server = seen.valkey_server()
    server.kill()
    Seen.of(start().answer())
    with seen.valkey() as client:
        assert client.lrange("queue", 0, -1) == [b"job"]
    assert seen.valkey_server().pid != server.pid


def test_stale_pid_file_that_names_somebody_elses_process(start: StartCommand) -> None:
    first = start()
    seen = Seen.of(first.answer())
    first.end()
    stale = seen.home / "postgres/data/postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n1\n5432\n{seen.sockets}\n\n1 1\nready\n")
    stale.chmod(0o600)
    assert Seen.of(start().answer()).query("SELECT 1") == 1


def test_server_without_its_socket_is_stopped_and_started(start: StartCommand) -> None:
    seen = Seen.of(start().answer())
    lost = seen.postmaster()
    shutil.rmtree(seen.sockets)
    assert Seen.of(start().answer()).query("SELECT 1") == 1
    assert is_gone(lost)


@pytest.mark.parametrize("whole_group", [True, False])
def test_half_made_database_of_a_killed_command_is_made_anew(
    project: Path, start: StartCommand, *, whole_group: bool
) -> None:
    killed = start(local=project / ".local", arguments={"start_new_session": True})
    while not (found := list(project.glob(".local/embedded/postgres/data.new-*/base"))):
        time.sleep(0.01)
    if whole_group:
        os.killpg(killed.process.pid, signal.SIGKILL)
    killed.process.kill()
    assert Seen.of(start(local=project / ".local").answer()).query("SELECT 1") == 1
    assert not found[0].exists()


def test_data_of_another_version_is_refused_with_what_to_do(local: Path, start: StartCommand) -> None:
    first = start()
    first.answer()
    first.end()
    version = local / "embedded/postgres/data/PG_VERSION"
    right = version.read_text()
    version.write_text("12\n")
    error = start().answer()["error"]
    version.write_text(right)
    assert "made by PostgreSQL 12" in error
    assert "DATABASE_URL" in error


def test_log_names_no_row_that_was_refused(start: StartCommand) -> None:
    seen = Seen.of(start().answer())
    with seen.connect() as connection:
        connection.execute("CREATE TABLE refusing (text text CHECK (length(text) < 5))")
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute("INSERT INTO refusing VALUES ('slept badly')")
    log = (seen.home / "postgres/server.log").read_text()
    assert "refusing_text_check" in log
    assert "slept badly" not in log
