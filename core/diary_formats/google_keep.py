"""Google Keep's part of a Takeout: a JSON file for each note, with an HTML copy beside it that is not read.

The time is when a note was created, or, in older exports, last edited: microseconds since 1970. Notes in the bin are
left aside. A list is a line for each item, with Markdown's boxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.diary_formats.json_text import parse_object
from core.diary_formats.local_time import read_sent_at
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, FileRefused, OtherRow, Row, RowRefused, derived_id

_TIMES = ("createdTimestampUsec", "userEditedTimestampUsec")


def is_keep(text: str, name: str) -> bool:
    """Whether it is the file of one note."""
    note = parse_object(text)
    return note is not None and any(time in note for time in _TIMES)


def read_keep(text: str, options: ReadOptions) -> Iterator[Row]:
    """The one note of a file. Raises FileRefused for any other text."""
    note = parse_object(text)
    if note is None or not any(time in note for time in _TIMES):
        raise FileRefused("is not a note of Google Keep.")
    try:
        yield _row(note, options)
    except RowRefused as refusal:
        yield BadRow(1, str(refusal))


def _row(note: dict[str, Any], options: ReadOptions) -> Row:
    if note.get("isTrashed") is True:
        return OtherRow(1, "the note is in the bin.")
    parts = [note.get("title") or "", note.get("textContent") or "", _listed(note.get("listContent"))]
    if not all(isinstance(part, str) for part in parts):
        raise RowRefused("textContent", "is not text.")
    words = "\n".join(part for part in parts if part.strip())
    if not words:
        return EmptyRow(1, "the note has no words, only media or nothing.")
    field = next(time for time in _TIMES if time in note)
    written = read_sent_at(note[field], options, field=field)
    return DiaryRow(1, derived_id(written.as_written, words), written.instant, words, untimed=written.untimed)


def _listed(items: object) -> str:
    if not isinstance(items, list):
        return ""
    return "\n".join(
        f"- [{'x' if item.get('isChecked') is True else ' '}] {item['text']}"
        for item in items
        if isinstance(item, dict) and isinstance(item.get("text"), str) and item["text"].strip()
    )
