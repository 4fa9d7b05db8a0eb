"""A diary somebody brings, read with the reader of its format."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from core.diary_formats.all_formats import FORMATS, DiaryFormat, detect_format
from core.diary_formats.bundle import Bundle, open_content, open_path
from core.diary_formats.chat_lines import plain_name
from core.diary_formats.long_entries import SURELY_SHORT, parted
from core.diary_formats.options import ReadOptions
from core.diary_formats.packed_rows import PackedRows
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, FileRefused, OtherRow, Row
from core.diary_formats.rows_in_passing import ReadAgain, RowsInPassing
from core.diary_formats.unread_files import read_all
from core.diary_formats.written_dates import OrderEvidence

# What is read is held in memory until it is stored, in as much room as the file takes.
MAX_ROWS = 500_000
_AUTHORS_NAMED = 10
# What is read a line after the other, and comes by the hundred thousand.
_LINE_BY_LINE = (DiaryFormat.JSONL, DiaryFormat.CSV)
# Rows of a file that is not read at once.
_LONG = 2_000


class Diary(NamedTuple):
    """The rows of a file in its order, the format they were read as, and its author where it names one."""

    format: DiaryFormat
    rows: Sequence[Row]
    author: str = ""

    @property
    def expected(self) -> int:
        """How many rows it has, or about how many, as long as they are read in passing."""
        return self.rows.expected if isinstance(self.rows, RowsInPassing) else len(self.rows)


def read_diary(path: Path, options: ReadOptions, format_name: str | None = None) -> Diary:
    """Read a diary file, archive or folder; the format is detected unless named.

    Raises FileRefused where it cannot be read, is in no known format, holds nothing that can be read, has dates that
    may be day first or month first, or is of several authors, and `options` do not say which.
    """
    bundle = open_path(path, options.encoding)
    return _read(bundle, options, _format(bundle, options, format_name))


def read_in_passing(path: Path, options: ReadOptions, format_name: str | None = None) -> Diary:
    """As `read_diary`, but of a long table, or JSONL, only the beginning is read at once, the rest as it is asked for.

    Then asking for rows raises FileRefused, or ReadAgain where a date may be day first or month first, or where rows
    have authors: all of the file settles these.
    """
    bundle = open_path(path, options.encoding)
    diary_format = _format(bundle, options, format_name)
    if bundle.is_single and diary_format in _LINE_BY_LINE:
        lines = bundle.text(bundle.names[0]).count("\n") + 1
        rows = RowsInPassing(lambda: _settled(bundle, diary_format, options), lines)
        with suppress(ReadAgain):
            begin = list(islice(rows, _LONG))
            if len(begin) == _LONG and _holds_something(begin):
                return Diary(diary_format, rows)
    return _read(bundle, options, diary_format)


def read_diary_content(content: bytes, file_name: str, options: ReadOptions, format_name: str | None = None) -> Diary:
    """The same of a file that was sent: its bytes, and its name, which only settles ties of formats."""
    bundle = open_content(content, file_name, options.encoding)
    return _read(bundle, options, _format(bundle, options, format_name))


def _format(bundle: Bundle, options: ReadOptions, named: str | None) -> DiaryFormat:
    return DiaryFormat(named) if named else detect_format(bundle, options)


def _read(bundle: Bundle, options: ReadOptions, diary_format: DiaryFormat) -> Diary:
    asked = replace(options, seen=OrderEvidence())
    authors: Counter[str] = Counter()
    rows = PackedRows(_rows(bundle, diary_format, asked, authors))
    if asked.seen.unclear:
        order = asked.seen.order()
        if order is None:
            raise FileRefused(
                "has dates that may be day first or month first, as 3/4/2026. Say which: --dates dmy or --dates mdy."
            )
        authors.clear()
        rows = PackedRows(_rows(bundle, diary_format, replace(asked, dates=order), authors))
    author = _one_author(authors, options.author)
    if author:
        rows = PackedRows(_of_author(rows, author))
    _require_something(rows)
    return Diary(diary_format, rows, author)


def _settled(bundle: Bundle, diary_format: DiaryFormat, options: ReadOptions) -> Iterator[Row]:
    """The rows, as long as nothing that comes later may change how they are read."""
    asked = replace(options, seen=OrderEvidence())
    authors: Counter[str] = Counter()
    for row in _rows(bundle, diary_format, asked, authors):
        if authors or asked.seen.unclear:
            raise ReadAgain
        yield row


def _rows(bundle: Bundle, diary_format: DiaryFormat, options: ReadOptions, authors: Counter[str]) -> Iterator[Row]:
    """The rows of the file in its order; whose they are is counted in `authors`."""
    for number, row in enumerate(_in_order(read_all(bundle, lambda files: FORMATS[diary_format].read(files, options)))):
        if number == MAX_ROWS:
            raise FileRefused(f"has more than {MAX_ROWS:,} entries. Split it into parts.")
        if isinstance(row, DiaryRow | EmptyRow) and row.author:
            authors[row.author] += 1
        yield row


def _in_order(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, long entries parted; entries of one day without a time of day a second apart, as the file has them."""
    of_day: Counter[date] = Counter()
    for row in rows:
        if not isinstance(row, DiaryRow):
            yield row
        elif row.untimed:
            # Noon is nearly the same instant all over a day: entries of two days are never counted as of one.
            earlier = of_day[row.sent_at.date()]
            of_day[row.sent_at.date()] += 1
            yield from parted(row._replace(sent_at=row.sent_at + timedelta(seconds=min(earlier, 3599))))
        elif len(row.text) > SURELY_SHORT:
            yield from parted(row)
        else:
            yield row


def _one_author(authors: Counter[str], wanted: str) -> str:
    """The author whose messages are read; '' where the file names none."""
    if not authors:
        return ""
    if not wanted and len(authors) > 1:
        names = ", ".join(json.dumps(name[:40], ensure_ascii=False) for name, _ in authors.most_common(_AUTHORS_NAMED))
        raise FileRefused(f"is of several people: {names}. Say whose messages to read (--author).")
    author = wanted if wanted in authors else plain_name(wanted) or next(iter(authors))
    if author not in authors:
        raise FileRefused("has no messages of that author. The name must be as in the file.")
    return author


def _of_author(rows: Iterable[Row], author: str) -> Iterator[Row]:
    for row in rows:
        if isinstance(row, DiaryRow | EmptyRow) and row.author != author:
            yield OtherRow(row.line, "is by somebody else.", row.within)
        else:
            yield row


def _require_something(rows: Sequence[Row]) -> None:
    if _holds_something(rows):
        return
    empty = sum(isinstance(row, EmptyRow) for row in rows)
    other = len(rows) - empty
    there = f", only {empty:,} without words and {other:,} that are not this person's" if rows else ""
    raise FileRefused(f"has no entries{there}: there is nothing to import.")


def _holds_something(rows: Iterable[Row]) -> bool:
    return any(isinstance(row, DiaryRow | BadRow) for row in rows)
