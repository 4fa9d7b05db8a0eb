"""Whether what is stored is what the heads were signed over. It only reads, so a restored dump serves as well.

With the leaves that were exported beside the heads every wrong row is named. Without them a row that was hashed anew,
and its line with it, is only known to be among those between two heads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from audit.heads.chain_of_heads import usable, wrong_heads
from audit.heads.folder import Exported, Line
from audit.heads.head import Head, heads_of
from audit.heads.leaf_sql import set_form
from audit.heads.merkle import GrowingTree
from audit.heads.one_look import one_look
from audit.heads.stored_leaves import (
    Stored,
    count_rows,
    read_disguised,
    read_erasures,
    read_leaves,
    read_unknown,
    read_unsealed,
)
from audit.models import SignedHead

NOTHING_EXPORTED = Exported((), {}, ())
# Heads come before all rows, and behind them what has no place in the log.
_BEFORE, _BEHIND = -1, 2**62
_NO_RECORD = "its words are gone, and no record of an erasure says so"
_NO_SALT = "its words cannot be held against their hash: the salt is gone, and no record of an erasure says so"
_DISGUISED = "it is no plain table: a view, a rule, a policy or a child table may show other rows"
_ERASURES = "log_erasures"


@dataclass(frozen=True, order=True)
class Wrong:
    """Something that does not hold: a row of a kind by its place in the log, a whole table, or a head."""

    position: int
    kind: str
    row_id: str
    what: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.row_id) if part) + (": " if self.kind else "") + self.what


@dataclass(frozen=True)
class Verified:
    """What does not hold, first to last, and how far it was looked: rows under heads, heads, rows not yet under one."""

    wrong: tuple[Wrong, ...]
    rows: int
    heads: tuple[Head, ...]
    pending: Counter[str] = field(default_factory=Counter)


def verify_heads(exported: Exported = NOTHING_EXPORTED, trusted_key: str = "") -> Verified:
    """Hold every row of the database against the heads exported, and those it keeps itself since.

    `trusted_key` is the public key that heads are traced to; '' believes that of the first head.
    """
    with one_look(), connection.cursor() as cursor:
        set_form(cursor)
        kept = heads_of(SignedHead.objects.all())
        heads = usable(exported.heads, kept)
        size = heads[-1].size if heads else 0
        wrong = [Wrong(_BEFORE, "", "", what) for what in exported.spoilt]
        wrong += (Wrong(_BEFORE, "", "", what) for what in wrong_heads(exported.heads, kept, trusted_key))
        wrong += (Wrong(place, kind, "", "this version knows no such rows") for place, kind in read_unknown(cursor))
        wrong += (Wrong(_BEFORE, table, "", _DISGUISED) for table in read_disguised(cursor))
        stored: dict[int, Stored] = {}
        for leaf in read_leaves(cursor):
            if leaf.position in stored:
                wrong.append(Wrong(leaf.position, leaf.kind, leaf.row_id, "it is there twice"))
            stored[leaf.position] = leaf
        if size and not stored:
            wrong.append(Wrong(0, "log_leaves", "", f"the table is empty; it had {size} lines"))
            return Verified(tuple(sorted(wrong)), size, tuple(heads))
        counts = {kind: count_rows(cursor, kind) for kind in {leaf.kind for leaf in stored.values()}}
        wrong += _rows(
            size, stored, exported.lines, read_erasures(cursor), {kind for kind in counts if not counts[kind]}
        )
        wrong += _roots(heads, stored, exported.lines, {each.position for each in wrong})
        pending: Counter[str] = Counter()
        for row in read_unsealed(cursor, size, datetime.fromisoformat(heads[-1].at) if heads else None):
            if row.is_late:
                wrong.append(Wrong(_BEHIND, row.kind, row.row_id, "it was added later"))
            else:
                pending[row.kind] += 1
    return Verified(tuple(sorted(wrong)), size, tuple(heads), pending)


def _rows(
    size: int,
    stored: Mapping[int, Stored],
    lines: Mapping[int, Line],
    left: Mapping[int, set[str]],
    empty: set[str],
) -> list[Wrong]:
    """The rows that are not what their leaves say; one for a table of which nothing is left."""
    found = [
        Wrong(position, *_named(position, leaf, line), what)
        for position in range(size)
        if (what := _what(leaf := stored.get(position), line := lines.get(position), left.get(position, set())))
    ]
    if any(each.kind == _ERASURES for each in found):
        # The record is what is wrong; that what it vouched for no longer has a record follows from it.
        found = [each for each in found if each.what not in {_NO_RECORD, _NO_SALT}]
    missing = Counter(each.kind for each in found if each.kind in empty)
    first = {each.kind: each.position for each in reversed(found) if each.kind in empty}
    gone = [Wrong(first[kind], kind, "", f"the table is empty; it had {rows} rows") for kind, rows in missing.items()]
    return gone + [each for each in found if each.kind not in empty]


def _named(position: int, leaf: Stored | None, line: Line | None) -> tuple[str, str]:
    if line is not None:
        return line.kind, line.row_id
    return (leaf.kind, leaf.row_id) if leaf else ("log_leaves", str(position))


def _what(leaf: Stored | None, line: Line | None, left: set[str]) -> str:
    if leaf is None:
        return "its line in the log is missing"
    if line is not None and (leaf.kind, leaf.row_id) != (line.kind, line.row_id):
        return "its line in the log names another row"
    if leaf.row_hash is None:
        return "it is missing"
    if line is not None and leaf.hash.hex() != line.hash:
        return "it was hashed anew" if leaf.row_hash == leaf.hash else "its line in the log was altered"
    if leaf.row_hash != leaf.hash:
        return "it was altered"
    if leaf.words_sha256 is None or leaf.words_sha256 in left:
        return ""
    if leaf.are_gone:
        return _NO_RECORD
    return "its words were altered" if leaf.has_salt else _NO_SALT


def _roots(
    heads: Sequence[Head], stored: Mapping[int, Stored], lines: Mapping[int, Line], wrong: set[int]
) -> Iterator[Wrong]:
    """Heads whose root is not that of their rows, where no row of theirs is known to be wrong."""
    before, tree = 0, GrowingTree()
    for head in heads:
        for position in range(before, head.size):
            line, leaf = lines.get(position), stored.get(position)
            tree.add(bytes.fromhex(line.hash) if line else leaf.hash if leaf else b"")
        if tree.root().hex() != head.root:
            if not any(before <= position < head.size for position in wrong):
                what = f"rows {before} to {head.size - 1} of the log were hashed anew: the signed root is another"
                yield Wrong(before, "", "", what)
            # From the next head on it is asked again: what was signed is known.
            tree = head.tree()
        before = head.size
