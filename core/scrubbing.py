"""Making a server forget: dead rows and the write-ahead log keep words that were erased.

1. Wait until no transaction is left that began before and could still read dead rows, or keeps those that could: a
   snapshot reaches back to the oldest transaction that writes, in whichever database of the server.
2. VACUUM FULL writes every table, its indexes and the system's own tables anew, without them.
3. Log files are used up, those included that lie ready to be written to again, and deleted instead of used again.
What a file system, a backup or a replica keeps is theirs to forget.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import psycopg

# Who made the embedded server.
SUPERUSER = "postgres"
PATIENCE_SECONDS = 60.0
_LOOK_AGAIN_SECONDS = 0.2
# A setting reaches the server's own processes a little after it was made.
_RELOAD_SECONDS = 1.0

_OLDER_WRITERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() AND xact_start < %s
"""
_OLDER_READERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < %s
"""
_KEEPERS = """
    SELECT 'replication slot ' || slot_name FROM pg_replication_slots
    UNION ALL SELECT 'prepared transaction ' || gid FROM pg_prepared_xacts
"""
_LOG_FILES = "SELECT count(*) FROM pg_ls_waldir()"

Superuser = psycopg.Connection[Any]


class StillNeeded(Exception):
    """Something still needs what is dead; the message names it and says what to do."""


class Scrubbed(NamedTuple):
    """How many tables were rewritten, and how many files the log had before."""

    tables: int
    segments: int


def scrub(superuser: Superuser, *, patience: float = PATIENCE_SECONDS) -> Scrubbed:
    """Forget, on a connection of the server's superuser with autocommit. Raises StillNeeded, psycopg.Error.

    `patience` is how many seconds older transactions may take to end.
    """
    _require_nobody_needs_dead_rows(superuser, patience)
    superuser.execute("VACUUM FULL")
    [tables] = _row(superuser, "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'm')")
    return Scrubbed(tables, _replace_the_log(superuser))


def _require_nobody_needs_dead_rows(superuser: Superuser, patience: float) -> None:
    keepers = [name for (name,) in superuser.execute(_KEEPERS).fetchall()]
    if keepers:
        raise StillNeeded(f"What is dead is still kept by: {', '.join(keepers)}. Drop it, then run this again.")
    until = time.monotonic() + patience
    # Writers first: whoever began while one of them was left is a reader with a snapshot as old as that writer.
    for older in (_OLDER_WRITERS, _OLDER_READERS):
        [now] = _row(superuser, "SELECT clock_timestamp()")
        while _row(superuser, older, [now]) != (0,):
            if time.monotonic() > until:
                raise StillNeeded(
                    f"A transaction that began more than {patience:.0f} seconds ago may still read what is dead."
                    " Let it end, or stop the program that has it, then run this again."
                )
            time.sleep(_LOOK_AGAIN_SECONDS)


def _replace_the_log(superuser: Superuser) -> int:
    """How many files the log had. That many new ones are used up, so that no old one is left, written to or not."""
    superuser.execute("ALTER SYSTEM SET wal_recycle = off")
    try:
        superuser.execute("SELECT pg_reload_conf()")
        time.sleep(_RELOAD_SECONDS)
        superuser.execute("CHECKPOINT")
        [files] = _row(superuser, _LOG_FILES)
        for _ in range(files + 1):
            # A file that holds nothing yet is not left.
            superuser.execute("SELECT pg_logical_emit_message(false, 'scrub', '')")
            superuser.execute("SELECT pg_switch_wal()")
        superuser.execute("CHECKPOINT")
    finally:
        superuser.execute("ALTER SYSTEM RESET wal_recycle")
        superuser.execute("SELECT pg_reload_conf()")
    return int(files)


def _row(superuser: Superuser, question: str, values: list[object] | None = None) -> tuple[Any, ...]:
    row = superuser.execute(question.encode(), values).fetchone()
    assert row is not None  # noqa: S101 - each of these questions has an answer
    return tuple(row)
