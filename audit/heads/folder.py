"""Heads outside the database: a file each, the head in its first line and behind it a line for every leaf since the
head before. With these files the verification names each row; with heads alone it names the head that does not hold.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from audit.heads.head import Head, NotAHead, from_line, from_row
from audit.heads.merkle import GrowingTree
from audit.models import LogLeaf, SignedHead

_ENDING = ".head"


class Line(NamedTuple):
    """A leaf as a file of a head has it."""

    kind: str
    row_id: str
    hash: str


@dataclass(frozen=True)
class Exported:
    """What a folder or a file holds: heads by size, the leaves they vouch for by position, and what cannot be read."""

    heads: tuple[Head, ...]
    lines: dict[int, Line]
    spoilt: tuple[str, ...]


def export_heads(folder: Path) -> None:
    """Write every head that `folder` does not have yet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    there = {path.name for path in folder.glob(f"*{_ENDING}")}
    before = 0
    for row in SignedHead.objects.order_by("size"):
        if _name(row.size) not in there:
            _write(folder / _name(row.size), from_row(row), before)
        before = row.size


def is_of_this_log(folder: Path) -> bool:
    """Whether the database has the newest head in `folder`: otherwise rows were lost, or it is another log's."""
    newest = max(folder.glob(f"*{_ENDING}"), default=None)
    if newest is None:
        return True
    try:
        with newest.open() as lines:
            head = from_line(lines.readline())
    except (NotAHead, UnicodeDecodeError):
        return False
    row = SignedHead.objects.filter(size=head.size).first()
    return row is not None and from_row(row) == head


def read_heads(place: Path) -> Exported:
    """The heads in a folder, or in a file with a head a line as `sign_head` prints them. Raises OSError."""
    if not place.is_dir():
        return _read_lines(place.read_text(errors="replace"))
    heads: list[Head] = []
    lines: dict[int, Line] = {}
    spoilt: list[str] = []
    for path in sorted(place.glob(f"*{_ENDING}")):
        try:
            head, leaves = _read(path)
        except (NotAHead, ValueError, TypeError):
            spoilt.append(f"{path.name} cannot be read as a head")
            continue
        first = head.size - len(leaves)
        heads.append(head)
        if _leads_to(head, first, heads, leaves):
            lines |= {first + number: leaf for number, leaf in enumerate(leaves)}
        else:
            spoilt.append(f"the lines of {path.name} do not have the root of its head")
    return Exported(tuple(heads), lines, tuple(spoilt))


def _leads_to(head: Head, first: int, heads: list[Head], leaves: list[Line]) -> bool:
    """Whether the leaves lead from the head before to this one."""
    before = next((each for each in heads if each.size == first), None)
    if first and before is None:
        return False
    tree = before.tree() if before else GrowingTree()
    for leaf in leaves:
        tree.add(bytes.fromhex(leaf.hash))
    return tree.root().hex() == head.root


def _name(size: int) -> str:
    return f"{size:012}{_ENDING}"


def _write(path: Path, head: Head, before: int) -> None:
    """Whole or not at all: whoever copies the folder meanwhile gets no half of a file."""
    leaves = LogLeaf.objects.filter(position__gte=before, position__lt=head.size).order_by("position")
    # Two may write the same head at once.
    unfinished = path.with_name(f"{uuid4().hex}.part")
    with unfinished.open("w") as out:
        out.write(f"{head.line()}\n")
        for kind, row_id, sha256 in leaves.values_list("kind", "row_id", "hash").iterator(chunk_size=10_000):
            out.write(f"{kind} {row_id} {bytes(sha256).hex()}\n")
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(path)


def _read(path: Path) -> tuple[Head, list[Line]]:
    first, *rest = path.read_text().splitlines()
    leaves = [Line(*line.split(" ")) for line in rest]
    bytes.fromhex("".join(leaf.hash for leaf in leaves))
    return from_line(first), leaves


def _read_lines(text: str) -> Exported:
    heads, spoilt = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            heads.append(from_line(line))
        except NotAHead:
            spoilt.append(f"line {number} is not a head")
    return Exported(tuple(sorted(heads, key=lambda head: head.size)), {}, tuple(spoilt))
