"""The older database: one read-only session that sees it as it stood at one moment, read row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

import psycopg
from psycopg import IsolationLevel, sql
from psycopg.rows import dict_row

from core.refusals import InputRefused

FIELD = "THERABRIDGE_DATABASE_URL"
_FETCHED = 200
# Naive times are UTC there; a lock that lasts must not stop the older system for long.
_OPTIONS = "-c default_transaction_read_only=on -c timezone=UTC -c lock_timeout=5s"
_COLUMNS = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
# How a column is read, by what we take it for. Python has no year 10000, and no infinity of time.
_READ = {
    "json": "to_jsonb({0})::text",
    "instant": ("CASE WHEN {0}::timestamptz BETWEEN '0001-01-02' AND '9999-12-30' THEN {0}::timestamptz END"),
}
_MISSING = {"json": "text", "instant": "timestamptz"}
Row = dict[str, Any]


class OlderDatabase:
    """What tables and columns there are, and their rows. A column that is missing is read as NULL."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._columns: dict[str, set[str]] = {}
        for table, column in connection.execute(_COLUMNS).fetchall():
            self._columns.setdefault(table, set()).add(column)

    @classmethod
    @contextmanager
    def opened(cls, url: str) -> Iterator[Self]:
        """The database of this address, as it is now. Raises InputRefused where it cannot be reached."""
        if not url:
            raise InputRefused(FIELD, "names the older database: postgres://user:password@host/name.")
        try:
            connection = psycopg.connect(url, options=_OPTIONS, connect_timeout=10)
        except psycopg.Error as error:
            # The error's text may hold the address with its password.
            raise InputRefused(FIELD, f"cannot be reached ({type(error).__name__}).") from None
        with connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            yield cls(connection)

    def table(self, *names: str) -> str | None:
        """The first of these tables that is there: a table has another name before and after a migration."""
        return next((name for name in names if name in self._columns), None)

    def has(self, table: str, column: str) -> bool:
        return column in self._columns.get(table, ())

    def count(self, table: str) -> int:
        found = self._connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        return int(found[0]) if found else 0

    def read(self, table: str, column: str, kind: str, *, of: str = "") -> sql.Composable:
        """The expression that reads a column, NULL where it is missing. `of` is the table's alias."""
        if not self.has(table, column):
            return sql.SQL(f"NULL::{_MISSING.get(kind, kind)}")
        name = sql.Identifier(of, column) if of else sql.Identifier(column)
        return sql.SQL(_READ.get(kind, f"{{0}}::{kind}")).format(name)

    def rows(self, table: str, columns: Mapping[str, str], *, order: tuple[str, ...] = ("id",)) -> Iterator[Row]:
        """The rows with these columns, by name what we take them for."""
        fields = [
            sql.SQL("{} AS {}").format(self.read(table, name, kind), sql.Identifier(name))
            for name, kind in columns.items()
        ]
        by = sql.SQL(", ").join(sql.Identifier(name) for name in order if self.has(table, name))
        return self.asked(
            sql.SQL("SELECT {} FROM {} ORDER BY {}").format(sql.SQL(", ").join(fields), sql.Identifier(table), by)
        )

    def asked(self, query: sql.Composed) -> Iterator[Row]:
        """The rows of a query, by a cursor of the server: memory stays that of some hundred rows."""
        with self._connection.cursor("therabridge", row_factory=dict_row) as cursor:
            cursor.itersize = _FETCHED
            cursor.execute(query)
            yield from cursor
