"""Heads held against each other: each is signed, goes on from the one before, and is the same wherever it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.heads.head import Head


def usable(exported: Sequence[Head], kept: Sequence[Head]) -> list[Head]:
    """The genuine heads by size; of two over as many rows the exported one."""
    by_size = {head.size: head for head in (*kept, *exported) if head.is_genuine}
    return [by_size[size] for size in sorted(by_size)]


def wrong_heads(exported: Sequence[Head], kept: Sequence[Head], trusted_key: str) -> Iterator[str]:
    """What does not hold among the heads, in words. `kept` are those of the database.

    With `trusted_key` the heads before the first that it signed are vouched for by that one, which holds all their
    rows.
    """
    for head in exported:
        if not head.is_genuine:
            yield f"the exported head over {head.size} rows is not signed by its key"
    for head in kept:
        if not head.is_genuine:
            yield f"the head over {head.size} rows in the database is not signed by its key"
    in_database = {head.size: head for head in kept}
    for head in exported:
        if head.size not in in_database:
            yield f"the head over {head.size} rows is missing in the database"
        elif in_database[head.size] != head:
            yield f"the head over {head.size} rows in the database is another than the exported one"
    yield from _strangers(usable(exported, kept), trusted_key)


def _strangers(heads: Sequence[Head], trusted_key: str) -> Iterator[str]:
    keys = [head.public_key for head in heads]
    if trusted_key and heads and trusted_key not in keys:
        yield "no head is signed by the key that was named"
        return
    first = keys.index(trusted_key) if trusted_key and heads else 0
    for before, head in zip(heads[first:], heads[first + 1 :], strict=False):
        if not head.goes_on_from(before):
            yield f"from the head over {head.size} rows on another key signs, which the one before did not hand over to"
