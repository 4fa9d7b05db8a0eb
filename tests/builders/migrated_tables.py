"""The tables of this test process's database, for a server of a test's own: migrating it takes ten times as long.

Whoever puts them in migrates afterwards all the same, which then finds nothing to do.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from sessionbridge.embedded.binaries import require_postgres_bin

# Names the file for programs that a test starts. Without it they migrate from the first version on.
VARIABLE = "MIGRATED_TABLES"


def keep_tables(database_url: str, file: Path) -> bool:
    """Write the statements to `file`. False where there is no such database yet, or it is of another version."""
    url = urlsplit(database_url)._replace(scheme="postgresql").geturl()
    dump = [require_postgres_bin() / "pg_dump", "--no-owner", "--dbname", url]
    # What was migrated, without the rows: those of all other tables are some test's.
    parts = (["--schema-only"], ["--data-only", "--table", "django_migrations"])
    done = [subprocess.run([*dump, *part], capture_output=True, check=False) for part in parts]
    file.write_bytes(b"".join(each.stdout for each in done))
    return not any(each.returncode for each in done)


def put_tables_in(sockets: Path) -> None:
    """Into the empty database of the server with this folder of sockets, where this process has a file of them."""
    if file := os.environ.get(VARIABLE):
        place = ["--host", sockets, "--username", "sessionbridge", "--dbname", "sessionbridge"]
        how = ["--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1", "--file", file]
        command = [require_postgres_bin() / "psql", *place, *how]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
