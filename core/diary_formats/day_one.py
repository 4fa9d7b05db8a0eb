"""Day One's JSON export: {"metadata": ..., "entries": [{"uuid", "creationDate", "text", ...}]}, one file a journal.

`creationDate` is an instant in UTC; `timeZone` says where the person was then. The instant counts:
which date it belongs to is decided by the zone the person lives in, as for every other message. An
entry's `timeZone` is used only where an old export gives `creationDate` without offset, and for an entry that lasts
all day: its date is the one it had there, wherever the person lives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from core.diary_formats.day_one_rich_text import words_of_rich_text
from core.diary_formats.day_one_text import plain_words
from core.diary_formats.json_text import first_item, parse_items
from core.diary_formats.local_time import WrittenTime, of_day, read_sent_at
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import (
    BadRow,
    DiaryRow,
    EmptyRow,
    FileRefused,
    Row,
    RowRefused,
    derived_id,
)
from core.zones import known_zones


def is_day_one(text: str, name: str) -> bool:
    """Whether the first of its entries is one of Day One, or there is none."""
    found = first_item(text)
    if found is None or not found[0]:
        return False
    entry = found[1]
    return not isinstance(entry, dict) or "creationDate" in entry or not {"date", "title", "body"} & entry.keys()


def read_day_one(text: str, options: ReadOptions) -> Iterator[Row]:
    """The entries of an export, in its order; entries of media only become EmptyRow.

    Raises FileRefused where the file is not one JSON object with a list of entries.
    """
    items = parse_items(text) if text.lstrip()[:1] == "{" else None
    if items is None:
        raise FileRefused('is not a Day One JSON export: it needs an object with a list "entries".')
    for line, entry in items:
        try:
            yield _row(line, entry, options)
        except RowRefused as refusal:
            yield BadRow(line, str(refusal))


def _row(line: int, entry: Any, options: ReadOptions) -> DiaryRow | EmptyRow:
    if not isinstance(entry, dict):
        raise RowRefused("entry", "is not a JSON object.")
    markdown = entry.get("text")
    if not isinstance(markdown, str | None):
        raise RowRefused("text", "is not text.")
    words = plain_words(markdown or "")
    if not words.strip():
        markdown = words = words_of_rich_text(entry.get("richText"))
    if not words.strip():
        return EmptyRow(line, "the entry has no words, only media or nothing.")
    if "creationDate" not in entry:
        raise RowRefused("creationDate", "is missing.")
    written = _written(entry, options)
    uuid = entry.get("uuid")
    client_id = uuid if isinstance(uuid, str) and uuid else derived_id(written.as_written, markdown or "")
    return DiaryRow(line, client_id, written.instant, words, written.note, untimed=written.untimed)


def _written(entry: Mapping[str, Any], options: ReadOptions) -> WrittenTime:
    there = _zone_of(entry, options.zone)
    written = read_sent_at(entry["creationDate"], replace(options, zone=there), field="creationDate")
    if entry.get("isAllDay") is True:
        return of_day(written.instant.astimezone(there).date(), options, "creationDate")
    return written


def _zone_of(entry: Mapping[str, Any], zone: ZoneInfo) -> ZoneInfo:
    name = entry.get("timeZone")
    # Some exports have the slash with a backslash before it.
    name = name.replace("\\", "") if isinstance(name, str) else ""
    return ZoneInfo(name) if name in known_zones() else zone
