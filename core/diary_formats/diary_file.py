"""A diary file on disk, read with the reader of its format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.diary_formats.csv_rows import read_csv_rows
from core.diary_formats.day_one import read_day_one
from core.diary_formats.daylio import read_daylio
from core.diary_formats.detect import DiaryFormat, detect_format
from core.diary_formats.file_text import decode_content, read_text
from core.diary_formats.jsonl import read_jsonl
from core.diary_formats.rows import FileRefused, Row

_READERS: Mapping[DiaryFormat, Callable[[str, ZoneInfo], Iterator[Row]]] = {
    DiaryFormat.JSONL: read_jsonl,
    DiaryFormat.CSV: read_csv_rows,
    DiaryFormat.DAY_ONE: read_day_one,
    DiaryFormat.DAYLIO: read_daylio,
}


class Diary(NamedTuple):
    """The rows of a file in its order, and the format they were read as."""

    format: DiaryFormat
    rows: tuple[Row, ...]


def read_diary(path: Path, zone: ZoneInfo, format_name: str | None = None) -> Diary:
    """Read a diary file; local times are times in `zone`; the format is detected unless named.

    Raises FileRefused where the file cannot be read, is in no known format, or has no entries.
    """
    return _read(read_text(path), path.name, zone, format_name)


def read_diary_content(content: bytes, file_name: str, zone: ZoneInfo, format_name: str | None = None) -> Diary:
    """The same of a file that was sent: its bytes, and its name, which only settles ties of formats."""
    return _read(decode_content(content), file_name, zone, format_name)


def _read(text: str, file_name: str, zone: ZoneInfo, format_name: str | None) -> Diary:
    diary_format = DiaryFormat(format_name) if format_name else detect_format(text, file_name)
    rows = tuple(_READERS[diary_format](text, zone))
    if not rows:
        raise FileRefused("has no entries: there is nothing to import.")
    return Diary(diary_format, rows)
