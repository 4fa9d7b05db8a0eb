"""Django's PostgreSQL with four things of our own: why there is no connection, a guard that poolers let through, a
check of pooled connections that costs a busy process nothing, and requests that wait for no server that says nothing.

A pool that cannot connect only says, ten seconds later, that it waited. So the first connection of a process is tried
without it, and so is the next after it waited in vain. A web request does not wait for a server that is away.

Django checks each connection that is taken from the pool by a round trip. A run takes one after every stage, and one
that worked a moment ago is sound.
"""

from __future__ import annotations

import select
import time
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError
from psycopg.errors import ConnectionTimeout
from psycopg.pq import Ping
from psycopg_pool import ConnectionPool, PoolTimeout

from core.asking import current_request
from core.database_errors import DatabaseUnreachable
from sessionbridge.database_away import note_answer
from sessionbridge.postgresql.watched_connection import WatchedConnection, gave_up, is_ready, ping

# What a server may take to answer on a connection that lies in the pool: one that is frozen accepts whatever is sent.
CHECK_SECONDS = 0.8
# To connect while a request waits; libpq takes no less.
MIN_SECONDS = 2
# How long after its last use a connection is taken to be sound.
SOUND_SECONDS = 1.0
# For this long after it answered a server is not asked again whether it is there: many threads may want to know.
ANSWER_SECONDS = 0.1


class DatabaseWrapper(base.DatabaseWrapper):
    """`GUARD_BY_STATEMENT` in the settings of a database: seconds after which a transaction that lies idle is ended,
    said at the beginning of each, because nothing said of a connection reaches the server through a pooler.
    """

    def __init__(self, settings_dict: dict[str, Any], alias: str = DEFAULT_DB_ALIAS) -> None:
        super().__init__(settings_dict, alias)
        if pool := self.settings_dict["OPTIONS"].get("pool"):
            pool["connection_class"] = WatchedConnection

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection[Any]:
        """A sound connection, of the pool if there is one. Raises DatabaseUnreachable."""
        while True:
            connection = self._take_connection(conn_params)
            pool = self.pool
            if pool is None or _is_sound(connection):
                return connection
            # Which throws away what is broken.
            pool.putconn(connection)
            if current_request() is not None:
                # All that lie there may be alike: to try each would take long.
                self._require_answer(pool, conn_params)

    def _take_connection(self, conn_params: dict[str, Any]) -> Connection[Any]:
        if self.pool and self.pool.closed:
            _require_server(conn_params, patient=current_request() is None)
        elif self.pool and current_request() is not None and not self.pool.get_stats()["pool_available"]:
            self._require_answer(self.pool, conn_params)
        try:
            connection: Connection[Any] = super().get_new_connection(conn_params)
        except PoolTimeout:
            # Either the server is away or all connections of this process are in use; the error given says the latter.
            _require_server(conn_params)
            raise
        return connection

    def _require_answer(self, pool: ConnectionPool[Any], conn_params: dict[str, Any]) -> None:
        """Raise DatabaseUnreachable where the pool has no sound connection because the server is away.

        The pool itself would wait, and try again at ever longer intervals: a request is told at once, and the pool
        given up, so that the next request after the server's return makes a new one.
        """
        global _last_answer  # noqa: PLW0603 - one server for all threads
        if time.monotonic() - _last_answer < ANSWER_SECONDS:
            return
        # A server that is frozen, or at a wrong address, lets us wait: once is enough.
        said = ping(conn_params)
        if said == Ping.OK:
            _last_answer = time.monotonic()
            return
        self._give_up(pool)
        if said == Ping.NO_RESPONSE:
            raise DatabaseUnreachable("The database cannot be reached: it does not answer.")
        _require_server(conn_params, patient=False)

    def _give_up(self, pool: ConnectionPool[Any]) -> None:
        """Whoever waits for one of its connections is told so."""
        self._connection_pools.pop(self.alias, None)  # type: ignore[attr-defined]  # as above
        pool.close(timeout=0)

    def _close(self) -> None:
        pool = self.pool
        if pool is not None and self.connection is not None:
            _given_back[self.connection] = time.monotonic()
            if self.connection in gave_up:
                self._give_up(pool)
        super()._close()  # type: ignore[misc]  # the stubs leave it out

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # the stubs leave it out
        seconds = self.settings_dict.get("GUARD_BY_STATEMENT")
        if seconds and not autocommit:
            with self.wrap_database_errors:
                self.connection.execute(f"SET LOCAL idle_in_transaction_session_timeout = {int(seconds * 1000)}")


# When the server last said that it is there.
_last_answer = 0.0
# When each connection that lies in a pool was last of use.
_given_back: WeakKeyDictionary[Connection[Any], float] = WeakKeyDictionary()


def _is_sound(connection: Connection[Any]) -> bool:
    last_used = _given_back.get(connection)
    if last_used is not None and time.monotonic() - last_used < SOUND_SECONDS:
        return True
    if not _answers(connection):
        connection.close()
        return False
    try:
        ConnectionPool.check_connection(connection)
    except OperationalError:
        return False
    note_answer()
    return True


def _answers(connection: Connection[Any]) -> bool:
    """Whether anything comes back for an empty query within CHECK_SECONDS: that the connection is broken, too."""
    link = connection.pgconn
    try:
        link.send_query(b"")
        link.flush()
        if not is_ready(link.socket, select.POLLIN, CHECK_SECONDS):
            return False
        while link.get_result() is not None:
            pass
    except OperationalError:
        return False
    return True


def _require_server(conn_params: dict[str, Any], *, patient: bool = True) -> None:
    """Raise DatabaseUnreachable, unless the server lets us in or, if `patient`, is only starting: the pool waits."""
    try:
        in_time = {} if patient else {"connect_timeout": MIN_SECONDS}
        Connection.connect(**{**conn_params, **in_time}).close()
    except OperationalError as error:
        if patient and not isinstance(error, ConnectionTimeout) and ping(conn_params) == Ping.REJECT:
            return
        words = " ".join(str(error).split())
        hint = " Behind a connection pooler set DATABASE_POOLER=true." if "startup parameter" in words else ""
        raise DatabaseUnreachable(f"The database cannot be reached: {words}{hint}") from error
