"""JSONL: one JSON object a line with "text", "sent_at" (or "date" and "time") and perhaps "id"."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from core.diary_formats.local_time import WrittenTime, read_date_and_time, read_sent_at
from core.diary_formats.rows import BadRow, DiaryRow, FileRefused, Row, RowRefused, derived_id


def read_jsonl(text: str, zone: ZoneInfo) -> Iterator[Row]:
    """The rows of a JSONL file; local times are times in `zone`; other keys are left aside.

    Raises FileRefused where not one line is a JSON object, as then it is another format.
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if all(parse_object(line) is None for _, line in lines):
        raise FileRefused("is not JSONL: no line of it is a JSON object.")
    for number, line in lines:
        content = parse_object(line)
        if content is None:
            yield BadRow(number, "is not a JSON object on one line.")
            continue
        try:
            yield _row(number, content, zone)
        except RowRefused as refusal:
            yield BadRow(number, str(refusal))


def parse_object(line: str) -> dict[str, Any] | None:
    """The JSON object a line holds, or None."""
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _row(number: int, content: dict[str, Any], zone: ZoneInfo) -> DiaryRow:
    written = _written_time(content, zone)
    text = content.get("text")
    if not isinstance(text, str):
        raise RowRefused("text", "is missing or is not text.")
    client_id = _given_id(content.get("id")) or derived_id(written.as_written, text)
    return DiaryRow(number, client_id, written.instant, text, written.note)


def _written_time(content: dict[str, Any], zone: ZoneInfo) -> WrittenTime:
    if "sent_at" in content:
        return read_sent_at(content["sent_at"], zone)
    if "date" in content:
        return read_date_and_time(content["date"], content.get("time"), zone)
    raise RowRefused("sent_at", 'is missing; give "sent_at", or "date" and "time".')


def _given_id(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise RowRefused("id", "is neither text nor a whole number.")
    return str(value)
