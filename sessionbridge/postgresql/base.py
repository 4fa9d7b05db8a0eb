"""Django's PostgreSQL with two things of our own: why there is no connection, and a guard that poolers let through.

A pool that cannot connect only says, ten seconds later, that it waited. So the first connection of a process is tried
without it, and so is the next after it waited in vain.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError
from psycopg.conninfo import make_conninfo
from psycopg.errors import ConnectionTimeout
from psycopg.pq import PGconn, Ping
from psycopg_pool import PoolTimeout

from core.database_errors import DatabaseUnreachable

# Of a connection, what says which server is meant.
_PLACE = ("service", "host", "port", "connect_timeout")


class DatabaseWrapper(base.DatabaseWrapper):
    """`GUARD_BY_STATEMENT` in the settings of a database: seconds after which a transaction that lies idle is ended,
    said at the beginning of each, because nothing said of a connection reaches the server through a pooler.
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection[Any]:
        """A connection of the pool. Raises DatabaseUnreachable."""
        if self.pool and self.pool.closed:
            _require_server(conn_params)
        try:
            connection: Connection[Any] = super().get_new_connection(conn_params)
        except PoolTimeout:
            # Either the server is away or all connections of this process are in use; the error given says the latter.
            _require_server(conn_params)
            raise
        return connection

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # the stubs leave it out
        seconds = self.settings_dict.get("GUARD_BY_STATEMENT")
        if seconds and not autocommit:
            with self.wrap_database_errors:
                self.connection.execute(f"SET LOCAL idle_in_transaction_session_timeout = {int(seconds * 1000)}")


def _require_server(conn_params: dict[str, Any]) -> None:
    """Raise DatabaseUnreachable, unless the server lets us in or is only starting: the pool waits for that."""
    try:
        Connection.connect(**conn_params).close()
    except OperationalError as error:
        if not isinstance(error, ConnectionTimeout) and _ping(conn_params) == Ping.REJECT:
            return
        words = " ".join(str(error).split())
        hint = " Behind a connection pooler set DATABASE_POOLER=true." if "startup parameter" in words else ""
        raise DatabaseUnreachable(f"The database cannot be reached: {words}{hint}") from error


def _ping(conn_params: dict[str, Any]) -> Ping:
    place = make_conninfo(**{name: conn_params[name] for name in _PLACE if name in conn_params})
    return Ping(PGconn.ping(place.encode()))
