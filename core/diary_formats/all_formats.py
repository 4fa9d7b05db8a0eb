"""All formats that can be read, and which of them a file is in: told by what it holds, its name settling ties.

To add one: a module here with `is_X`, which recognises it, and `read_X`, which yields its rows; a name in
`DiaryFormat`; a line in `FORMATS`, at the place where it is to be looked for; a row in `docs/importing.md`, which a
test asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from core.diary_formats.apple_journal import is_apple_journal, read_apple_journal
from core.diary_formats.bearable import is_bearable, read_bearable
from core.diary_formats.bundle import Bundle
from core.diary_formats.csv_rows import is_diary_csv, read_csv_rows
from core.diary_formats.dated_headings import has_dated_headings, read_dated_headings
from core.diary_formats.day_one import is_day_one, read_day_one
from core.diary_formats.daylio import is_daylio, read_daylio
from core.diary_formats.daylio_backup import is_daylio_backup, read_daylio_backup
from core.diary_formats.google_keep import is_keep, read_keep
from core.diary_formats.journey import is_journey, read_journey
from core.diary_formats.jrnl import is_jrnl, read_jrnl
from core.diary_formats.jsonl import is_json_array, is_jsonl, read_json_array, read_jsonl
from core.diary_formats.obsidian import is_obsidian, read_obsidian
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import FileRefused
from core.diary_formats.signal import is_signal, read_signal
from core.diary_formats.text_formats import Format, text_format
from core.diary_formats.whatsapp import is_whatsapp, read_whatsapp
from core.diary_formats.xlsx_rows import is_xlsx, read_xlsx


class DiaryFormat(StrEnum):
    """The formats that can be read, by the name `--format` takes."""

    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    DAY_ONE = "dayone"
    JRNL = "jrnl"
    JOURNEY = "journey"
    DAYLIO = "daylio"
    DAYLIO_BACKUP = "daylio-backup"
    BEARABLE = "bearable"
    WHATSAPP = "whatsapp"
    SIGNAL = "signal"
    KEEP = "keep"
    APPLE_JOURNAL = "apple-journal"
    OBSIDIAN = "obsidian"
    TEXT = "text"


# In the order they are looked for: the surest marks first, any folder of notes last.
FORMATS: Mapping[DiaryFormat, Format] = {
    DiaryFormat.XLSX: Format("a workbook with the columns named", is_xlsx, read_xlsx),
    DiaryFormat.DAYLIO_BACKUP: Format("Daylio's backup", is_daylio_backup, read_daylio_backup),
    DiaryFormat.JOURNEY: text_format("Journey's ZIP", is_journey, read_journey, ".json"),
    DiaryFormat.KEEP: text_format("Google Keep's Takeout", is_keep, read_keep, ".json"),
    DiaryFormat.SIGNAL: text_format("a Signal chat", is_signal, read_signal, ".md", ".json"),
    DiaryFormat.DAY_ONE: text_format("Day One's ZIP or JSON export", is_day_one, read_day_one, ".json"),
    DiaryFormat.JRNL: text_format("jrnl's JSON or text export", is_jrnl, read_jrnl, ".json", ".txt"),
    DiaryFormat.JSON: text_format("a list of such objects", is_json_array, read_json_array, ".json"),
    DiaryFormat.DAYLIO: text_format("Daylio's CSV export", is_daylio, read_daylio, ".csv"),
    DiaryFormat.BEARABLE: text_format("Bearable's CSV export", is_bearable, read_bearable, ".csv"),
    DiaryFormat.CSV: text_format(
        "a header with text and sent_at, or text and date, or columns that are named",
        is_diary_csv,
        read_csv_rows,
        ".csv",
    ),
    DiaryFormat.JSONL: text_format(
        'a JSON object a line with "text" and "sent_at"', is_jsonl, read_jsonl, ".jsonl", ".ndjson"
    ),
    DiaryFormat.WHATSAPP: text_format("a WhatsApp chat", is_whatsapp, read_whatsapp, ".txt"),
    DiaryFormat.APPLE_JOURNAL: Format("Apple Journal's export", is_apple_journal, read_apple_journal),
    DiaryFormat.TEXT: text_format(
        "text or Markdown with dated headings", has_dated_headings, read_dated_headings, ".txt", ".md"
    ),
    DiaryFormat.OBSIDIAN: Format("Obsidian's notes with dates", is_obsidian, read_obsidian),
}
# A folder of Markdown is read note by note; as one text only where somebody says so.
_SINGLE_ONLY = frozenset((DiaryFormat.TEXT,))


def formats_in_words() -> str:
    """Every format by its name, with what it is."""
    return "; ".join(f"{name} ({FORMATS[name].in_words})" for name in DiaryFormat)


def detect_format(bundle: Bundle, options: ReadOptions) -> DiaryFormat:
    """The format of what was brought. Raises FileRefused, naming the formats, where none fits."""
    if options.columns:
        return DiaryFormat.XLSX if is_xlsx(bundle) else DiaryFormat.CSV
    for name, known in FORMATS.items():
        if (bundle.is_single or name not in _SINGLE_ONLY) and known.detect(bundle):
            return name
    raise FileRefused(f"is in none of the formats that can be read: {formats_in_words()}.")
