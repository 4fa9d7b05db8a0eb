"""Daylio's CSV export: full_date, date, weekday, time, mood, activities, scales, note_title, note.

`full_date` and `time` are the local time of the phone, on a 12 or 24 hour clock, without a zone.
`date` and `weekday` repeat the date in the phone's language; exports of old versions have no `full_date`, but
`year` and `date`, such as 18 May. Notes hold HTML line breaks and entities. What becomes the text of a message
are the person's own words and choices, one a line and in this order: title, note, mood, activities, scales.
Nothing is added, no "Mood:" before a mood: words of ours would later be quoted as theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from core.diary_formats.delimited_table import column_names, read_table
from core.diary_formats.html_words import LINE_BREAK, LIST_ITEM, STRUCK, unescape
from core.diary_formats.local_time import read_date_and_time
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

_NEW = frozenset({"full_date", "time", "mood"})
_OLD = frozenset({"year", "date", "time", "mood", "activities"})
_WRITTEN = ("note_title", "note", "mood", "activities", "scales")
_FORMATTING = re.compile(r"</?(?a:b|strong|i|em|u|span|font|p|div|ul|ol|h[1-6])(?:\s[^>]{0,200})?>", re.IGNORECASE)


def is_daylio(text: str, name: str = "") -> bool:
    """Whether the header is that of a Daylio export, of a new or an old version."""
    columns = column_names(text)
    return columns >= _NEW or columns >= _OLD


def read_daylio(text: str, options: ReadOptions) -> Iterator[Row]:
    """The entries of an export, in its order (newest first); local times are times in the file's zone.

    Raises FileRefused where the header is not Daylio's.
    """
    if not is_daylio(text):
        raise FileRefused(
            'is not a Daylio CSV export: it needs the columns "full_date", "time" and "mood", or, in old versions, '
            '"year", "date", "time", "mood" and "activities".'
        )
    for row in read_table(text):
        if isinstance(row, BadRow):
            yield row
            continue
        try:
            yield _row(row.line, row.cells, options)
        except RowRefused as refusal:
            yield BadRow(row.line, str(refusal))


def _row(line: int, cells: Mapping[str, str], options: ReadOptions) -> DiaryRow | EmptyRow:
    day = (
        cells["full_date"]
        if "full_date" in cells
        else f"{cells.get('date', '').strip()} {cells.get('year', '').strip()}"
    )
    written = read_date_and_time(day.strip(), cells.get("time"), options)
    columns = [cells.get(column, "") for column in _WRITTEN]
    text = daylio_text(*columns)
    if not text:
        return EmptyRow(line, "the entry has no words.")
    client_id = derived_id(written.as_written, *columns)
    return DiaryRow(line, client_id, written.instant, text, written.note, untimed=written.untimed)


def daylio_text(title: str, note: str, mood: str, activities: str, scales: str) -> str:
    """What the person wrote and chose, a line each."""
    lines = [decode_note(title), decode_note(note), mood, _listed(activities), _listed(scales)]
    return "\n".join(line for line in lines if line.strip())


def decode_note(note: str) -> str:
    """A note as it was seen in the app: HTML line breaks, list items, bold and entities undone."""
    text = STRUCK.sub("~~", LIST_ITEM.sub("- ", LINE_BREAK.sub("\n", note)))
    return unescape(_FORMATTING.sub("", text)).strip()


def _listed(cell: str) -> str:
    return ", ".join(item.strip() for item in cell.split("|") if item.strip())
