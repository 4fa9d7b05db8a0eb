"""Which format a diary file has, by what it holds; the name of the file only settles ties."""

from __future__ import annotations

from enum import StrEnum

from core.diary_formats.csv_rows import is_diary_csv
from core.diary_formats.day_one import parse_entries
from core.diary_formats.daylio import is_daylio
from core.diary_formats.jsonl import parse_object
from core.diary_formats.rows import FileRefused


class DiaryFormat(StrEnum):
    """The formats that can be read, by the name `--format` takes."""

    JSONL = "jsonl"
    CSV = "csv"
    DAY_ONE = "dayone"
    DAYLIO = "daylio"


FORMATS_IN_WORDS = (
    'jsonl (a JSON object a line with "text" and "sent_at"), csv (a header with text and sent_at, '
    "or text, date and time), dayone (Day One's JSON export), daylio (Daylio's CSV export)"
)


def detect_format(text: str, file_name: str) -> DiaryFormat:
    """The format of a file's text. Raises FileRefused, naming the formats, where none fits."""
    if text.lstrip().startswith(("{", "[")):
        return _detect_json(text, file_name)
    if is_daylio(text):
        return DiaryFormat.DAYLIO
    if is_diary_csv(text):
        return DiaryFormat.CSV
    if file_name.lower().endswith((".jsonl", ".ndjson")):
        return DiaryFormat.JSONL
    raise FileRefused(f"is in none of the formats that can be read: {FORMATS_IN_WORDS}.")


def _detect_json(text: str, file_name: str) -> DiaryFormat:
    first = parse_object(text.lstrip().split("\n", 1)[0])
    if first is not None and "entries" not in first:
        return DiaryFormat.JSONL
    if parse_entries(text) is not None:
        return DiaryFormat.DAY_ONE
    if first is not None or file_name.lower().endswith((".jsonl", ".ndjson")):
        return DiaryFormat.JSONL
    raise FileRefused(
        "is JSON, but neither one object a line nor a Day One export. "
        f"The formats that can be read: {FORMATS_IN_WORDS}."
    )
