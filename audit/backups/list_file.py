"""The list as a small file beside the backups: kinds and ids, no words. It ends with a line that vouches for it.

That line has the moment as of which the list is, how many lines there are, the kinds it knows, the installation, and a
hash that runs through every line: a list that was cut off, changed, or is of another database is not one.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from audit.backups.installation import clock, installation_id
from audit.backups.listed import Listed, Row
from audit.backups.taken_back import KINDS
from audit.backups.whole_files import whole_or_not

FILE_NAME = "taken-back.jsonl"
_END = "end"
_ANEW = (
    "Take another copy of it and name that by --taken-back; where the database it is of still answers, `manage.py"
    " backup --list-only` writes it anew. With --without-list words that were erased and rights that were taken since"
    " come back."
)


class UnusableList(Exception):
    """The file is no whole list of what was taken back, or not the one that is wanted; the message says what to do."""


class ListFile(NamedTuple):
    """What the file says, whose it is, and as of when."""

    listed: Listed
    installation: str
    at: datetime


def write_list(folder: Path) -> Path:
    """Rewrite the whole list in `folder`; readers see the old one or the new one."""
    path = folder / FILE_NAME
    # Before anything is read: whatever happens from now on may be missing.
    end: dict[str, Any] = {
        "kind": _END,
        "at": clock().isoformat(),
        "installation": installation_id(),
        "kinds": [*KINDS],
    }
    running = _Running()
    with whole_or_not(path) as file:
        for name, kind in KINDS.items():
            for row in sorted(kind.listed()):
                file.write(running.add(json.dumps({"kind": name, "of": row}) + "\n"))
        end["lines"] = running.lines
        file.write(json.dumps({**end, "sha256": running.over(end)}) + "\n")
    return path


def read_list(path: Path) -> ListFile:
    """Raises UnusableList where it is not whole, OSError where it cannot be read."""
    text = path.read_text(encoding="utf-8", errors="replace")
    *lines, last = text.splitlines(keepends=True) or [""]
    running = _Running()
    for line in lines:
        running.add(line)
    try:
        end = json.loads(last)
        sha256 = end.pop("sha256")
        found = ListFile(
            Listed(tuple(end["kinds"]), tuple(_row(line) for line in lines)),
            str(end["installation"]),
            datetime.fromisoformat(end["at"]),
        )
        is_end = end["kind"] == _END
    except (ValueError, KeyError, TypeError, AttributeError):
        is_end = False
    if not is_end:
        raise UnusableList(f"{path} is not whole: it was cut off, or is no such list. {_ANEW}")
    if end["lines"] != len(lines) or sha256 != running.over(end):
        raise UnusableList(f"{path} was changed: its hash is not over the {len(lines)} lines it has. {_ANEW}")
    if newer := set(found.listed.kinds) - set(KINDS):
        raise UnusableList(f"Newer code wrote {path}: it lists {min(newer)}. Restore with that code.")
    return found


def require_of_backup(path: Path, found: ListFile, installation: str, made_at: datetime, *, is_recovered: bool) -> None:
    """Raises UnusableList for a list of another installation, or of before the backup, which lacks what came since.

    `is_recovered`: the backup is of a database that was brought back to an earlier moment.
    """
    if found.installation != installation:
        raise UnusableList(f"{path} is of another installation than the backup. {_ANEW}")
    if found.at < made_at and not is_recovered:
        raise UnusableList(
            f"{path} is as of {found.at:%Y-%m-%d %H:%M:%S} UTC, before the backup of {made_at:%Y-%m-%d %H:%M:%S}: it"
            f" lacks what was taken back since. {_ANEW} Where the backup is of a database that was recovered to an"
            " earlier moment, say --recovered."
        )


class _Running:
    """A hash through every line: each is hashed together with the hash of all before it."""

    def __init__(self) -> None:
        self.lines, self._sha256 = 0, ""

    def add(self, line: str) -> str:
        """Take in a line with its end; it is given back."""
        self.lines += 1
        self._sha256 = self._over(line)
        return line

    def over(self, end: dict[str, Any]) -> str:
        """The hash over all lines and the last one, without the hash in it."""
        return self._over(json.dumps(end, sort_keys=True))

    def _over(self, text: str) -> str:
        return hashlib.sha256(f"{self._sha256}{text}".encode()).hexdigest()


def _row(line: str) -> tuple[str, Row]:
    row = json.loads(line)
    return str(row["kind"]), tuple(map(str, row["of"]))
