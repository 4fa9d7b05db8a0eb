"""Day One's `richText`: JSON in a string, {"contents": [{"text": ..., "attributes": {...}}, {"embeddedObjects": ...}]}.

Read where an entry has no words as `text`. Struck-out words keep Markdown's marks, as they would as `text`.
"""

from __future__ import annotations

from typing import Any

from core.diary_formats.json_text import parse_object
from core.diary_formats.rows import RowRefused


def words_of_rich_text(value: object) -> str:
    """The words of an entry; '' where there is no rich text. Raises RowRefused for what is no rich text."""
    if value is None or value == "":
        return ""
    content = parse_object(value) if isinstance(value, str) else None
    pieces = content.get("contents") if content else None
    if not isinstance(pieces, list):
        raise RowRefused("richText", "cannot be read.")
    return "".join(_words(piece) for piece in pieces).strip("\n")


def _words(piece: Any) -> str:
    if not isinstance(piece, dict) or not isinstance(piece.get("text"), str):
        return ""
    text: str = piece["text"]
    attributes: dict[str, Any] = piece["attributes"] if isinstance(piece.get("attributes"), dict) else {}
    if attributes.get("strikethrough") is True and text.strip():
        core = text.strip()
        text = text.replace(core, f"~~{core}~~", 1)
    line: dict[str, Any] = attributes["line"] if isinstance(attributes.get("line"), dict) else {}
    style = line.get("listStyle")
    if style == "checkbox":
        return ("- [x] " if line.get("checked") is True else "- [ ] ") + text
    return f"- {text}" if style in ("bulleted", "numbered") else text
