"""Parts of a long question: each as large as keeps the instructions at most of what is sent, in the order given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generation.pipeline.contracts import canonical_json

Item = dict[str, Any]


def batches(items: Sequence[Item], longest: int) -> Iterator[list[Item]]:
    """Consecutive items whose JSON takes at most `longest` bytes together; an item that is longer goes alone."""
    batch: list[Item] = []
    size = 0
    for item in items:
        item_size = len(canonical_json(item).encode()) + 1
        if batch and size + item_size > longest:
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += item_size
    if batch:
        yield batch
