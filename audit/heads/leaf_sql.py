"""What a leaf commits to, worked out by Postgres: an array of texts as JSON, behind the kind's name.

Half a million rows are hashed where they lie, instead of being fetched. The form is that of docs/heads.md, and a test
works it out a second time without Postgres.
"""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

from audit.heads.kinds import LeafKind

# How values become text is a setting of the session; these are part of the form.
_FORM = {
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
}
# Behind it stands a hash of what is no secret.
NO_SALT = "''::bytea"
# Of all who seal and erase; "logl" in bytes.
_LOCK = 0x6C6F676C


def set_form(cursor: CursorWrapper) -> None:
    """For the rest of the transaction: values become text in the form that leaves are made of."""
    for name, value in _FORM.items():
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def hold_log(cursor: CursorWrapper) -> None:
    """Until the transaction ends nobody else seals rows, and nobody takes words out of them.

    A row whose words go just as it is taken in would be taken in with its words and never lose its salt.
    """
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def hold_off_sealing(cursor: CursorWrapper) -> None:
    """Until the transaction ends nobody seals rows; any number of erasures may go on beside each other."""
    cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])


def words_of(kind: LeafKind, salt: str) -> str:
    """SQL: the hash over the words of a row `t` behind `salt`; NULL for kinds without."""
    if not kind.words:
        return "NULL::bytea"
    return f"sha256({salt} || {_json(kind.words)})"


def hash_of(kind: LeafKind, words: str) -> str:
    """SQL: the hash of the leaf of a row `t` whose words have the hash `words`."""
    data = _json(kind.columns, first=kind.name, last=f"encode({words}, 'hex')")
    return f"sha256('\\x00'::bytea || {data})"


def _json(columns: tuple[str, ...], *, first: str = "", last: str = "") -> str:
    values = [*([f"'{first}'::text"] if first else []), *(f't."{column}"::text' for column in columns)]
    return f"convert_to(json_build_array({', '.join([*values, *([last] if last else [])])})::text, 'UTF8')"
