"""The same rows as tables that any spreadsheet opens, and in which no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from core.exporting import Row, safe_cell
from generation.archives.rows import AccessRow, MessageRow, SessionRow, SummaryRow
from generation.pipeline.contracts import Value

# The table made of a file of rows, and its columns.
TABLES: Mapping[str, tuple[str, Sequence[str]]] = MappingProxyType(
    {
        "messages.jsonl": ("csv/messages.csv", ("sent_at", "id", "deleted_at", "text")),
        "sessions.jsonl": ("csv/sessions.csv", ("session_date", "id", "transcript")),
        "summaries.jsonl": (
            "csv/summaries.csv",
            ("version", "window_first", "window_last", "published", "outcome", "withdrawn", "text"),
        ),
        "accesses.jsonl": ("csv/who-looked.csv", ("at", "who", "action")),
    }
)


def table_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """CSV line by line: the names first, with a byte order mark for spreadsheets."""
    yield b"\xef\xbb\xbf" + _line(columns)
    for row in rows:
        yield _line([safe_cell(row[name]) for name in columns])


def cells_of(row: Value) -> Row:
    """What stands in the table about one row."""
    match row:
        case MessageRow():
            deleted = row.deleted_at.isoformat() if row.deleted_at else None
            words = row.revisions[-1].text if row.revisions else None
            return {"sent_at": row.sent_at.isoformat(), "id": str(row.id), "deleted_at": deleted, "text": words}
        case SessionRow():
            return {"session_date": f"{row.session_date}", "id": str(row.id), "transcript": row.transcript}
        case SummaryRow():
            return {
                "version": row.version,
                "window_first": f"{row.window.first}" if row.window else None,
                "window_last": f"{row.window.last}" if row.window else None,
                "published": row.created_at.isoformat(),
                "outcome": row.outcome,
                "withdrawn": row.withdrawal is not None,
                "text": row.text,
            }
        case AccessRow():
            return {"at": row.at.isoformat(), "who": row.who, "action": row.action}
    raise LookupError(f"no table is made of {type(row).__name__}")


def _line(cells: Sequence[str]) -> bytes:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow(cells)
    return file.getvalue().encode()
