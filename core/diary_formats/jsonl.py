"""JSON objects with "text", "sent_at" (or "date" and perhaps "time"), perhaps "id" and "author".

One a line (JSONL), or the items of a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.diary_formats.file_text import each_line, first_line
from core.diary_formats.json_text import first_item, parse_items, parse_object
from core.diary_formats.local_time import WrittenTime, read_date_and_time, read_sent_at
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, FileRefused, Row, RowRefused, derived_id

_JSONL_NAMES = (".jsonl", ".ndjson")


def is_jsonl(text: str, name: str) -> bool:
    """Whether the first line that is not blank is an object; or the name says so."""
    first = first_line(text)
    return (first.startswith("{") and parse_object(first) is not None) or name.lower().endswith(_JSONL_NAMES)


def is_json_array(text: str, name: str) -> bool:
    """Whether it is a list of objects."""
    found = first_item(text)
    return found is not None and not found[0] and isinstance(found[1], dict | None)


def read_jsonl(text: str, options: ReadOptions) -> Iterator[Row]:
    """The rows of a JSONL file; local times are times in the file's zone; other keys are left aside.

    Raises FileRefused where not one line is a JSON object, as then it is another format.
    """
    if all(parse_object(line) is None for _, line in _lines(text)):
        raise FileRefused("is not JSONL: no line of it is a JSON object.")
    for number, line in _lines(text):
        content = parse_object(line)
        if content is None:
            yield BadRow(number, "is not a JSON object on one line.")
        else:
            yield _read(number, content, options)


def read_json_array(text: str, options: ReadOptions) -> Iterator[Row]:
    """The items of a list, each with the line it begins on. Raises FileRefused for any other text."""
    items = parse_items(text) if text.lstrip()[:1] == "[" else None
    if items is None:
        raise FileRefused("is not a JSON list of objects.")
    for number, content in items:
        if isinstance(content, dict):
            yield _read(number, content, options)
        else:
            yield BadRow(number, "is not a JSON object.")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in each_line(text) if line and not line.isspace())


def _read(number: int, content: dict[str, Any], options: ReadOptions) -> Row:
    try:
        return _row(number, content, options)
    except RowRefused as refusal:
        return BadRow(number, str(refusal))


def _row(number: int, content: dict[str, Any], options: ReadOptions) -> DiaryRow:
    written = _written_time(content, options)
    text = content.get("text")
    if not isinstance(text, str):
        raise RowRefused("text", "is missing or is not text.")
    client_id = _given_id(content.get("id")) or derived_id(written.as_written, text)
    author = content.get("author")
    author = author if isinstance(author, str) else ""
    return DiaryRow(number, client_id, written.instant, text, written.note, author, untimed=written.untimed)


def _written_time(content: dict[str, Any], options: ReadOptions) -> WrittenTime:
    if "sent_at" in content:
        return read_sent_at(content["sent_at"], options)
    if "date" in content:
        if content.get("time") is None:
            return read_sent_at(content["date"], options, field="date")
        return read_date_and_time(content["date"], content["time"], options)
    raise RowRefused("sent_at", 'is missing; give "sent_at", or "date" and "time".')


def _given_id(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise RowRefused("id", "is neither text nor a whole number.")
    return str(value)
