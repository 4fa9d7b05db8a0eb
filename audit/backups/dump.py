"""PostgreSQL's own programs: a dump of the database, and a dump put back into an empty one."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection

# Until these are back no program of ours works on the database: `check_guards` misses them.
HELD_BACK = "erasure_certificates"
# A trigger of it, or the comment that says which code made one, in pg_restore's list of contents.
_HELD_BACK_LINE = re.compile(rf" TRIGGER (public {HELD_BACK} |\S+ ON {HELD_BACK} )")
# Django's name of a parameter, and the variable of PostgreSQL's programs.
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


class ProgramFailed(Exception):
    """A program of PostgreSQL's is missing or refused; the message holds no row and no password."""


def dump_to(path: Path) -> None:
    """Write the whole database into `path`, in PostgreSQL's custom format, as of one instant. Raises ProgramFailed."""
    partial = path.with_suffix(".partial")
    partial.touch(mode=0o600)
    try:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={partial}")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


_OTHER_VERSION = "Name the folder of the programs of the server's major version by POSTGRES_PROGRAMS."


def restore_from(path: Path, work: Path) -> None:
    """Put a dump back into the empty database, whole or not at all, but for the triggers of `HELD_BACK`.

    Raises ProgramFailed.
    """
    listed = _run("pg_restore", "--list", str(path))
    kept = [line for line in listed.splitlines() if not _HELD_BACK_LINE.search(line)]
    contents = work / "contents"
    contents.write_text("\n".join(kept) + "\n", encoding="utf-8")
    _run(
        "pg_restore",
        *("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"),
        *(f"--use-list={contents}", f"--dbname={connection.get_connection_params()['dbname']}", str(path)),
    )


def is_empty() -> bool:
    """Whether the database has no table yet."""
    return not connection.introspection.table_names()


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _run(program: str, *arguments: str) -> str:
    """The program's output. It is told the password by its environment, which no other account reads."""
    known = connection.get_connection_params()
    place = {variable: str(known[name]) for name, variable in _VARIABLES.items() if known.get(name)}
    found = Path(settings.POSTGRES_PROGRAMS) / program if settings.POSTGRES_PROGRAMS else Path(program)
    try:
        done = subprocess.run(
            [str(found), *arguments], env={**os.environ, **place}, capture_output=True, text=True, check=False
        )
    except OSError:
        raise ProgramFailed(
            f"{found} cannot be run: install PostgreSQL's client programs, or name their folder by POSTGRES_PROGRAMS."
        ) from None
    if done.returncode != 0:
        words = _first_words(done.stderr)
        hint = f". {_OTHER_VERSION}" if "version mismatch" in words else ""
        raise ProgramFailed(f"{program} ended with {done.returncode}: {words}{hint}")
    return done.stdout


def _first_words(said: str) -> str:
    """What it says until the server's words begin: those may hold a row."""
    first = next((line for line in said.splitlines() if "error:" in line), "it said nothing")
    return first.split("ERROR:")[0].strip()[:300]
