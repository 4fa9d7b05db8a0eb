"""A test database made once by the migrations, and copies of it."""

from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.sql import SQL, Identifier


def copy_database(source: str, target: str) -> None:
    """Make `target` anew as `source` is; whoever is connected to either is thrown out."""
    with _elsewhere() as server:
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source])
        server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(target)))
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(target), Identifier(source)))


def drop_database(name: str) -> None:
    with _elsewhere() as server:
        server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def use_database(name: str) -> None:
    """Whatever this process asks of the database from now on, it asks of this one."""
    connection.close()
    connection.close_pool()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _elsewhere() -> psycopg.Connection[Any]:
    parameters = connection.get_connection_params()
    place = {key: parameters[key] for key in ("host", "port", "user", "password") if key in parameters}
    return psycopg.connect(dbname="postgres", autocommit=True, **place)
