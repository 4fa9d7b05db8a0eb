"""Making a head: rows are taken in, the tree grows from the head before, the root is signed and put down."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from audit.heads.folder import export_heads, is_of_this_log
from audit.heads.head import Head, from_row, sign
from audit.heads.leaf_sql import hold_log
from audit.heads.merkle import GrowingTree
from audit.heads.sealing import SETTLED, seal_rows
from audit.heads.signing import KeyUnusable, make_key, public_hex, read_key
from audit.models import LogLeaf, SignedHead
from core.faultpoints import committing


class LogBroken(Exception):
    """The log does not go on from its last head, so nothing is signed; the message says how."""


@dataclass(frozen=True)
class Keys:
    """The key that signs now, and the one it takes the place of."""

    key: Ed25519PrivateKey
    old: Ed25519PrivateKey | None = None


def sign_head(*, rotate: bool = False, lost_key: bool = False, settled: timedelta = SETTLED) -> Head | None:
    """Take in what is new, sign a head over all of it, export it. None: nothing is new under the key of the last one.

    `rotate`: from now on with a new key, which the old one signs. `lost_key`: with a new key that nobody vouches for.
    Raises KeyUnusable, LogBroken.
    """
    path = Path(settings.HEAD_SIGNING_KEY_FILE)
    folder = Path(settings.HEADS_FOLDER) if settings.HEADS_FOLDER else None
    if folder and not is_of_this_log(folder):
        raise LogBroken(
            f"The newest head in {folder} is none of this database's: rows were lost, or another log's heads lie there."
            " Run `manage.py verify`; a database that begins anew takes an empty folder."
        )
    with committing("sign_head"):
        last = _last_head()
        size = seal_rows(settled)
        keys = _keys(path, last, rotate=rotate, lost_key=lost_key)
        is_new_key = last is not None and last.public_key != public_hex(keys.key)
        head = None
        if size and (last is None or size != last.size):
            head = sign(_grown(last, size), _now(), keys.key, keys.old if is_new_key else None)
            SignedHead.objects.create(**{**asdict(head), "at": datetime.fromisoformat(head.at)})
        elif is_new_key:
            raise KeyUnusable("There is nothing new to sign, so the key stays: one change of keys goes with one head.")
    if head is not None and is_new_key:
        _next(path).replace(path)
    if folder:
        export_heads(folder)
    return head


def _last_head() -> Head | None:
    """The head that the next one goes on from; nobody else takes rows in meanwhile.

    Raises LogBroken where it is not genuine, or where a line under it is missing: what is new would take the place of
    lines that were cut off the end, and hide that.
    """
    with connection.cursor() as cursor:
        hold_log(cursor)
        row = SignedHead.objects.last()
        if row is None:
            return None
        last = from_row(row)
        if not last.is_genuine:
            raise LogBroken(f"The head over {last.size} rows in the database was changed. Run `manage.py verify`.")
        # Counting takes a fifth of the time of looking for the one that is missing.
        cursor.execute("SELECT count(*) FROM log_leaves WHERE position < %s", [last.size])
        if cursor.fetchone() == (last.size,):
            return last
        cursor.execute(
            """
            SELECT min(line) FROM generate_series(0, %s - 1) line
            WHERE NOT EXISTS (SELECT FROM log_leaves WHERE position = line)
            """,
            [last.size],
        )
        [missing] = cursor.fetchone()
    raise _missing(missing)


def _missing(line: int) -> LogBroken:
    return LogBroken(f"Line {line} of the log is missing. Run `manage.py verify`.")


def _keys(path: Path, last: Head | None, *, rotate: bool, lost_key: bool) -> Keys:
    key, coming = read_key(path), read_key(_next(path))
    if last is None:
        return Keys(key or make_key(path))
    if coming and public_hex(coming) == last.public_key:
        # A change of keys that was cut off behind its head.
        _next(path).replace(path)
        key, coming = coming, None
    if lost_key:
        return Keys(coming or make_key(_next(path)))
    if key is None:
        raise KeyUnusable(
            f"The key of the last head is not in {path}. Put it back from where you keep a copy; if it is lost,"
            " `manage.py sign_head --lost-key` begins with another one, and every verification will say so."
        )
    if public_hex(key) != last.public_key:
        raise KeyUnusable(
            f"{path} holds another key than that of the last head. Put the right one back, or run"
            " `manage.py sign_head --lost-key`: every verification will say that the key changed."
        )
    return Keys(coming or make_key(_next(path)), key) if rotate else Keys(key)


def _next(path: Path) -> Path:
    """Where a new key waits until a head is signed with it."""
    return path.with_name(f"{path.name}.next")


def _grown(last: Head | None, size: int) -> GrowingTree:
    """The tree over all leaves, from the last head on: what was signed once is never worked out anew.

    Raises LogBroken where leaves are missing.
    """
    tree = last.tree() if last else GrowingTree()
    leaves = LogLeaf.objects.filter(position__gte=tree.size).order_by("position").values_list("position", "hash")
    for position, leaf in leaves.iterator(chunk_size=10_000):
        if position != tree.size:
            break
        tree.add(bytes(leaf))
    if tree.size != size:
        raise _missing(tree.size)
    return tree


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now
