"""What the database holds of every leaf: its line in the log, and the row it is of, hashed anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from audit.heads.kinds import KINDS, MARKS, LeafKind
from audit.heads.leaf_sql import NO_SALT, hash_of, words_of

# What other rows are closed by.
_OWNERS = "('generation_jobs', 'session_bridge_versions', 'your_journey_versions', 'reviews')"


class Stored(NamedTuple):
    """One line of the log beside its row. `row_hash` is None where the row is gone.

    Where its words are not those taken in, `words_sha256` is their hash without a salt, and `are_gone` says that none
    is left; `has_salt` is about the line.
    """

    position: int
    kind: str
    row_id: str
    hash: bytes
    row_hash: bytes | None
    words_sha256: str | None
    are_gone: bool
    has_salt: bool


class Unsealed(NamedTuple):
    """A row that is under no head. `is_late`: it says of itself that it belongs before the last head."""

    kind: str
    row_id: str
    is_late: bool


def read_leaves(cursor: CursorWrapper) -> Iterator[Stored]:
    """Every line of the log, kind by kind."""
    for kind in KINDS:
        words, gone = "NULL", "false"
        if kind.words:
            words = f"""CASE WHEN t.id IS NULL OR {words_of(kind, "l.salt")} = l.words_sha256 THEN NULL
                        ELSE encode({words_of(kind, NO_SALT)}, 'hex') END"""
            gone = " AND ".join(f't."{column}" IS NULL' for column in kind.words if column not in MARKS)
        cursor.execute(
            f"""
            SELECT l.position, l.row_id::text, l.hash,
                   CASE WHEN t.id IS NOT NULL THEN {hash_of(kind, "l.words_sha256")} END,
                   {words}, {gone}, l.salt IS NOT NULL
            FROM log_leaves l LEFT JOIN {kind.table} t ON t.id = l.row_id
            WHERE l.kind = %s
            """,  # noqa: S608 - names in this app alone
            [kind.name],
        )
        for position, row_id, *rest in cursor:
            yield Stored(position, kind.name, row_id, *rest)


def read_unknown(cursor: CursorWrapper) -> list[tuple[int, str]]:
    """Lines of the log of kinds that this version does not know."""
    cursor.execute(
        "SELECT position, kind FROM log_leaves WHERE kind <> ALL (%s) ORDER BY 1", [[kind.name for kind in KINDS]]
    )
    return list(cursor.fetchall())


def read_disguised(cursor: CursorWrapper) -> list[str]:
    """Tables of the log, itself among them, that may show other rows to one reader than to another.

    Behind a view, a rule or a policy stand other rows than are seen; a child table adds rows of the same ids.
    """
    tables = [*(kind.table for kind in KINDS), "log_leaves", "signed_heads"]
    cursor.execute(
        """
        SELECT c.relname FROM pg_class c WHERE c.oid = ANY (SELECT to_regclass(name) FROM unnest(%s::text[]) name)
          AND (c.relkind <> 'r' OR c.relrowsecurity
               OR EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid)
               OR EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid))
        ORDER BY 1
        """,
        [tables],
    )
    return [name for (name,) in cursor.fetchall()]


def read_unsealed(cursor: CursorWrapper, size: int, last_head: datetime | None) -> Iterator[Unsealed]:
    """Every row that is not among the first `size` lines of the log."""
    for kind in KINDS:
        cursor.execute(
            f"""
            SELECT t.id::text, {_is_late(kind)} FROM {kind.table} t
            WHERE NOT EXISTS (
                SELECT FROM log_leaves l WHERE l.row_id = t.id AND l.kind = '{kind.name}' AND l.position < %(size)s
            )
            """,  # noqa: S608 - names in this app alone
            {"size": size, "last": last_head},
        )
        for row_id, is_late in cursor:
            yield Unsealed(kind.name, row_id, bool(is_late))


def read_erasures(cursor: CursorWrapper) -> dict[int, set[str]]:
    """What erasures left of leaves, by position."""
    cursor.execute("SELECT unnest(positions), unnest(afterwards) FROM log_erasures")
    left: dict[int, set[str]] = {}
    for position, sha256 in cursor:
        left.setdefault(position, set()).add(sha256)
    return left


def count_rows(cursor: CursorWrapper, table: str) -> int:
    """How many rows a table of the log has."""
    cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - as above
    return int(cursor.fetchone()[0])


def _is_late(kind: LeafKind) -> str:
    """SQL: the row belongs to something that had ended before it was taken in, or is older than the last head.

    What may have been imported since is not late: it keeps the times it had where it comes from. An hour is longer than
    any transaction of the program lasts.
    """
    closed = (
        f"""EXISTS (SELECT FROM log_leaves o
                    WHERE o.row_id = t.{column} AND o.kind IN {_OWNERS} AND o.position < %(size)s)"""
        for column in kind.closed_by
    )
    older = (
        [f"(coalesce(t.{kind.since} < %(last)s::timestamptz - interval '1 hour', false) AND NOT ({kind.imported}))"]
        if kind.since
        else []
    )
    return " OR ".join([*closed, *older]) or "false"
