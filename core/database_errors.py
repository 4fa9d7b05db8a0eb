"""What may be said of a database error: never its own text, which can hold the row it refused."""

from __future__ import annotations

from django.db import Error, InterfaceError, OperationalError

# Connection exceptions, shut down or starting, too many connections.
_AWAY = ("08", "57P", "53300")


class DatabaseUnreachable(OperationalError):
    """There is no connection to be had; the message says why, in words that hold no password and no row."""


def is_away(error: Error) -> bool:
    """Whether the server cannot be reached, goes away or takes no more connections."""
    if isinstance(error, DatabaseUnreachable):
        return True
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    sqlstate = getattr(error.__cause__, "sqlstate", None)
    return sqlstate is None or sqlstate.startswith(_AWAY)


def describe(error: Error) -> str:
    """The kind of error with SQLSTATE and constraint name, where the server gave them."""
    if isinstance(error, DatabaseUnreachable):
        return str(error)
    cause = error.__cause__
    sqlstate = getattr(cause, "sqlstate", None)
    constraint = getattr(getattr(cause, "diag", None), "constraint_name", None)
    details = [detail for detail in (sqlstate, constraint) if detail]
    return " ".join([type(error).__name__, *details])


def constraint_of(error: Error) -> str:
    """The name of the constraint or trigger that refused, or ''."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
