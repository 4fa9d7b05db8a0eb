"""What the commands that read a diary file ask about it, in the same words each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import CommandParser

from core.diary_formats.all_formats import DiaryFormat
from core.diary_formats.file_text import Encoding
from core.diary_formats.options import ReadOptions
from core.diary_formats.table_rows import parse_columns
from core.diary_formats.written_dates import DateOrder


def add_diary_options(parser: CommandParser) -> None:
    """The file, and what only its owner knows of it."""
    parser.add_argument("file", type=Path, help="the diary: a file, a ZIP archive or a folder")
    parser.add_argument(
        "--format", choices=[each.value for each in DiaryFormat], help="read it as this format instead of detecting it"
    )
    parser.add_argument(
        "--dates",
        choices=[each.value for each in DateOrder],
        help="order of dates such as 3/4/2026: dmy (German, British), mdy (US), ymd",
    )
    parser.add_argument(
        "--columns",
        help='what the columns of a CSV or XLSX table hold, such as "date=Datum, time=Zeit, text=Titel+Notiz"',
    )
    parser.add_argument("--author", default="", help="whose messages of a chat to read, by the name in the file")
    parser.add_argument(
        "--encoding", choices=[each.value for each in Encoding], default="", help="for files that are not UTF-8"
    )
    parser.add_argument("--skip-bad", action="store_true", help="leave bad rows out and take the others")


def read_options(given: dict[str, Any], zone: ZoneInfo, lives_in: ZoneInfo) -> ReadOptions:
    """The options as the readers take them. Raises InputRefused, about `--columns`, where those make no sense."""
    return ReadOptions(
        zone,
        lives_in,
        dates=DateOrder(given["dates"]) if given["dates"] else None,
        columns=parse_columns(given["columns"], field="--columns") if given["columns"] else {},
        author=given["author"],
        encoding=given["encoding"],
    )
