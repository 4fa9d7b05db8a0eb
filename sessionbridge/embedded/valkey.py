"""The embedded Valkey: starting, looking after and stopping it. Called under the start lock, as PostgreSQL's."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil

from sessionbridge.embedded.binaries import copy_valkey_server, require_valkey_server
from sessionbridge.embedded.errors import EmbeddedServiceError
from sessionbridge.embedded.folders import make_own_folder, make_private_folder, write_settings_file
from sessionbridge.embedded.places import Places
from sessionbridge.embedded.processes import end_processes, find_processes

START_SECONDS = 60
# What a living server may take to answer; one that takes longer is started anew, which loses nothing.
ANSWER_SECONDS = 1
LONGEST_LOG_BYTES = 5_000_000
# One each for parallel test processes; each costs next to nothing.
DATABASES = 64


class EmbeddedValkey:
    """The Valkey of one place, with an append-only file: queued tasks outlive a kill."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._log = places.valkey / "server.log"
        self._configuration = places.settings / "valkey.conf"

    def is_ready(self) -> bool:
        """Whether a server answers on our socket and has loaded its data."""
        import redis  # noqa: PLC0415 - 6 MB that a command beside servers of your own need not load
        from redis.backoff import NoBackoff  # noqa: PLC0415 - as above
        from redis.retry import Retry  # noqa: PLC0415 - as above

        client = redis.Redis(
            unix_socket_path=str(self._places.valkey_socket), socket_timeout=2, retry=Retry(NoBackoff(), 0)
        )
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def ensure_running(self) -> bool:
        """Adopt a healthy server, or start one. Returns whether it was started.

        Raises EmbeddedServiceError where it cannot run.
        """
        if self.is_ready() or (self._processes() and self._wait_until_ready(ANSWER_SECONDS)):
            return False
        self.stop()
        make_private_folder(self._places.valkey, self._places.account)
        make_private_folder(self._places.sockets, self._places.account)
        self._start(self._find_program())
        return True

    def stop(self) -> None:
        """Stop the server; none is fine too."""
        end_processes(self._processes(), signal.SIGTERM)

    def is_running(self) -> bool:
        """Whether a server process of ours lives, healthy or not."""
        return bool(self._processes())

    def _processes(self) -> list[psutil.Process]:
        return find_processes(self._belongs)

    def _belongs(self, command_line: str) -> bool:
        return command_line.endswith(f"valkey-server {self._configuration}")

    def _find_program(self) -> Path:
        if self._places.is_moved:
            return copy_valkey_server(self._places.program_copies)
        return require_valkey_server()

    def _start(self, program: Path) -> None:
        if self._log.exists() and self._log.stat().st_size > LONGEST_LOG_BYTES:
            self._log.replace(self._log.with_suffix(".log.1"))
        self._write_configuration()
        done = subprocess.run(
            [str(program), str(self._configuration)],
            stdin=subprocess.DEVNULL,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            umask=0o077,
            **self._places.account.popen_arguments(),
        )
        if done.returncode != 0 or not self._wait_until_ready(START_SECONDS):
            raise EmbeddedServiceError(
                f"The embedded Valkey did not start; its log {self._log} says why. Its data holds"
                f" only queued tasks and short-lived hints: {self._places.valkey} may be removed."
            )

    def _write_configuration(self) -> None:
        settings = {
            "port": "0",
            "unixsocket": str(self._places.valkey_socket),
            "unixsocketperm": "700",
            "dir": str(self._places.valkey),
            "logfile": str(self._log),
            "daemonize": "yes",
            # The title stays the command line, by which `_belongs` knows it.
            "set-proc-title": "no",
            "databases": str(DATABASES),
            "save": "",
            "appendonly": "yes",
            "appendfsync": "everysec",
        }
        lines = [f"{name} {_quoted(value)}" for name, value in settings.items()]
        make_own_folder(self._places.settings)
        write_settings_file(self._configuration, "\n".join([*lines, ""]))

    def _wait_until_ready(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
