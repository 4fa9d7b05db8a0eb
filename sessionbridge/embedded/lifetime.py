"""Who uses the embedded services, and when they start and stop.

Two locks (flock, so the kernel drops them with their process, kill -9 included):
- `users.lock`: every process that uses the services holds it shared;
- `start.lock`: held alone while somebody starts, joins or stops.

Start: take start.lock; adopt what is healthy, start what is not; hold users.lock; let go of start.lock.
Exit: take start.lock; let go of users.lock; whoever then gets it alone was the last one and stops the services.
A killed starter leaves healthy orphans behind, which the next command adopts by the same steps.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sessionbridge.embedded.accounts import can_reach
from sessionbridge.embedded.errors import EmbeddedServiceError
from sessionbridge.embedded.folders import make_own_folder, open_lock_file
from sessionbridge.embedded.places import find_places, write_record
from sessionbridge.embedded.postgres import EmbeddedPostgres
from sessionbridge.embedded.valkey import EmbeddedValkey

LOCK_SECONDS = 300.0


class EmbeddedServices:
    """The embedded PostgreSQL and Valkey of one `.local/` folder, as used by this process."""

    def __init__(self, local: Path, *, postgres: bool = True, valkey: bool = True, durable: bool = True) -> None:
        self.places = find_places(local)
        servers: list[EmbeddedPostgres | EmbeddedValkey] = []
        if postgres:
            servers.append(EmbeddedPostgres(self.places, durable=durable))
        if valkey:
            servers.append(EmbeddedValkey(self.places))
        self._servers = tuple(servers)
        self._user: int | None = None
        self._pid = os.getpid()

    def start(self) -> None:
        """Start or join the services and keep them until this process ends. Again: mend what died.

        Raises EmbeddedServiceError.
        """
        self._make_folders()
        with self._starting():
            started = [server.ensure_running() for server in self._servers]
            if any(started) and self.places.is_moved:
                print(
                    f"The embedded services keep their data in {self.places.home}: the account that"
                    f" runs them cannot enter {self.places.local.parent}.",
                    file=sys.stderr,
                )
            self._become_user()

    def is_healthy(self) -> bool:
        """Whether every service answers."""
        return all(server.is_ready() for server in self._servers)

    def release(self) -> None:
        """Stop using the services; the last user stops them. Forked children never do."""
        if self._user is None or os.getpid() != self._pid:
            return
        atexit.unregister(self.release)
        with self._starting():
            os.close(self._user)
            self._user = None
            if self._is_unused():
                self._stop_servers()

    def stop(self) -> bool:
        """Stop the services whoever uses them; returns whether one was running."""
        if not self.places.home.is_dir():
            return False
        with self._starting():
            running = any(server.is_running() for server in self._servers)
            self._stop_servers()
        return running

    def _become_user(self) -> None:
        """A forked child counts for itself from its own first start; until then its parent's lock does."""
        if self._user is not None and self._pid == os.getpid():
            return
        if self._user is not None:
            os.close(self._user)
        self._user = open_lock_file(self.places.users_lock)
        fcntl.flock(self._user, fcntl.LOCK_SH)
        self._pid = os.getpid()
        atexit.register(self.release)

    def _stop_servers(self) -> None:
        for server in reversed(self._servers):
            server.stop()

    def _is_unused(self) -> bool:
        lock = open_lock_file(self.places.users_lock)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(lock)
        return True

    def _make_folders(self) -> None:
        if not self.places.local.parent.exists():
            make_own_folder(self.places.local.parent)
        make_own_folder(self.places.local)
        make_own_folder(self.places.home)
        if self.places.is_moved:
            write_record(self.places)
        if not can_reach(self.places.account, self.places.home):
            raise EmbeddedServiceError(
                f"The account of the embedded servers (uid {self.places.account.uid}) cannot enter"
                f" {self.places.home}. Remove {self.places.local} and start again."
            )

    @contextmanager
    def _starting(self) -> Iterator[None]:
        lock = open_lock_file(self.places.start_lock)
        try:
            _wait_for_lock(lock, self.places.start_lock)
            yield
        finally:
            os.close(lock)


def _wait_for_lock(lock: int, path: Path) -> None:
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise EmbeddedServiceError(
                    f"Another command has been starting or stopping the embedded services for"
                    f" {LOCK_SECONDS:.0f} s (it holds {path}); end it and start again."
                ) from None
            time.sleep(0.05)
        else:
            return
