"""A connection on which no web request waits for a server that does not answer.

A server that is frozen, or behind a network that swallows what is sent, keeps the connection and says nothing: a query
would wait until it is back. So where an answer to a request takes long, the server is asked beside the connection
whether it is there. A slow query goes on, as long as it takes; one of a server that says nothing is given up.
"""

from __future__ import annotations

import select
import time
from typing import Any, TypeVar
from weakref import WeakSet

from psycopg import Connection
from psycopg.abc import PQGen
from psycopg.conninfo import make_conninfo
from psycopg.errors import OperationalError, _WaitTimeout
from psycopg.pq import PGconn, Ping, PollingStatus

from core.asking import current_request

_Found = TypeVar("_Found")

# Of a connection, what says which server is meant.
_PLACE = ("service", "host", "port", "connect_timeout")
# What a server may take to say that it is there while a request waits.
PING_SECONDS = 1.5
# What a connection that is being made waits for.
_WAITS: dict[int, int] = {PollingStatus.READING: select.POLLIN, PollingStatus.WRITING: select.POLLOUT}
# How long a request waits for any answer before the server is asked, and how often it is asked from then on.
QUIET_SECONDS = 0.8
ASK_AGAIN_SECONDS = 5.0
# How often psycopg looks whether it was interrupted.
_INTERVAL_SECONDS = 0.1


# Connections on which a request waited in vain: the others of their pool are no better.
gave_up: WeakSet[Connection[Any]] = WeakSet()


class WatchedConnection(Connection[Any]):
    """psycopg's, for pools. A worker, a command and a thread of a pool wait as psycopg does."""

    def wait(self, gen: PQGen[_Found], interval: float = _INTERVAL_SECONDS, timeout: float | None = None) -> _Found:
        """What `gen` comes to. Closes and raises OperationalError where a request waits for a server that is away."""
        if timeout is not None or current_request() is None:
            return super().wait(gen, interval, timeout)
        patience = QUIET_SECONDS
        while True:
            try:
                return super().wait(gen, interval, patience)
            except _WaitTimeout:
                if ping({"host": self.info.host, "port": self.info.port}) == Ping.NO_RESPONSE:
                    gave_up.add(self)
                    self.close()
                    raise OperationalError("the server does not answer") from None
                patience = ASK_AGAIN_SECONDS


def ping(parameters: dict[str, Any]) -> Ping:
    """What the server of these connection parameters says, if anything within PING_SECONDS.

    libpq's own question holds all threads of the process up until there is an answer, so it is asked only where there
    is one.
    """
    place = make_conninfo(**{name: parameters[name] for name in _PLACE if name in parameters}).encode()
    return Ping(PGconn.ping(place)) if _says_something(place) else Ping.NO_RESPONSE


def _says_something(place: bytes) -> bool:
    until = time.monotonic() + PING_SECONDS
    link = PGconn.connect_start(place)
    try:
        while (stage := link.connect_poll()) in _WAITS:
            if not is_ready(link.socket, _WAITS[stage], until - time.monotonic()):
                return False
    finally:
        link.finish()
    return True


def is_ready(socket: int, event: int, seconds: float) -> bool:
    """Whether it can be read or written within so long. select() would take no file beyond the 1,024th, and streams of
    events are as many files.
    """
    waiting = select.poll()
    waiting.register(socket, event)
    return bool(waiting.poll(max(0.0, seconds) * 1000))
