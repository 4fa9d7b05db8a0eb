"""Who starts the embedded services, who joins them and who stops them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sessionbridge.embedded.lifetime import EmbeddedServices
from sessionbridge.embedded.processes import is_gone
from tests.embedded.commands import Seen
from tests.embedded.conftest import StartCommand


@pytest.fixture
def local(shared_local: Path) -> Path:
    return shared_local


def test_second_command_joins_the_running_services(start: StartCommand) -> None:
    seen = Seen.of(start().answer())
    before = seen.postmaster().pid, seen.valkey_server().pid
    joined = Seen.of(start().answer())
    assert (joined.postmaster().pid, joined.valkey_server().pid) == before


def test_last_one_out_stops_the_services(start: StartCommand) -> None:
    first, second = start(), start()
    seen = Seen.of(first.answer())
    Seen.of(second.answer())
    valkey = seen.valkey_server()
    first.end()
    assert seen.query("SELECT 1") == 1
    second.end()
    assert not seen.is_up()
    assert is_gone(valkey)


def test_commands_at_the_same_moment_start_one_pair_of_servers(start: StartCommand) -> None:
    commands = [start() for _ in range(4)]
    seen = [Seen.of(command.answer()) for command in commands]
    assert len({one.postmaster().pid for one in seen}) == 1
    assert len({one.valkey_server().pid for one in seen}) == 1


def test_orphans_of_a_killed_starter_are_adopted_and_stopped(start: StartCommand) -> None:
    starter = start()
    seen = Seen.of(starter.answer())
    orphans = seen.postmaster().pid, seen.valkey_server().pid
    starter.kill()
    heir = start()
    heir.answer()
    assert (seen.postmaster().pid, seen.valkey_server().pid) == orphans
    heir.end()
    assert not seen.is_up()


def test_forked_child_leaves_the_services_running(start: StartCommand) -> None:
    command = start("fork")
    seen = Seen.of(command.answer())
    command.start_again()
    assert seen.query("SELECT 1") == 1


def test_rows_are_there_after_a_stop_and_a_start(start: StartCommand) -> None:
    first = start()
    Seen.of(first.answer()).execute("CREATE TABLE kept AS SELECT 41 + 1 AS number")
    first.end()
    assert Seen.of(start().answer()).query("SELECT number FROM kept") == 42


def test_a_database_can_be_given_and_only_valkey_started(project: Path) -> None:
    services = EmbeddedServices(project / ".local", postgres=False)
    services.start()
    assert services.is_healthy()
    assert not services.places.postgres.exists()
    services.release()
    assert not services.is_healthy()
