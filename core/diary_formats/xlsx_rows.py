"""XLSX: the first sheet of a workbook, its first row that is not blank the header.

Cells that Excel knows as dates are dates, whatever they look like in it; one at midnight is a date without a time.
openpyxl reads a row at a time, but builds trees of what it does not know: so the XML is counted before it sees it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any
from xml.parsers import expat

from core.diary_formats.bundle import Bundle
from core.diary_formats.file_text import FILE_MAX_BYTES
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, FileRefused, OtherRow, Row, RowRefused
from core.diary_formats.table_rows import require_columns, row_of_table

_WORKBOOK = "xl/workbook.xml"
_MAX_ELEMENTS = 2_000_000
_DEEPEST = 32
_MAX_COLUMNS = 500
_UNREADABLE = "is a workbook that cannot be read. Save its sheet as CSV."


def is_xlsx(bundle: Bundle) -> bool:
    """Whether the archive is a workbook."""
    return not bundle.is_single and _WORKBOOK in bundle.names


def read_xlsx(bundle: Bundle, options: ReadOptions) -> Iterator[Row]:
    """The rows of the first sheet; those of others are left aside. Raises FileRefused where the workbook cannot be read
    or the first sheet lacks a column."""
    if not is_xlsx(bundle):
        raise FileRefused("is not an XLSX workbook.")
    header: list[str] = []
    for sheet, number, cells in _sheets(bundle):
        if not any(str(cell).strip() for cell in cells if cell is not None):
            continue
        if sheet > 1:
            yield OtherRow(number, "is in another sheet than the first.", f"sheet {sheet}")
            continue
        if not header:
            header = [_shown(cell).strip().lower() for cell in cells]
            require_columns(options, header)
            continue
        try:
            yield row_of_table(number, dict(zip(header, map(_shown, cells), strict=False)), options)
        except RowRefused as refusal:
            yield BadRow(number, str(refusal))


def _sheets(bundle: Bundle) -> Iterator[tuple[int, int, Sequence[Any]]]:
    """Each row, behind the numbers of its sheet and of its line."""
    from openpyxl import load_workbook  # noqa: PLC0415 - a fifth of a second that other files need not wait

    book = None
    try:
        book = load_workbook(_checked(bundle), read_only=True, data_only=True, keep_links=False)
        for number, sheet in enumerate(book.worksheets, 1):
            sheet.reset_dimensions()
            for line, cells in enumerate(sheet.iter_rows(values_only=True, max_col=_MAX_COLUMNS), 1):
                yield number, line, cells
    except (FileRefused, RowRefused, GeneratorExit):
        raise
    # The library has no error of its own for what is wrong in a file: it breaks where it stumbles.
    except Exception:  # noqa: BLE001
        raise FileRefused(_UNREADABLE) from None
    finally:
        if book is not None:
            book.close()


def _checked(bundle: Bundle) -> BytesIO:
    """The workbook packed anew, of those files only whose XML is harmless."""
    wanted = [name for name in bundle.names if name.endswith((".xml", ".rels"))]
    if sum(bundle.sizes[name] for name in wanted) > FILE_MAX_BYTES:
        raise FileRefused(f"is a workbook of more than {FILE_MAX_BYTES:,} bytes. Save its sheet as CSV.")
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in wanted:
            content = bundle.load(name)
            _require_harmless(content)
            archive.writestr(name, content)
    return packed


def _require_harmless(content: bytes) -> None:
    depth = elements = 0

    def begin(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth, elements = depth + 1, elements + 1
        if depth > _DEEPEST or elements > _MAX_ELEMENTS:
            raise FileRefused("is a workbook of too many cells. Save its sheet as CSV.")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        raise FileRefused(_UNREADABLE)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = declared
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise FileRefused(_UNREADABLE) from None


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.replace(microsecond=0).isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M:%S}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
