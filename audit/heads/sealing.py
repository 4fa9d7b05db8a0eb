"""Taking rows into the log: each that is not in it yet and will no longer change gets the next position."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.db.backends.utils import CursorWrapper

from audit.heads.kinds import KINDS, LeafKind
from audit.heads.leaf_sql import hash_of, hold_log, set_form, words_of

# This long after the end of a job nobody reads an answer of its models any longer.
SETTLED = timedelta(minutes=10)


def seal_rows(settled: timedelta = SETTLED) -> int:
    """Take in what is new, in the order of `KINDS` and of ids; how many rows the log holds now.

    In the caller's transaction, which keeps erasures waiting until it ends.
    """
    with connection.cursor() as cursor:
        set_form(cursor)
        hold_log(cursor)
        cursor.execute("SELECT coalesce(max(position) + 1, 0) FROM log_leaves")
        [size] = cursor.fetchone()
        for kind in KINDS:
            size += _seal(cursor, kind, size, settled)
    return int(size)


def _seal(cursor: CursorWrapper, kind: LeafKind, size: int, settled: timedelta) -> int:
    # OFFSET 0 keeps each salt what it was when it was drawn.
    salt = "uuid_send(gen_random_uuid())" if kind.words else "NULL::bytea"
    cursor.execute(
        f"""
        INSERT INTO log_leaves (position, kind, row_id, salt, words_sha256, hash)
        SELECT %(size)s + row_number() OVER (ORDER BY t.id) - 1, '{kind.name}', t.id, t.leaf_salt, t.leaf_words,
               {hash_of(kind, "t.leaf_words")}
        FROM (
            SELECT t.*, {words_of(kind, "t.leaf_salt")} AS leaf_words FROM (
                SELECT t.*, {salt} AS leaf_salt FROM {kind.table} t
                WHERE {kind.ready}
                  AND NOT EXISTS (SELECT FROM log_leaves l WHERE l.row_id = t.id AND l.kind = '{kind.name}')
                OFFSET 0
            ) t OFFSET 0
        ) t
        """,  # noqa: S608 - names in this app alone
        {"size": size, "settled": settled.total_seconds()},
    )
    return int(cursor.rowcount)
