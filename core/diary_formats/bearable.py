"""Bearable's CSV export: date, date formatted, weekday, time of day, category, rating/amount, detail, notes.

A row is one thing that was logged. Its words are the row's own: category, rating and detail in a line, then the notes.
Where the time of day is no clock time (am, pm, mid, all day) the row has its date alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.diary_formats.delimited_table import column_names, read_table
from core.diary_formats.local_time import WrittenTime, at_clock, of_day, read_clock, read_sent_at
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, FileRefused, Row, RowRefused, derived_id

_WRITTEN = ("category", "rating/amount", "detail", "notes")
_REQUIRED = frozenset({"time of day", *_WRITTEN})


def is_bearable(text: str, name: str = "") -> bool:
    """Whether the header is Bearable's."""
    columns = column_names(text)
    return columns >= _REQUIRED and bool({"date", "date formatted"} & columns)


def read_bearable(text: str, options: ReadOptions) -> Iterator[Row]:
    """The rows of an export. Raises FileRefused where the header is not Bearable's."""
    if not is_bearable(text):
        raise FileRefused("is not a Bearable CSV export: it needs the columns " + ", ".join(sorted(_REQUIRED)) + ".")
    for row in read_table(text):
        if isinstance(row, BadRow):
            yield row
            continue
        try:
            yield _row(row.line, row.cells, options)
        except RowRefused as refusal:
            yield BadRow(row.line, str(refusal))


def _row(line: int, cells: Mapping[str, str], options: ReadOptions) -> DiaryRow | EmptyRow:
    category, amount, detail, notes = (
        cells.get(name, "").strip() for name in ("category", "rating/amount", "detail", "notes")
    )
    if not (amount or detail or notes):
        return EmptyRow(line, "the row has no words.")
    words = "\n".join(part for part in (" ".join(part for part in (category, amount, detail) if part), notes) if part)
    written = _written(cells, options)
    client_id = derived_id(f"{written.as_written} {cells.get('time of day', '').strip()}", words)
    return DiaryRow(line, client_id, written.instant, words, written.note, untimed=written.untimed)


def _written(cells: Mapping[str, str], options: ReadOptions) -> WrittenTime:
    day = read_sent_at(cells.get("date") or cells.get("date formatted"), options, field="date")
    clock = cells.get("time of day", "").strip()
    written_on = day.instant.astimezone(options.home if day.untimed else options.zone).date()
    try:
        read_clock(clock)
    except RowRefused:
        return of_day(written_on, options)
    return at_clock(written_on, clock, options)
