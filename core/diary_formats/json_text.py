"""JSON of a diary file, in bounds: neither its depth nor its number of values takes memory beyond measure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

# Each value costs some 60 bytes and more; 64 MB of "{},{}," would be 20 million of them. What people write has about
# a comma in 50 characters.
_MAX_VALUES = 3_000_000
_DECODER = json.JSONDecoder()
_SPACE = " \t\r\n"
# Asked without cutting the text off, which may be a whole file of objects.
_NOTHING_MORE = re.compile(r"[ \t\r\n]*+\Z")


class Item(NamedTuple):
    """One of a list, and the line it begins on."""

    line: int
    value: Any


def parse_json(text: str) -> Any:
    """What the text holds. Raises ValueError for what is no JSON, is nested too deep, or has too many values."""
    _require_few_values(text)
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None


def parse_object(text: str) -> dict[str, Any] | None:
    """The JSON object a text holds, or None."""
    # As json.loads, in half the time: it is called for every line of a file.
    try:
        _require_few_values(text)
        content, end = _DECODER.raw_decode(text, _past_space(text, 0))
    except (ValueError, IndexError, RecursionError):
        return None
    return content if isinstance(content, dict) and _NOTHING_MORE.match(text, end) else None


def _require_few_values(text: str) -> None:
    if len(text) > _MAX_VALUES and text.count(",") + text.count("[") + text.count("{") > _MAX_VALUES:
        raise ValueError("too many values")


def parse_items(text: str) -> list[Item] | None:
    """The items of a JSON list, or of the list "entries" of a JSON object; None for any other text."""
    try:
        content = parse_json(text)
    except ValueError:
        return None
    items = content.get("entries") if isinstance(content, dict) else content
    if not isinstance(items, list):
        return None
    start = _entries_start(text) if isinstance(content, dict) else _past_space(text, text.index("[") + 1)
    return [Item(line, value) for line, value in zip(_lines(text, start), items, strict=True)]


def first_item(text: str) -> tuple[bool, Any] | None:
    """Whether the list of a text stands in an object, under "entries", and its first item (None if it has none).

    Only what comes before it is read; None where no such list begins.
    """
    try:
        begun = _past_space(text, 0)
        if text[begun] == "[":
            return False, _item_at(text, _past_space(text, begun + 1))
        if text[begun] != "{":
            return None
        at = _past_space(text, begun + 1)
        while text[at] != "}":
            key, at = _DECODER.raw_decode(text, at)
            at = _past_space(text, at, extra=":")
            if key == "entries" and text[at] == "[":
                return True, _item_at(text, _past_space(text, at + 1))
            at = _past_space(text, _DECODER.raw_decode(text, at)[1], extra=",")
    except (ValueError, IndexError, RecursionError):
        pass
    return None


def _item_at(text: str, at: int) -> Any:
    return None if text[at] == "]" else _DECODER.raw_decode(text, at)[0]


def _lines(text: str, at: int) -> Iterator[int]:
    """The line each item of a list begins on. The text is known to be valid; `at` is behind the opening bracket."""
    line, counted = 1, 0
    while text[at] != "]":
        line += text.count("\n", counted, at)
        counted = at
        yield line
        at = _past_space(text, _DECODER.raw_decode(text, at)[1], extra=",")


def _entries_start(text: str) -> int:
    # The last key "entries" of the outer object, as that is the one json.loads keeps.
    found, at = -1, _past_space(text, text.index("{") + 1)
    while text[at] != "}":
        key, at = _DECODER.raw_decode(text, at)
        at = _past_space(text, at, extra=":")
        if key == "entries":
            found = at
        at = _past_space(text, _DECODER.raw_decode(text, at)[1], extra=",")
    return _past_space(text, found + 1)


def _past_space(text: str, at: int, *, extra: str = "") -> int:
    while text[at] in _SPACE + extra:
        at += 1
    return at
