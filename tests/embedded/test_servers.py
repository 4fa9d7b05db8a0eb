"""The servers as they run: closed to the outside, under an ordinary account, holding nothing of ours."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.embedded.commands import Command, Seen
from tests.embedded.conftest import temporary_project


@dataclass(frozen=True)
class Running:
    command: Command
    seen: Seen
    servers: tuple[psutil.Process, psutil.Process]


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with temporary_project() as project:
        command = Command(project / ".local", ("durable",))
        seen = Seen.of(command.answer())
        yield Running(command, seen, (seen.postmaster(), seen.valkey_server()))
        command.end()


def test_nothing_listens_on_the_network(running: Running) -> None:
    assert [server.net_connections(kind="inet") for server in running.servers] == [[], []]


def test_only_the_account_of_the_servers_enters_the_folder_of_sockets(running: Running) -> None:
    status = running.seen.sockets.stat()
    assert stat.S_IMODE(status.st_mode) == 0o700
    assert {server.uids().real for server in running.servers} == {status.st_uid}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the servers to another account")
def test_root_hands_the_servers_to_another_account_with_no_group_of_its_own(
    running: Running,
) -> None:
    for server in running.servers:
        assert server.username() in {"postgres", "nobody"}
        assert 0 not in server.gids()
        groups = re.search(r"^Groups:(.*)$", Path(f"/proc/{server.pid}/status").read_text(), re.MULTILINE)
        assert groups is not None
        assert groups[1].split() == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_the_servers_hold_no_file_of_the_command(running: Running) -> None:
    ours = open_files(running.command.process.pid) - {"/dev/null"}
    for server in running.servers:
        theirs = open_files(server.pid)
        assert theirs
        assert not ours & theirs


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("listen_addresses", ""),
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("TimeZone", "UTC"),
        ("server_encoding", "UTF8"),
        ("log_error_verbosity", "terse"),
        ("log_min_error_statement", "panic"),
    ],
)
def test_setting_of_postgres(running: Running, setting: str, value: str) -> None:
    assert running.seen.query(f"SHOW {setting}") == value


def test_database_sorts_by_code_point_on_every_platform(running: Running) -> None:
    statement = "SELECT datlocprovider = 'b' AND datlocale = 'C.UTF-8' FROM pg_database"
    assert running.seen.query(f"{statement} WHERE datname = current_database()") is True


def test_application_is_no_superuser(running: Running) -> None:
    assert running.seen.query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def open_files(pid: int) -> set[str]:
    """What the open files of a process are: paths, `pipe:[...]`, `socket:[...]`."""
    return {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
