"""Bodies nobody should send, and some that people do."""

from __future__ import annotations

import json
import math
import random
from typing import Any

_SPECIAL = (
    *("\0", "\x1b", "\u202e", "\ufeff", "\u2028", "\U0010ffff", "e\u0301", "\ufdfa", "\U0001f469\u200d\U0001f467"),
    *("\r\n", "\\u0000", "'", '"', "%s", "{{"),
)
_OTHER: tuple[Any, ...] = (None, True, 0, -1, 10**400, 1e308, math.nan, math.inf, [], {}, {"a": {"b": []}}, "")


def some_text(chance: random.Random) -> str:
    """Any characters of Unicode, halves of pairs among them; mostly short, sometimes a megabyte."""
    length = chance.choice((0, 1, 1, 2, 5, 20, 200, 2001)) if chance.random() < 0.99 else 1 << 20
    if length > 3000:
        return chance.choice(("a", "é", "𝔞")) * length
    return "".join(_some_character(chance) for _ in range(length))


def _some_character(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.5:
        return chr(chance.randrange(0x20, 0x7F))
    if kind < 0.6:
        return chance.choice(_SPECIAL)
    return chr(chance.randrange(0x110000)) if kind < 0.97 else chr(chance.randrange(0xD800, 0xE000))


def some_value(chance: random.Random) -> Any:
    """Mostly a text; else anything JSON has, and a little more."""
    if chance.random() < 0.75:
        return some_text(chance)
    return chance.choice((*_OTHER, [some_text(chance)]))


def some_body(chance: random.Random, fields: list[str]) -> bytes:
    """An object with some of the fields, as JSON; sometimes with a name twice, very deep, cut off or no JSON at all."""
    chosen = [name for name in fields if chance.random() < 0.7] or fields[:1]
    body = json.dumps({name: some_value(chance) for name in chosen}, ensure_ascii=chance.random() < 0.5)
    written = body.encode("utf-8", "surrogatepass")
    kind = chance.random()
    if kind < 0.04 and chosen:
        return written[:-1] + f', "{chosen[0]}": "again"}}'.encode()
    if kind < 0.06:
        depth = chance.choice((10, 1000, 20000))
        return b'{"a": ' + b"[" * depth + b"]" * depth + b"}"
    if kind < 0.08:
        return written[: chance.randrange(len(written))]
    if kind < 0.1:
        return chance.randbytes(50)
    return written
