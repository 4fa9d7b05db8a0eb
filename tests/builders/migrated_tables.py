"""The tables of a database that was migrated, for others: to migrate from the first version on takes ten times as long.

Whoever puts them in migrates afterwards all the same, which then finds nothing to do.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from sessionbridge.embedded.binaries import require_postgres_bin
from sessionbridge.embedded.errors import EmbeddedServiceError

# Names the file for programs that a test starts.
VARIABLE = "MIGRATED_TABLES"


def keep_tables(database_url: str, file: Path) -> None:
    """Write the statements to `file`, whole or not at all: there may be no such database, or no program to read it."""
    try:
        dump = [require_postgres_bin() / "pg_dump", "--no-owner", "--dbname", database_url]
    except EmbeddedServiceError:
        return
    # What was migrated, without the rows: those of all other tables are some test's.
    parts = (["--schema-only"], ["--data-only", "--table", "django_migrations"])
    done = [subprocess.run([*dump, *part], capture_output=True, check=False) for part in parts]
    if not any(each.returncode for each in done):
        whole = file.with_suffix(f".{os.getpid()}")
        whole.write_bytes(b"".join(each.stdout for each in done))
        whole.rename(file)


def put_tables_in(database_url: str, file: Path) -> None:
    """Make them in an empty database."""
    how = ["--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1", "--file", file]
    command = [require_postgres_bin() / "psql", *how, "--dbname", database_url]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def template_of_tables(server_url: str, name: str, file: Path) -> Iterator[None]:
    """A database of this name with the tables in it, to make others of."""
    url = urlsplit(server_url)
    with psycopg.connect(url._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
    put_tables_in(url._replace(path=f"/{name}").geturl(), file)
    yield
    with psycopg.connect(url._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}"')
