"""Daylio's own backup: a ZIP, `.daylio`, with backup.daylio in it, which is JSON in base64.

Its `dayEntries` have `year`, `month` (from 0), `day`, `hour`, `minute` of the phone's clock, and name moods and
activities by number; `customMoods` and `tags` say what they are called. A mood the person never renamed has no name in
the backup: it is one of the app's five, in English.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from core.diary_formats.bundle import Bundle
from core.diary_formats.daylio import daylio_text
from core.diary_formats.json_text import parse_object
from core.diary_formats.local_time import at_clock
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, FileRefused, Row, RowRefused, derived_id

_NAME = "backup.daylio"
_OWN_MOODS = {1: "rad", 2: "good", 3: "meh", 4: "bad", 5: "awful"}


def is_daylio_backup(bundle: Bundle) -> bool:
    """Whether the archive has a backup in it."""
    return any(PurePosixPath(name).name == _NAME for name in bundle.names)


def read_daylio_backup(bundle: Bundle, options: ReadOptions) -> Iterator[Row]:
    """The entries of a backup, numbered in its order. Raises FileRefused where it cannot be read."""
    backup = _backup(bundle)
    entries = backup.get("dayEntries")
    if not isinstance(entries, list):
        raise FileRefused("is a Daylio backup without a list of entries.")
    moods, tags = _moods(backup.get("customMoods")), _names(backup.get("tags"), "name")
    for number, entry in enumerate(entries, 1):
        try:
            yield _row(number, entry, moods, tags, options)
        except RowRefused as refusal:
            yield BadRow(number, str(refusal))


def _backup(bundle: Bundle) -> dict[str, Any]:
    name = next((name for name in bundle.names if PurePosixPath(name).name == _NAME), None)
    if name is None:
        raise FileRefused("is not a backup of Daylio: it has no file backup.daylio.")
    content = bundle.load(name)
    try:
        text = content if content.lstrip().startswith(b"{") else base64.b64decode(content, validate=False)
        backup = parse_object(text.decode("utf-8-sig"))
    except (binascii.Error, UnicodeDecodeError):
        backup = None
    if backup is None:
        raise FileRefused("is a Daylio backup that cannot be read.")
    return backup


def _row(
    number: int, entry: Any, moods: Mapping[int, str], tags: Mapping[int, str], options: ReadOptions
) -> DiaryRow | EmptyRow:
    if not isinstance(entry, dict):
        raise RowRefused("entry", "is not a JSON object.")
    title, note = (entry.get(name) or "" for name in ("note_title", "note"))
    if not isinstance(title, str) or not isinstance(note, str):
        raise RowRefused("note", "is not text.")
    listed = entry.get("tags")
    chosen = [tags.get(tag, "") for tag in listed if isinstance(tag, int)] if isinstance(listed, list) else []
    mood = entry.get("mood")
    words = daylio_text(title, note, moods.get(mood, "") if isinstance(mood, int) else "", " | ".join(chosen), "")
    if not words:
        return EmptyRow(number, "the entry has no words.")
    year, month, day, hour, minute = (_number(entry, name) for name in ("year", "month", "day", "hour", "minute"))
    try:
        written_on = date(year, month + 1, day)
    except (ValueError, OverflowError):
        raise RowRefused("date", "is none.") from None
    written = at_clock(written_on, f"{hour:02}:{minute:02}", options)
    return DiaryRow(number, derived_id(written.as_written, words), written.instant, words, written.note)


def _number(entry: Mapping[str, Any], name: str) -> int:
    value = entry.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10_000:
        raise RowRefused(name, "is missing or is no number.")
    return value


def _moods(listed: object) -> dict[int, str]:
    named = _names(listed, "custom_name")
    for mood in listed if isinstance(listed, list) else ():
        own = mood.get("predefined_name_id") if isinstance(mood, dict) else None
        if isinstance(own, int) and isinstance(mood.get("id"), int) and not named.get(mood["id"]):
            named[mood["id"]] = _OWN_MOODS.get(own, "")
    return named


def _names(listed: object, key: str) -> dict[int, str]:
    return {
        each["id"]: each[key]
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict) and isinstance(each.get("id"), int) and isinstance(each.get(key), str)
    }
