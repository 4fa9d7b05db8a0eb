"""Where the embedded services keep everything: worked out from the project's path, nothing is made here.

Normally all of it lies in `.local/embedded`. Two things can move it, both remembered or repeatable, so that
every command finds the same servers: as root, a project the service account cannot enter (a clone in
/root) sends it to a folder in /var/tmp; a path too long for a Unix socket sends the sockets to /tmp.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sessionbridge.embedded.accounts import Account, can_reach, choose_account
from sessionbridge.embedded.binaries import installed_programs

ROLE = "sessionbridge"
DATABASE = "sessionbridge"

# Fixed and not `tempfile.gettempdir()`: commands with another TMPDIR must find the same servers.
FALLBACK_PARENT = Path("/var/tmp")  # noqa: S108 - its folders are made 0711 and refused when not ours
SHORT_PARENT = Path("/tmp")  # noqa: S108 - as above

# sun_path holds 108 bytes on Linux and 104 on macOS, the closing NUL included.
LONGEST_SOCKET_PATH = 103
POSTGRES_PORT = 5432
POSTGRES_SOCKET = f".s.PGSQL.{POSTGRES_PORT}"
VALKEY_SOCKET = "valkey.sock"


@dataclass(frozen=True)
class Places:
    """The folders and files of one pair of embedded services."""

    local: Path
    home: Path
    sockets: Path
    account: Account
    key: str

    @property
    def is_moved(self) -> bool:
        """Whether the data had to go to a folder outside the project."""
        return self.home.parent != self.local

    @property
    def record(self) -> Path:
        """Says where the data went when it is not here."""
        return self.local / "embedded.json"

    @property
    def postgres(self) -> Path:
        return self.home / "postgres"

    @property
    def postgres_data(self) -> Path:
        return self.postgres / "data"

    @property
    def postgres_log(self) -> Path:
        return self.postgres / "server.log"

    @property
    def valkey(self) -> Path:
        return self.home / "valkey"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / VALKEY_SOCKET

    @property
    def settings(self) -> Path:
        """Where the servers read their settings."""
        return self.home / "settings"

    @property
    def program_copies(self) -> Path:
        """Where copies of the programs go when the account cannot reach the installed ones."""
        return self.home / "programs"

    @property
    def start_lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def users_lock(self) -> Path:
        return self.home / "users.lock"

    @property
    def database_url(self) -> str:
        # The port, part of the socket's name, is given so that a PGPORT of the shell's does not count.
        folder = quote(str(self.sockets), safe="")
        return f"postgres://{ROLE}@/{DATABASE}?host={folder}&port={POSTGRES_PORT}"

    @property
    def redis_url(self) -> str:
        return f"unix://{quote(str(self.valkey_socket))}"


def find_places(local: Path) -> Places:
    """The places of the services whose project folder is `local` (`.local/`, which need not exist)."""
    local = local.resolve()
    key = hashlib.sha256(os.fsencode(local)).hexdigest()[:12]
    home = local / "embedded"
    account = choose_account(home / "postgres")
    if not account.is_own:
        moved = _recorded_home(local)
        if moved is None and not _is_usable(account, home):
            moved = FALLBACK_PARENT / f"sessionbridge-{key}"
        if moved is not None:
            home = moved
            account = choose_account(home / "postgres")
    sockets = home / "run"
    if len(os.fsencode(sockets / POSTGRES_SOCKET)) > LONGEST_SOCKET_PATH:
        sockets = SHORT_PARENT / f"sessionbridge-{key}-{account.uid}"
    return Places(local=local, home=home, sockets=sockets, account=account, key=key)


def write_record(places: Places) -> None:
    """Leave in `.local/` where the data of this project went."""
    content = {"project": str(places.local), "home": str(places.home)}
    if _recorded_home(places.local) != places.home:
        places.record.write_text(json.dumps(content, indent=2) + "\n")


def _recorded_home(local: Path) -> Path | None:
    """The home an earlier command chose for this very path, while it still exists."""
    try:
        content = json.loads((local / "embedded.json").read_text())
        project, home = content["project"], Path(content["home"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return home if project == str(local) and home.is_dir() else None


def _is_usable(account: Account, home: Path) -> bool:
    return all(can_reach(account, path) for path in (home, *installed_programs()))
