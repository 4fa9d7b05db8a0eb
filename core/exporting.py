"""Rows as a file to take along: JSON lines as they are, CSV in which no cell is a formula to any spreadsheet.

A spreadsheet runs what begins with "=", "+", "-" or "@". It may also split a cell at another separator than the file's,
or at a line of the text, so such a beginning gets an apostrophe wherever a cell could begin. JSON lines keep every
character.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

Value = str | int | float | bool | None
Row = Mapping[str, Value]

# What a cell may begin with: blanks and signs without width, then what begins a formula.
_FORMULA = re.compile(
    r'(^|[;,|\t\r\n\v\f\x85\u2028\u2029"])'
    r"([\s\u200b-\u200f\u2060\ufeff\x00-\x1f]*)"
    r"(?=[=+\-@＝＋－﹣﹢﹦＠])"
)


class Format(StrEnum):
    """The kinds of file; the value is the ending of its name."""

    CSV = "csv"
    JSONL = "jsonl"

    @property
    def content_type(self) -> str:
        return "text/csv; charset=utf-8" if self is Format.CSV else "application/x-ndjson; charset=utf-8"


def exported(rows: Iterable[Row], columns: Sequence[str], kind: Format) -> bytes:
    """The file. CSV has a line of names first, CRLF and a byte order mark, for spreadsheets."""
    if kind is Format.JSONL:
        return "".join(f"{json.dumps(dict(row), ensure_ascii=False)}\n" for row in rows).encode()
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([safe_cell(row[name]) for name in columns] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def safe_cell(value: Value) -> str:
    """The value as a cell that is words to every spreadsheet. Numbers stay numbers."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    return _FORMULA.sub(r"\1\2'", value)
