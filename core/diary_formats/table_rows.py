"""Rows of any table: which column holds what is known by its name, or was said (`--columns`)."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence

from core.diary_formats.local_time import WrittenTime, read_date_and_time, read_sent_at
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import DiaryRow, EmptyRow, FileRefused, derived_id
from core.refusals import InputRefused

ROLES = ("text", "sent_at", "date", "time", "id", "author")
_OWN_NAMES: Mapping[str, tuple[str, ...]] = {role: (role,) for role in ROLES}


def parse_columns(written: str, *, field: str = "columns") -> dict[str, tuple[str, ...]]:
    """`date=Datum, text=Titel+Notiz` as columns by what they hold; only text may be several. Raises InputRefused."""
    columns: dict[str, tuple[str, ...]] = {}
    for part in next(csv.reader([written], skipinitialspace=True), []):
        role, equals, names = part.partition("=")
        role = role.strip().lower()
        listed = tuple(name.strip().lower() for name in names.split("+") if name.strip())
        if role not in ROLES or not equals or not listed or (len(listed) > 1 and role != "text"):
            raise InputRefused(field, f'must be such as "date=Datum, text=Titel+Notiz"; there are {", ".join(ROLES)}.')
        columns[role] = listed
    if "text" not in columns or not {"sent_at", "date"} & columns.keys():
        raise InputRefused(field, 'must name a column for "text", and one for "date" or "sent_at".')
    return columns


def require_columns(options: ReadOptions, there: Sequence[str]) -> None:
    """Raise FileRefused where a column that was named is not in the table, or a needed one by its own name, or one that
    is read is there twice."""
    for names in (options.columns or _OWN_NAMES).values():
        if twice := [name for name in names if there.count(name) > 1]:
            raise FileRefused(f"has two columns {twice[0]!r}. Give one of them another name.")
    missing = [name for names in options.columns.values() for name in names if name not in there]
    if missing:
        raise FileRefused(f"has no column {missing[0]!r}.")
    if not options.columns and not ("text" in there and {"sent_at", "date"} & set(there)):
        raise FileRefused(
            'needs the columns "text" and "sent_at", or "text" and "date" (and perhaps "time"), in its header; '
            'or say which columns hold what, such as --columns "date=Datum, text=Notiz".'
        )


def row_of_table(line: int, cells: Mapping[str, object], options: ReadOptions) -> DiaryRow | EmptyRow:
    """An entry of a table's row. Raises RowRefused where its time cannot be read."""
    columns = options.columns or _OWN_NAMES
    parts = [str(cells.get(name) or "") for name in columns["text"]]
    text = parts[0] if len(parts) == 1 else "\n".join(part for part in parts if part.strip())
    written = _written(cells, columns, options)
    if not text.strip():
        return EmptyRow(line, "the row has no words.")
    client_id = _cell(cells, columns, "id").strip() or derived_id(written.as_written, text)
    author = _cell(cells, columns, "author").strip()
    return DiaryRow(line, client_id, written.instant, text, written.note, author, untimed=written.untimed)


def _written(cells: Mapping[str, object], columns: Mapping[str, tuple[str, ...]], options: ReadOptions) -> WrittenTime:
    # A row may leave sent_at blank and give date and time, where the header has all three.
    moment = _cell(cells, columns, "sent_at")
    if moment.strip() or not any(name in cells for name in columns.get("date", ())):
        return read_sent_at(moment, options)
    clock = _cell(cells, columns, "time")
    day = _cell(cells, columns, "date")
    return read_date_and_time(day, clock, options) if clock.strip() else read_sent_at(day, options, field="date")


def _cell(cells: Mapping[str, object], columns: Mapping[str, tuple[str, ...]], role: str) -> str:
    names = columns.get(role, ())
    value = cells.get(names[0]) if names else None
    return "" if value is None else str(value)
