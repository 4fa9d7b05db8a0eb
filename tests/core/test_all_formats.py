"""A diary file is told by its content, and any other file is refused with the formats there are."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.diary_formats.all_formats import DiaryFormat, detect_format
from core.diary_formats.bundle import open_content
from core.diary_formats.diary_file import read_diary
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import FileRefused

OPTIONS = ReadOptions(ZoneInfo("Europe/Berlin"))
FIXTURES = Path(__file__).parent / "fixtures"
JSONL = '{"sent_at": "2024-11-08T21:14Z", "text": "a"}'


@pytest.mark.parametrize(
    ("text", "file_name", "expected"),
    [
        (JSONL, "diary", DiaryFormat.JSONL),
        (f"\n  {JSONL}\n{JSONL}", "diary.txt", DiaryFormat.JSONL),
        ("{broken\n" + JSONL, "diary.jsonl", DiaryFormat.JSONL),
        ("broken\n" + JSONL, "diary.NDJSON", DiaryFormat.JSONL),
        ('{"entries": [{}]}', "Journal.json", DiaryFormat.DAY_ONE),
        ('{\n"metadata": {},\n"entries": []\n}', "x.txt", DiaryFormat.DAY_ONE),
        ("sent_at,text\n", "diary.jsonl", DiaryFormat.CSV),
        ("Text;Time;Date\n", "diary", DiaryFormat.CSV),
        ("full_date,date,weekday,time,mood,activities,note_title,note\n", "x", DiaryFormat.DAYLIO),
        ('"full_date","time","mood"\n', "x.csv", DiaryFormat.DAYLIO),
    ],
)
def test_tells_the_format_by_content(text: str, file_name: str, expected: DiaryFormat) -> None:
    assert detect_format(open_content(text.encode(), file_name), OPTIONS) is expected


@pytest.mark.parametrize(
    ("text", "file_name"),
    [
        ("Dear diary, today I slept.", "diary.txt"),
        ("Slept since 2026-11-08 or so.", "diary.txt"),
        ("a,b\n1,2", "table.csv"),
        ("[1, 2]", "list.json"),
        ("{\n}", "object.json"),
        ("%PDF-1.7", "diary.pdf"),
        ("<html>", "diary.html"),
    ],
)
def test_any_other_file_is_refused_with_the_formats_there_are(text: str, file_name: str) -> None:
    with pytest.raises(FileRefused) as caught:
        detect_format(open_content(text.encode(), file_name), OPTIONS)
    assert all(each.value in str(caught.value) for each in DiaryFormat)
    assert "slept" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "expected", "rows"),
    [("dayone.json", DiaryFormat.DAY_ONE, 4), ("daylio.csv", DiaryFormat.DAYLIO, 4)],
)
def test_a_file_is_read_as_what_it_is(name: str, expected: DiaryFormat, rows: int) -> None:
    diary = read_diary(FIXTURES / name, ReadOptions(ZoneInfo("UTC")))
    assert (diary.format, len(diary.rows)) == (expected, rows)


@pytest.mark.parametrize("format_name", ["jsonl", "csv", "dayone"])
def test_a_named_format_is_not_detected_and_says_when_it_is_wrong(format_name: str) -> None:
    with pytest.raises(FileRefused, match=r"is not |needs the columns"):
        read_diary(FIXTURES / "daylio.csv", ReadOptions(ZoneInfo("UTC")), format_name)


@pytest.mark.parametrize("content", ["text,sent_at\n", '{"entries": []}', "full_date,time,mood\n"])
def test_a_file_without_entries_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "diary").write_text(content)
    with pytest.raises(FileRefused, match="has no entries"):
        read_diary(tmp_path / "diary", ReadOptions(ZoneInfo("UTC")))
