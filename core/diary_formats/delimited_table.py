"""Rows of a CSV file by column name, with the line each begins on."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from core.diary_formats.file_text import FILE_MAX_BYTES
from core.diary_formats.rows import BadRow, FileRefused

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = (",", ";", "\t")
_HEADER_MAX_LENGTH = 10_000
_MAX_COLUMNS = 5_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z")


class TableRow(NamedTuple):
    """Cells by column name (lower case). `line` is where the row begins, counted from 1."""

    line: int
    cells: Mapping[str, str]


class _Record(NamedTuple):
    line: int
    cells: list[str]


def column_names(text: str) -> frozenset[str]:
    """The column names in the header."""
    return frozenset(header_of(text))


def header_of(text: str) -> list[str]:
    """The column names in their order: the first line that is not blank, as the likeliest delimiter cuts it.

    No names where that line cannot be a header.
    """
    header = _first_line(text)
    if len(header) > _HEADER_MAX_LENGTH:
        return []
    try:
        return _names(next(csv.reader([header], delimiter=_delimiter(header)), []))
    except csv.Error:
        return []


def read_table(text: str) -> Iterator[TableRow | BadRow]:
    """The rows under the header; blank lines are left out. Quoted cells may hold line breaks.

    Raises FileRefused where a quotation mark is never closed: everything after it is unreadable.
    """
    header: list[str] = []
    for record in _records(text):
        if isinstance(record, BadRow):
            yield record
        elif not header:
            header = _names(record.cells)
        elif len(record.cells) != len(header):
            yield BadRow(
                record.line,
                f"has {len(record.cells)} columns, not {len(header)} as the header. "
                "Put text with commas in quotation marks.",
            )
        else:
            yield TableRow(record.line, dict(zip(header, record.cells, strict=True)))


def _records(text: str) -> Iterator[_Record | BadRow]:
    delimiter = _delimiter(_first_line(text))
    reader = csv.reader(_lines(text, delimiter), delimiter=delimiter, strict=True)
    while (record := _next_record(reader)) is not None:
        if isinstance(record, BadRow) or any(cell.strip() for cell in record.cells):
            yield record


def _lines(text: str, delimiter: str) -> Iterator[str]:
    for match in _LINE.finditer(text):
        if match[0].count(delimiter) > _MAX_COLUMNS:
            raise FileRefused(f"has a line with more than {_MAX_COLUMNS:,} columns.")
        yield match[0]


def _next_record(reader: Reader) -> _Record | BadRow | None:
    line = reader.line_num + 1
    # The limit belongs to the whole process: raised for this record of a file that has a limit of its own.
    previous_limit = csv.field_size_limit(FILE_MAX_BYTES)
    try:
        cells = next(reader, None)
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise FileRefused(f"has a quotation mark in the row of line {line:,} that is never closed.") from None
        return BadRow(line, "has quotation marks that do not match.")
    finally:
        csv.field_size_limit(previous_limit)
    return None if cells is None else _Record(line, cells)


def _first_line(text: str) -> str:
    return next((line.rstrip("\r\n") for match in _LINE.finditer(text) if (line := match[0]).strip()), "")


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _names(cells: list[str]) -> list[str]:
    return [cell.strip().lower() for cell in cells]
