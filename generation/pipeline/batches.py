"""Parts of a long question: each as large as may be asked at once, in the order given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from generation.pipeline.contracts import canonical_json

Item = dict[str, Any]
Part = TypeVar("Part")


def batches(items: Sequence[Part], longest: int) -> Iterator[list[Part]]:
    """Consecutive items whose JSON takes at most `longest` bytes together; an item that is longer goes alone."""
    batch: list[Part] = []
    size = 0
    for item in items:
        item_size = json_bytes(item)
        if batch and size + item_size > longest:
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += item_size
    if batch:
        yield batch


def json_bytes(content: object) -> int:
    """What `content` takes in a list, its comma included."""
    return len(canonical_json(content).encode()) + 1
