"""What was published as JSON, read back. An older system may have published anything, so nothing is taken on trust."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from generation.pipeline.contracts import canonical_json

# Deeper than any reading, and far from what readers and writers of JSON give up at.
_DEEPEST = 40


def read_published(text: str) -> Any:
    """The JSON value in `text`, such that it can be written again. Raises ValueError for anything else.

    Refused are NaN and infinities, half characters, and values too deep for whoever goes through them.
    """
    try:
        value = json.loads(text, parse_constant=_refuse)
        _require_shallow(value)
        canonical_json(value).encode()
    except RecursionError:
        raise ValueError("too deep") from None
    return value


def _require_shallow(value: Any) -> None:
    level = [value]
    for _ in range(_DEEPEST):
        level = [inner for one in level if isinstance(one, list | dict) for inner in _inside(one)]
    if level:
        raise ValueError("too deep")


def _inside(value: list[Any] | dict[str, Any]) -> list[Any]:
    return value if isinstance(value, list) else list(value.values())


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
