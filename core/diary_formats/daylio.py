"""Daylio's CSV export: full_date, date, weekday, time, mood, activities, scales, note_title, note.

`full_date` and `time` are the local time of the phone, on a 12 or 24 hour clock, without a zone.
`date` and `weekday` repeat the date in the phone's language. Notes hold HTML line breaks and
entities. What becomes the text of a message are the person's own words and choices, one a line and
in this order: title, note, mood, activities, scales. Nothing is added, no "Mood:" before a mood: words
of ours would later be quoted as theirs.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from core.diary_formats.delimited_table import column_names, read_table
from core.diary_formats.local_time import read_date_and_time
from core.diary_formats.rows import (
    BadRow,
    DiaryRow,
    EmptyRow,
    FileRefused,
    Row,
    RowRefused,
    derived_id,
)

_REQUIRED = frozenset({"full_date", "time", "mood"})
_WRITTEN = ("note_title", "note", "mood", "activities", "scales")
_LINE_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|ul|ol|h[1-6])>", re.IGNORECASE)
_LIST_ITEM = re.compile(r"<li(?:\s[^>]{0,200})?>", re.IGNORECASE)
_FORMATTING = re.compile(
    r"</?(?:b|strong|i|em|u|s|strike|del|span|font|p|div|ul|ol|h[1-6])(?:\s[^>]{0,200})?>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def is_daylio(text: str) -> bool:
    """Whether the header is that of a Daylio export."""
    return column_names(text) >= _REQUIRED


def read_daylio(text: str, zone: ZoneInfo) -> Iterator[Row]:
    """The entries of an export, in its order (newest first); local times are times in `zone`.

    Raises FileRefused where the header is not Daylio's.
    """
    if not is_daylio(text):
        raise FileRefused(
            'is not a Daylio CSV export: it needs the columns "full_date", "time" and "mood". '
            "Export it again with a recent version of the app."
        )
    for row in read_table(text):
        if isinstance(row, BadRow):
            yield row
            continue
        try:
            yield _row(row.line, row.cells, zone)
        except RowRefused as refusal:
            yield BadRow(row.line, str(refusal))


def _row(line: int, cells: Mapping[str, str], zone: ZoneInfo) -> DiaryRow | EmptyRow:
    written = read_date_and_time(cells["full_date"], cells["time"], zone)
    columns = [cells.get(column, "") for column in _WRITTEN]
    title, note, mood, activities, scales = columns
    lines = [decode_note(title), decode_note(note), mood, _listed(activities), _listed(scales)]
    text = "\n".join(line for line in lines if line.strip())
    if not text:
        return EmptyRow(line, "the entry has no words.")
    client_id = derived_id(written.as_written, *columns)
    return DiaryRow(line, client_id, written.instant, text, written.note)


def decode_note(note: str) -> str:
    """A note as it was seen in the app: HTML line breaks, list items, bold and entities undone."""
    text = _LIST_ITEM.sub("- ", _LINE_BREAK.sub("\n", note))
    text = _FORMATTING.sub("", text)
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text).strip()


def _listed(cell: str) -> str:
    return ", ".join(item.strip() for item in cell.split("|") if item.strip())
