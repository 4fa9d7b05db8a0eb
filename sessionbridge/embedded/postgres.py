"""The embedded PostgreSQL: making its data folder, starting, looking after and stopping it.

Every function here is called under the start lock (see lifetime), so that no two commands do it at once.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil
import psycopg.conninfo
import psycopg.pq

from sessionbridge.embedded.binaries import copy_postgres, require_postgres_bin
from sessionbridge.embedded.errors import EmbeddedServiceError
from sessionbridge.embedded.folders import make_own_folder, make_private_folder, write_settings_file
from sessionbridge.embedded.places import DATABASE, POSTGRES_PORT, POSTGRES_SOCKET, ROLE, Places
from sessionbridge.embedded.processes import (
    end_processes,
    find_process,
    find_processes,
    has_ended,
    wait_for_end,
)

START_SECONDS = 120
LONGEST_LOG_BYTES = 5_000_000

_SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # Nine for each worker, and there is a worker for each core.
    "max_connections": "500",
    "shared_buffers": "128MB",
    # /dev/shm of a container is often too small for parallel queries, and a diary needs none.
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A refused row's text would otherwise stand in the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_line_prefix": "%m [%p] ",
}

# The role of the application is no superuser, as in production; CREATEDB is for test databases.
_FIRST_STATEMENTS = (
    f"CREATE ROLE {ROLE} LOGIN CREATEDB",
    f"CREATE DATABASE {DATABASE} OWNER {ROLE}",
)


class EmbeddedPostgres:
    """The PostgreSQL of one place. `durable=False` (tests) gives up safety against a power cut for speed."""

    def __init__(self, places: Places, *, durable: bool = True) -> None:
        self._places = places
        self._data = places.postgres_data
        self._settings = places.settings
        self._durable = durable
        self._name = f"sessionbridge-{places.key}"

    def is_ready(self) -> bool:
        """Whether a server answers on our socket and takes connections."""
        return self._ping() == psycopg.pq.Ping.OK

    def ensure_running(self) -> bool:
        """Adopt a healthy server, or start one. Returns whether it was started.

        Raises EmbeddedServiceError where it cannot run.
        """
        if self._wait_while_busy():
            return False
        make_private_folder(self._places.postgres, self._places.account)
        bin_folder = self._find_programs()
        self.stop()
        if not self._data.exists():
            self._make_data(bin_folder)
        self._require_version(bin_folder)
        self._start(bin_folder)
        return True

    def stop(self) -> None:
        """Stop the server and whatever a killed one left behind; nothing is fine too."""
        postmaster = self._postmaster()
        if postmaster is not None:
            # "Fast" shutdown: clients are disconnected, the data is written.
            end_processes([postmaster], signal.SIGINT, signal.SIGQUIT)
        end_processes(find_processes(self._belongs), signal.SIGQUIT)
        # What is left names a process that is gone; its number may by now be somebody else's, and
        # then PostgreSQL would refuse to start.
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        (self._places.sockets / f"{POSTGRES_SOCKET}.lock").unlink(missing_ok=True)

    def is_running(self) -> bool:
        """Whether a server process of ours lives, healthy or not."""
        return self._postmaster() is not None

    def _wait_while_busy(self) -> bool:
        """Whether a living server becomes ready; one that is starting or stopping is waited for."""
        deadline = time.monotonic() + START_SECONDS
        quiet_until = time.monotonic() + 1.0
        while time.monotonic() < deadline:
            answer = self._ping()
            if answer == psycopg.pq.Ping.OK:
                return True
            postmaster = self._postmaster()
            if postmaster is None:
                return False
            if answer != psycopg.pq.Ping.REJECT and time.monotonic() > quiet_until:
                return False
            wait_for_end([postmaster], 0.1)
        return False

    def _ping(self) -> psycopg.pq.Ping:
        conninfo = psycopg.conninfo.make_conninfo(
            host=str(self._places.sockets),
            port=POSTGRES_PORT,
            dbname=DATABASE,
            user=ROLE,
            connect_timeout=5,
        )
        return psycopg.pq.Ping(psycopg.pq.PGconn.ping(conninfo.encode()))

    def _postmaster(self) -> psutil.Process | None:
        try:
            pid = int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return find_process(pid, self._belongs)

    def _belongs(self, command_line: str) -> bool:
        """The postmaster by its folder of settings; its children by the cluster name in their titles."""
        return command_line.endswith(f"postgres -D {self._settings}") or command_line.startswith(
            f"postgres: {self._name}:"
        )

    def _find_programs(self) -> Path:
        if self._places.is_moved:
            return copy_postgres(self._places.program_copies)
        return require_postgres_bin()

    def _make_data(self, bin_folder: Path) -> None:
        """Make the data folder aside and rename it when it is whole: a killed attempt leaves no half."""
        print(f"Making the embedded PostgreSQL database in {self._data} ...", file=sys.stderr)
        for left in self._data.parent.glob("data.new-*"):
            shutil.rmtree(left, ignore_errors=True)
        # A name of our own: the initdb of a killed command may still be at work on the other.
        half_made = self._data.with_name(f"data.new-{os.getpid()}")
        locale = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        self._run(
            bin_folder / "initdb",
            *("-D", half_made, "-U", "postgres", "--auth=trust", "--locale=C", *locale),
            *(() if self._durable else ("--no-sync",)),
        )
        self._run(
            bin_folder / "postgres",
            *("--single", "-D", half_made, "-c", "exit_on_error=true", "postgres"),
            stdin="".join(f"{statement}\n" for statement in _FIRST_STATEMENTS),
        )
        half_made.rename(self._data)

    def _require_version(self, bin_folder: Path) -> None:
        try:
            made_by = (self._data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            raise EmbeddedServiceError(
                f"{self._data} is no PostgreSQL data folder; move it away to begin with an empty database."
            ) from None
        answer = self._run(bin_folder / "postgres", "--version")
        runs = answer.rsplit(" ", 1)[-1].split(".")[0]
        if made_by != runs:
            raise EmbeddedServiceError(
                f"The data in {self._data} was made by PostgreSQL {made_by}, and this is PostgreSQL"
                f" {runs}, which cannot read it. With the release of SessionBridge that made it: `manage.py backup`."
                " Then move that folder away and `manage.py restore` (docs/backups.md); or set DATABASE_URL to a"
                " server that still runs it."
            )

    def _start(self, bin_folder: Path) -> None:
        make_private_folder(self._places.sockets, self._places.account)
        self._write_configuration()
        log = self._places.postgres_log
        if log.exists() and log.stat().st_size > LONGEST_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        pid = self._launch(bin_folder / "postgres", log)
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if has_ended(pid) or time.monotonic() > deadline:
                raise EmbeddedServiceError(f"The embedded PostgreSQL did not start; its log {log} says why.")
            time.sleep(0.02)

    def _launch(self, program: Path, log: Path) -> int:
        """Start the server as nobody's child, so that it outlives us and is never our zombie."""
        pid = self._run(
            Path("/bin/sh"),
            *("-c", 'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 & echo $!', "sh", log),
            *(program, "-D", self._settings),
            start_new_session=True,
        )
        return int(pid)

    def _write_configuration(self) -> None:
        """Our settings lie outside the data: root writes nothing where another account may put links."""
        make_own_folder(self._settings)
        settings = {
            **_SETTINGS,
            "data_directory": str(self._data),
            "cluster_name": self._name,
            # Quoted for the list it is, then for the file.
            "unix_socket_directories": '"{}"'.format(str(self._places.sockets).replace('"', '""')),
            "fsync": "on" if self._durable else "off",
            "full_page_writes": "on" if self._durable else "off",
        }
        lines = [f"{name} = {_quoted(value)}" for name, value in settings.items()]
        write_settings_file(self._settings / "postgresql.conf", "\n".join([*lines, ""]))
        # Nobody but the account and root can enter the socket's folder: that is the password.
        write_settings_file(self._settings / "pg_hba.conf", "local all all trust\n")

    def _run(self, program: Path, *arguments: object, stdin: str = "", **options: Any) -> str:
        """Run one of PostgreSQL's programs as the account, with nothing of our environment."""
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [str(program), *map(str, arguments)],
            input=stdin,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            capture_output=True,
            text=True,
            check=False,
            umask=0o077,
            **self._places.account.popen_arguments(),
            **options,
        )
        if done.returncode != 0:
            raise EmbeddedServiceError(
                f"{program.name} of the embedded PostgreSQL failed: {done.stderr.strip()[-500:]}"
            )
        return done.stdout.strip()


def _quoted(value: str) -> str:
    """A value as a string of postgresql.conf."""
    escaped = value.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
