"""CSV with a header: text, sent_at (or date and perhaps time), perhaps id and author; or columns that were named."""

from __future__ import annotations

from collections.abc import Iterator

from core.diary_formats.delimited_table import column_names, header_of, read_table
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, Row, RowRefused
from core.diary_formats.table_rows import require_columns, row_of_table


def is_diary_csv(text: str, name: str = "") -> bool:
    """Whether the header has the columns this reader needs."""
    columns = column_names(text)
    return "text" in columns and bool({"sent_at", "date"} & columns)


def read_csv_rows(text: str, options: ReadOptions) -> Iterator[Row]:
    """The rows of a CSV file; local times are times in the file's zone; other columns are left aside.

    Raises FileRefused where the header lacks a column.
    """
    require_columns(options, header_of(text))
    for row in read_table(text):
        if isinstance(row, BadRow):
            yield row
            continue
        try:
            yield row_of_table(row.line, row.cells, options)
        except RowRefused as refusal:
            yield BadRow(row.line, str(refusal))
