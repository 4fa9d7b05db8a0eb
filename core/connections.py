"""Who holds a database connection, and for how long: a process has fewer of them than threads."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections


def give_connection_back() -> None:
    """Hand this thread's connection back to the pool, unless a transaction is open on it."""
    if not connection.in_atomic_block:
        connection.close()


def keep_own_connection() -> None:
    """Give this thread a connection beside the pool, so that it need not wait where the pool is empty."""
    pooled = connections[DEFAULT_DB_ALIAS]
    options = {name: value for name, value in pooled.settings_dict["OPTIONS"].items() if name != "pool"}
    own = {**pooled.settings_dict, "OPTIONS": options, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    connections[DEFAULT_DB_ALIAS] = type(pooled)(own, DEFAULT_DB_ALIAS)


def own_connection_parameters() -> dict[str, Any]:
    """What psycopg needs to connect past the pool, to where notifications arrive: a pooler in front passes none on."""
    entry = settings.EVENTS_DATABASE or connections[DEFAULT_DB_ALIAS].settings_dict
    wanted = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options = {name: value for name, value in entry.get("OPTIONS", {}).items() if name != "pool"}
    return {**options, **{name: entry[key] for name, key in wanted.items() if entry.get(key)}}
