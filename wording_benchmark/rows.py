"""The rows of the benchmark: its files, and the mark of those neutral rows that report speech."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def splits() -> tuple[str, ...]:
    """The names of the parts that are here."""
    return tuple(sorted(file.stem for file in HERE.glob("*.jsonl")))


def read_rows(names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of these parts, `reported` set where a neutral row reports speech or names whose words it gives."""
    for name in names:
        # Not splitlines: a text may hold line separators of other kinds.
        for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").split("\n"):
            if line.strip():
                row = json.loads(line)
                yield row | {"reported": row["id"] in _reported()}


@cache
def _reported() -> frozenset[str]:
    return frozenset((HERE / "reported.txt").read_text(encoding="utf-8").split())
