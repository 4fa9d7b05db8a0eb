"""jrnl's exports: JSON, {"entries": [{"date", "time", "title", "body"}]}, and text, [2026-11-08 21:00] Title.

Title and body are the words, as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from core.diary_formats.file_text import each_line, first_line
from core.diary_formats.json_text import first_item, parse_items
from core.diary_formats.local_time import read_date_and_time, read_sent_at
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, FileRefused, Row, RowRefused, derived_id
from core.diary_formats.written_dates import DATE_PATTERN

_NO_WORDS = "the entry has no words."
_STAMP = re.compile(
    rf"\[(?P<moment>{DATE_PATTERN} \d{{1,2}}:\d{{2}}(?::\d{{2}})?(?: ?[ap]m)?)\][ \t]?(?P<title>[^\r\n]*)",
    re.IGNORECASE,
)


def is_jrnl(text: str, name: str) -> bool:
    """Whether it is either of the two."""
    found = first_item(text)
    if found is not None and found[0]:
        entry = found[1]
        return (
            isinstance(entry, dict)
            and "date" in entry
            and bool({"title", "body"} & entry.keys())
            and "creationDate" not in entry
        )
    return _STAMP.match(first_line(text)) is not None


def read_jrnl(text: str, options: ReadOptions) -> Iterator[Row]:
    """The entries of an export; times are times in the file's zone. Raises FileRefused for any other text."""
    if not is_jrnl(text, ""):
        raise FileRefused(
            'is not an export of jrnl: JSON with a list "entries", or text with lines "[date time] Title".'
        )
    return _read_json(text, options) if text.lstrip().startswith("{") else _read_text(text, options)


def _read_json(text: str, options: ReadOptions) -> Iterator[Row]:
    items = parse_items(text)
    if items is None:
        raise FileRefused("is not valid JSON.")
    for line, entry in items:
        try:
            yield _of_json(line, entry, options)
        except RowRefused as refusal:
            yield BadRow(line, str(refusal))


def _of_json(line: int, entry: Any, options: ReadOptions) -> DiaryRow | EmptyRow:
    if not isinstance(entry, dict):
        raise RowRefused("entry", "is not a JSON object.")
    parts = [entry.get(name) or "" for name in ("title", "body")]
    if not all(isinstance(part, str) for part in parts):
        raise RowRefused("title", "or body is not text.")
    words = "\n".join(part for part in parts if part.strip())
    if not words:
        return EmptyRow(line, _NO_WORDS)
    written = read_date_and_time(entry.get("date"), entry.get("time"), options)
    client_id = derived_id(written.as_written, words)
    return DiaryRow(line, client_id, written.instant, words, written.note, untimed=written.untimed)


def _read_text(text: str, options: ReadOptions) -> Iterator[Row]:
    begun: tuple[int, str] | None = None
    words: list[str] = []
    for number, line in each_line(text):
        if stamp := _STAMP.match(line.rstrip("\r")):
            if begun:
                yield _of_text(*begun, words, options)
            begun, words = (number, stamp["moment"]), [stamp["title"]]
        else:
            words.append(line.rstrip("\r"))
    if begun:
        yield _of_text(*begun, words, options)


def _of_text(line: int, moment: str, lines: list[str], options: ReadOptions) -> Row:
    words = "\n".join(lines).strip()
    if not words:
        return EmptyRow(line, _NO_WORDS)
    try:
        written = read_sent_at(moment, options)
    except RowRefused as refusal:
        return BadRow(line, str(refusal))
    client_id = derived_id(written.as_written, words)
    return DiaryRow(line, client_id, written.instant, words, written.note, untimed=written.untimed)
