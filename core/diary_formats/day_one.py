"""Day One's JSON export: {"metadata": ..., "entries": [{"uuid", "creationDate", "text", ...}]}.

`creationDate` is an instant in UTC; `timeZone` says where the person was then. The instant counts:
which date it belongs to is decided by the zone the person lives in, as for every other message. An
entry's `timeZone` is used only where an old export gives `creationDate` without offset.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from core.diary_formats.day_one_text import plain_words
from core.diary_formats.local_time import read_sent_at
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

_NOT_DAY_ONE = 'is not a Day One JSON export: it needs an object with a list "entries".'


def read_day_one(text: str, zone: ZoneInfo) -> Iterator[Row]:
    """The entries of an export, in its order; entries of media only become EmptyRow.

    Raises FileRefused where the file is not one JSON object with a list of entries.
    """
    entries = parse_entries(text)
    if entries is None:
        raise FileRefused(_NOT_DAY_ONE)
    for line, entry in zip(_entry_lines(text), entries, strict=True):
        try:
            yield _row(line, entry, zone)
        except RowRefused as refusal:
            yield BadRow(line, str(refusal))


def parse_entries(text: str) -> list[Any] | None:
    """The list of entries of a Day One export, or None for any other text."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    entries = content.get("entries") if isinstance(content, dict) else None
    return entries if isinstance(entries, list) else None


def _row(line: int, entry: Any, zone: ZoneInfo) -> DiaryRow | EmptyRow:
    if not isinstance(entry, dict):
        raise RowRefused("entry", "is not a JSON object.")
    markdown = entry.get("text", "")
    if not isinstance(markdown, str):
        raise RowRefused("text", "is not text.")
    words = plain_words(markdown)
    if not words.strip():
        return EmptyRow(line, "the entry has no words, only media or nothing.")
    if "creationDate" not in entry:
        raise RowRefused("creationDate", "is missing.")
    written = read_sent_at(entry["creationDate"], _zone_of(entry, zone), field="creationDate")
    uuid = entry.get("uuid")
    client_id = uuid if isinstance(uuid, str) and uuid else derived_id(written.as_written, markdown)
    return DiaryRow(line, client_id, written.instant, words, written.note)


def _zone_of(entry: Mapping[str, Any], zone: ZoneInfo) -> ZoneInfo:
    name = entry.get("timeZone")
    return ZoneInfo(name) if isinstance(name, str) and name in known_zones() else zone


def _entry_lines(text: str) -> Iterator[int]:
    """The line each entry begins on. `text` is known to be valid JSON with a list "entries"."""
    decoder = json.JSONDecoder()
    at, line, counted = _entries_start(text, decoder), 1, 0
    while text[at] != "]":
        line += text.count("\n", counted, at)
        counted = at
        yield line
        at = _past_space(text, decoder.raw_decode(text, at)[1], extra=",")


def _entries_start(text: str, decoder: json.JSONDecoder) -> int:
    # The last key "entries" of the outer object, as that is the one json.loads keeps.
    found, at = -1, _past_space(text, text.index("{") + 1)
    while text[at] != "}":
        key, at = decoder.raw_decode(text, at)
        at = _past_space(text, at, extra=":")
        if key == "entries":
            found = at
        at = _past_space(text, decoder.raw_decode(text, at)[1], extra=",")
    return _past_space(text, found + 1)


def _past_space(text: str, at: int, *, extra: str = "") -> int:
    while text[at] in " \t\r\n" + extra:
        at += 1
    return at
