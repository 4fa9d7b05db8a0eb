"""What the owner of the tables does to rows, each with what has to be said of it. Seeded."""

# ruff: noqa: S608 - statements of our own words alone
from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import DataError, IntegrityError, connection, transaction

from audit.heads.kinds import KIND_OF, KINDS, MARKS, LeafKind
from audit.heads.leaf_sql import hash_of, words_of

_PUBLISHED = ("stage_artifacts", "gate_results", "session_bridge_versions")


@dataclass(frozen=True)
class Expected:
    """The first wrong row, by table and id ('' for a whole table, or a head), and a part of what is said of it."""

    kind: str
    row_id: str
    said: str = ""


# All is well but for rows that are not yet under a head.
NOT_YET = Expected("", "", "not yet")


def tamper(chance: random.Random) -> tuple[str, Expected]:
    """Do one thing to the database; its name, and what has to be said."""
    while True:
        done = chance.choice(TAMPERINGS)
        if expected := done(chance):
            return done.__name__, expected


def run(statement: str, *given: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall() if cursor.description else []


def one_byte(chance: random.Random) -> Expected | None:
    """A byte of a column of a row, whatever its kind of table."""
    kind = chance.choice(KINDS)
    row_id = _row(kind, chance)
    column = chance.choice([*kind.columns, *kind.words])
    return row_id and _change(kind, row_id, column, chance)


def one_byte_of_what_was_published(chance: random.Random) -> Expected | None:
    """The same of artifacts, gate results and versions: texts, costs, versions, hashes."""
    kind = KIND_OF[chance.choice(_PUBLISHED)]
    row_id = _row(kind, chance)
    return row_id and _change(kind, row_id, chance.choice([*kind.columns, *kind.words]), chance)


def row_deleted(chance: random.Random) -> Expected | None:
    """A row is gone."""
    kind = chance.choice(KINDS)
    row_id = _row(kind, chance)
    if not row_id or _count(kind) == 1:
        return None
    run(f"DELETE FROM {kind.table} WHERE id = %s", row_id)
    return Expected(kind.name, row_id, "missing")


def row_deleted_with_its_line(chance: random.Random) -> Expected | None:
    """A row is gone, and nothing in the database says that it ever was."""
    expected = row_deleted(chance)
    if expected:
        run("DELETE FROM log_leaves WHERE row_id = %s", expected.row_id)
    return expected and Expected(expected.kind, expected.row_id, "its line in the log is missing")


def row_inserted(chance: random.Random) -> Expected | None:
    """A row more of a job that had ended, or of a time before the last head that names somebody of here."""
    kind = chance.choice([kind for kind in KINDS if kind.closed_by or kind.since])
    row_id = _row(kind, chance)
    if not row_id:
        return None
    added = str(uuid4())
    columns = [column for column in (*kind.columns, *kind.words, *kind.free) if column not in {"id", kind.since}]
    names = ", ".join(f'"{column}"' for column in columns)
    when = (f', "{kind.since}"', ", now() - interval '3 hours'") if kind.since else ("", "")
    run(f"INSERT INTO {kind.table} (id, {names}{when[0]}) SELECT %s, {names}{when[1]} FROM {kind.table} WHERE id = %s",
        added, row_id)  # fmt: skip
    [[may_be_imported]] = run(f"SELECT {kind.imported} FROM {kind.table} t WHERE id = %s", added)
    return NOT_YET if may_be_imported and not kind.closed_by else Expected(kind.name, added, "added later")


def rows_swapped(chance: random.Random) -> Expected | None:
    """Two rows of a table change places."""
    kind = chance.choice(KINDS)
    rows = run("SELECT row_id::text FROM log_leaves WHERE kind = %s ORDER BY position", kind.name)
    if len(rows) < 2:
        return None
    (first,), (second,) = sorted(chance.sample(rows, 2), key=rows.index)
    for old, new in ((first, str(uuid4())), (second, first)):
        run(f"UPDATE {kind.table} SET id = %s WHERE id = %s", new, old)
        if old == first:
            spare = new
    run(f"UPDATE {kind.table} SET id = %s WHERE id = %s", second, spare)
    return Expected(kind.name, first)


def chain_hashed_anew(chance: random.Random) -> Expected | None:
    """Another text in an artifact, every hash behind it worked out again, and the lines in the log with them."""
    kind = KIND_OF["stage_artifacts"]
    found = run("SELECT job_id, position FROM stage_artifacts WHERE body IS NOT NULL ORDER BY id")
    job, position = chance.choice(found)
    run("UPDATE stage_artifacts SET body = body || ' ' WHERE job_id = %s AND position = %s", job, position)
    run("UPDATE stage_artifacts SET sha256 = encode(sha256(salt || convert_to(body, 'UTF8')), 'hex') WHERE job_id = %s",
        job)  # fmt: skip
    for (later,) in run("SELECT position FROM stage_artifacts WHERE job_id = %s ORDER BY 1", job):
        run("UPDATE stage_artifacts a SET prev_chain_hash = b.chain_hash FROM stage_artifacts b"
            " WHERE a.job_id = %s AND b.job_id = a.job_id AND a.position = %s AND b.position = a.position - 1",
            job, later)  # fmt: skip
        run("UPDATE stage_artifacts SET chain_hash = encode(sha256(convert_to(prev_chain_hash || E'\\n' || position ||"
            " E'\\n' || stage || E'\\n' || ordinal || E'\\n' || sha256, 'UTF8')), 'hex')"
            " WHERE job_id = %s AND position = %s", job, later)  # fmt: skip
    changed = run("SELECT row_id::text FROM log_leaves l JOIN stage_artifacts a ON a.id = l.row_id"
                  " WHERE a.job_id = %s AND a.position >= %s ORDER BY l.position LIMIT 1", job, position)  # fmt: skip
    rows = run("SELECT id FROM stage_artifacts WHERE job_id = %s", job)
    _hash_anew(kind, [str(row) for (row,) in rows])
    return Expected(kind.name, changed[0][0], "hashed anew")


def row_hashed_anew(chance: random.Random) -> Expected | None:
    """A changed row whose line in the log fits it."""
    kind = chance.choice(KINDS)
    row_id = _row(kind, chance)
    column = chance.choice([column for column in (*kind.columns, *kind.words) if column != "id"])
    if not row_id or not _change(kind, row_id, column, chance):
        return None
    _hash_anew(kind, [row_id])
    # Words whose salt went with an erasure cannot be hashed anew.
    is_anew = column in kind.columns or run("SELECT 1 FROM log_leaves WHERE row_id = %s AND salt IS NOT NULL", row_id)
    return Expected(kind.name, row_id, "hashed anew" if is_anew else "")


def table_truncated(chance: random.Random) -> Expected | None:
    """A whole table."""
    kind = chance.choice([kind for kind in KINDS if kind.name != "log_erasures"])
    if not _row(kind, chance):
        return None
    run(f"TRUNCATE {kind.table}")
    return Expected(kind.name, "", "the table is empty")


def log_truncated(_chance: random.Random) -> Expected:
    """The log itself."""
    run("TRUNCATE log_leaves")
    return Expected("log_leaves", "", "the table is empty")


def erasure_feigned(chance: random.Random) -> Expected | None:
    """Words blanked as if they had been erased, with the salt of their line or without."""
    kind = chance.choice([kind for kind in KINDS if set(kind.words) & set(MARKS)])
    found = run(f"SELECT t.id::text FROM {kind.table} t JOIN log_leaves l ON l.row_id = t.id"
                f" WHERE t.{_mark(kind)} IS NULL ORDER BY l.position")  # fmt: skip
    if not found:
        return None
    [row_id] = chance.choice(found)
    _blank(kind, row_id)
    if chance.random() < 0.5:
        run("UPDATE log_leaves SET salt = NULL WHERE row_id = %s", row_id)
    return Expected(kind.name, row_id, "no record of an erasure")


def words_put_back(chance: random.Random) -> Expected | None:
    """Words where there had been an erasure."""
    kind = KIND_OF[chance.choice(["message_revisions", "session_bridge_versions"])]
    found = run(f"SELECT id::text FROM {kind.table} WHERE erased_at IS NOT NULL ORDER BY id")
    [row_id] = chance.choice(found)
    run(f"UPDATE {kind.table} SET text = 'Other.', salt = 'x', erased_at = NULL WHERE id = %s", row_id)
    return Expected(kind.name, row_id)


def line_altered(chance: random.Random) -> Expected | None:
    """A byte of a line in the log."""
    found = run("SELECT kind, row_id::text FROM log_leaves ORDER BY position")
    kind, row_id = chance.choice(found)
    column = chance.choice(["hash", "words_sha256"] if KIND_OF[kind].words else ["hash"])
    run(f"UPDATE log_leaves SET {column} = set_byte({column}, 3, (get_byte({column}, 3) + 1) %% 256)"
        " WHERE row_id = %s", row_id)  # fmt: skip
    return Expected(kind, row_id)


def head_altered(chance: random.Random) -> Expected:
    """A head in the database: signed by nobody, or gone."""
    [size] = chance.choice(run("SELECT size FROM signed_heads ORDER BY 1"))
    statements = ("UPDATE signed_heads SET root = repeat('0', 64)", "DELETE FROM signed_heads",
                  "UPDATE signed_heads SET signature = repeat('0', 128)")  # fmt: skip
    run(f"{chance.choice(statements)} WHERE size = %s", size)
    return Expected("", "", "head")


def row_since_the_last_head(chance: random.Random) -> Expected:
    """A row that no head covers yet."""
    table = chance.choice(["messages", "message_revisions", "access_events"])
    [row_id] = run(f"SELECT id FROM {table} t WHERE NOT EXISTS (SELECT FROM log_leaves WHERE row_id = t.id)")[0]
    changes = {
        "messages": "sent_at = sent_at + interval '1 day'",
        "message_revisions": "text = 'Other.'",
        "access_events": "target = 'other'",
    }
    run(f"UPDATE {table} SET {changes[table]} WHERE id = %s", row_id)
    return NOT_YET


def erasure_with_a_record_of_ones_own(chance: random.Random) -> Expected | None:
    """A feigned erasure with a record: it is not yet under a head, and says who is said to have been erased."""
    expected = erasure_feigned(chance)
    if not expected:
        return None
    kind = KIND_OF[expected.kind]
    [(position, afterwards)] = run(
        f"SELECT l.position, encode({words_of(kind, chr(39) * 2 + '::bytea')}, 'hex') FROM {kind.table} t"
        " JOIN log_leaves l ON l.row_id = t.id WHERE t.id = %s", expected.row_id,
    )  # fmt: skip
    run("INSERT INTO log_erasures (id, patient_id, cause, positions, afterwards, at)"
        " VALUES (%s, %s, 'person_erased', %s, %s, now())", uuid4(), uuid4(), [position], [afterwards])  # fmt: skip
    return NOT_YET


TAMPERINGS: tuple[Callable[[random.Random], Expected | None], ...] = (
    one_byte, one_byte, one_byte, one_byte, one_byte_of_what_was_published, one_byte_of_what_was_published,
    row_deleted, row_deleted_with_its_line, row_inserted, rows_swapped, chain_hashed_anew, row_hashed_anew,
    table_truncated, log_truncated, erasure_feigned, erasure_feigned, words_put_back, line_altered, head_altered,
    row_since_the_last_head, erasure_with_a_record_of_ones_own,
)  # fmt: skip


def _row(kind: LeafKind, chance: random.Random) -> str:
    """A row of this kind under a head, '' where there is none."""
    rows = run("SELECT row_id::text FROM log_leaves WHERE kind = %s ORDER BY position", kind.name)
    return str(chance.choice(rows)[0]) if rows else ""


def _count(kind: LeafKind) -> int:
    return int(run(f"SELECT count(*) FROM {kind.table}")[0][0])


def _change(kind: LeafKind, row_id: str, column: str, chance: random.Random) -> Expected | None:
    """Another value of the column, a character apart, that the type takes."""
    [(value, of_type)] = run(
        f'SELECT "{column}"::text, pg_typeof("{column}")::text FROM {kind.table} WHERE id = %s', row_id
    )
    if value is None or value == "":
        return None
    for _ in range(20):
        place = chance.randrange(len(value))
        digit = chance.choice("0123456789abcdef")
        other = ("false" if value == "true" else "true") if of_type == "boolean" else (
            f"{value[:place]}{digit}{value[place + 1 :]}"
        )  # fmt: skip
        try:
            with transaction.atomic():
                run(f'UPDATE {kind.table} SET "{column}" = %s::{of_type} WHERE id = %s', other, row_id)
                now = row_id if column != "id" else other
                if run(f'SELECT "{column}"::text FROM {kind.table} WHERE id = %s', now) != [(value,)]:
                    return Expected(kind.name, row_id)
        except (DataError, IntegrityError):
            continue
    return None


def _hash_anew(kind: LeafKind, rows: list[str]) -> None:
    if kind.words:
        run(f"UPDATE log_leaves l SET words_sha256 = {words_of(kind, 'l.salt')} FROM {kind.table} t"
            " WHERE l.row_id = t.id AND l.salt IS NOT NULL AND t.id = ANY (%s::uuid[])", rows)  # fmt: skip
    run(f"UPDATE log_leaves l SET hash = {hash_of(kind, 'l.words_sha256')} FROM {kind.table} t"
        " WHERE l.row_id = t.id AND t.id = ANY (%s::uuid[])", rows)  # fmt: skip


def _mark(kind: LeafKind) -> str:
    return next(column for column in kind.words if column in MARKS)


def _blank(kind: LeafKind, row_id: str) -> None:
    words = ", ".join(f'"{column}" = NULL' for column in kind.words if column not in MARKS)
    run(f"UPDATE {kind.table} SET {words}, {_mark(kind)} = now() WHERE id = %s", row_id)
