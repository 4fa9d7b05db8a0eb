"""CSV with a header: text, sent_at (or date and time), perhaps id. Comma, semicolon or tab."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from core.diary_formats.delimited_table import column_names, read_table
from core.diary_formats.local_time import WrittenTime, read_date_and_time, read_sent_at
from core.diary_formats.rows import BadRow, DiaryRow, FileRefused, Row, RowRefused, derived_id


def is_diary_csv(text: str) -> bool:
    """Whether the header has the columns this reader needs."""
    columns = column_names(text)
    return "text" in columns and ("sent_at" in columns or {"date", "time"} <= columns)


def read_csv_rows(text: str, zone: ZoneInfo) -> Iterator[Row]:
    """The rows of a CSV file; local times are times in `zone`; other columns are left aside.

    Raises FileRefused where the header lacks a column.
    """
    if not is_diary_csv(text):
        raise FileRefused(
            'is not CSV with a header: it needs the columns "text" and "sent_at", '
            'or "text", "date" and "time"; "id" is optional.'
        )
    for row in read_table(text):
        if isinstance(row, BadRow):
            yield row
            continue
        try:
            yield _row(row.line, row.cells, zone)
        except RowRefused as refusal:
            yield BadRow(row.line, str(refusal))


def _row(line: int, cells: Mapping[str, str], zone: ZoneInfo) -> DiaryRow:
    written = _written_time(cells, zone)
    client_id = cells.get("id", "").strip() or derived_id(written.as_written, cells["text"])
    return DiaryRow(line, client_id, written.instant, cells["text"], written.note)


def _written_time(cells: Mapping[str, str], zone: ZoneInfo) -> WrittenTime:
    # A row may leave sent_at blank and give date and time, where the header has all three.
    if cells.get("sent_at", "").strip() or "date" not in cells:
        return read_sent_at(cells["sent_at"], zone)
    return read_date_and_time(cells["date"], cells.get("time"), zone)
