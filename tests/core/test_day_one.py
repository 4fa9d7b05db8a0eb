"""Exports of Day One become the words and instants that the person typed, with the line each entry begins on."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.diary_formats.day_one import read_day_one
from core.diary_formats.day_one_text import plain_words
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, FileRefused, Row

FIXTURE = Path(__file__).parent / "fixtures" / "dayone.json"
BERLIN = ReadOptions(ZoneInfo("Europe/Berlin"))


def read(*entries: Any) -> list[Row]:
    return list(read_day_one(json.dumps({"metadata": {}, "entries": entries}), BERLIN))


def test_reads_an_export_with_the_lines_its_entries_begin_on() -> None:
    rows = list(read_day_one(FIXTURE.read_text(), BERLIN))
    assert [(type(row), row.line) for row in rows] == [
        (DiaryRow, 6),
        (EmptyRow, 19),
        (DiaryRow, 25),
        (EmptyRow, 31),
    ]


def test_an_entry_becomes_the_words_that_were_typed() -> None:
    row = next(read_day_one(FIXTURE.read_text(), BERLIN))
    assert isinstance(row, DiaryRow)
    assert row.client_id == "0A1B2C3D4E5F60718293A4B5C6D7E8F9"
    assert row.sent_at == datetime(2024, 11, 8, 21, 14, tzinfo=UTC)
    assert row.text == (
        "Quiet evening!\n\n\nWalked 4.2 km with Ayşe (slowly), felt calm.\n- [ ] call the dentist\n5*3 is still 15"
    )


def test_the_instant_counts_not_the_zone_it_was_written_in() -> None:
    rows = list(read_day_one(FIXTURE.read_text(), BERLIN))
    written_in_tokyo = rows[2]
    assert isinstance(written_in_tokyo, DiaryRow)
    assert written_in_tokyo.sent_at == datetime(2024, 11, 10, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone_name", "instant"),
    [
        ("Asia/Tokyo", datetime(2024, 11, 8, 12, 0, tzinfo=UTC)),
        ("Nowhere", datetime(2024, 11, 8, 20, 0, tzinfo=UTC)),
        (None, datetime(2024, 11, 8, 20, 0, tzinfo=UTC)),
    ],
)
def test_without_offset_the_entrys_own_zone_counts_then_the_files(zone_name: str | None, instant: datetime) -> None:
    [row] = read({"creationDate": "2024-11-08T21:00:00", "timeZone": zone_name, "text": "a"})
    assert isinstance(row, DiaryRow)
    assert row.sent_at == instant


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("text", "entry: is not a JSON object."),
        ({"text": 7}, "text: is not text."),
        ({"text": "a"}, "creationDate: is missing."),
        ({"text": "a", "creationDate": None}, "creationDate: is missing."),
        ({"text": "a", "creationDate": "2024-13-08"}, "creationDate: is not a date"),
    ],
)
def test_an_entry_that_cannot_be_read_is_bad(entry: Any, reason: str) -> None:
    [row] = read(entry)
    assert isinstance(row, BadRow)
    assert row.reason.startswith(reason)


def test_an_entry_without_uuid_gets_the_same_id_every_time() -> None:
    entry = {"creationDate": "2024-11-08T21:00:00Z", "text": "a"}
    [first], [again] = read(entry), read(entry)
    assert isinstance(first, DiaryRow)
    assert first == again


def test_lines_are_right_where_other_keys_hold_entries_too() -> None:
    text = '{"a": {"entries": [1]},\n "b": "\\"entries\\": [",\n "entries":\n[{}, {},\n\n{}]}'
    assert [row.line for row in read_day_one(text, BERLIN)] == [4, 4, 6]


@pytest.mark.parametrize("text", ["[]", "{}", '{"entries": {}}', "a,b", '{"entries": [', "[" * 9999])
def test_another_file_is_refused(text: str) -> None:
    with pytest.raises(FileRefused, match="is not a Day One JSON export"):
        list(read_day_one(text, BERLIN))


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("plain words  ", "plain words  "),
        ("Done\\.", "Done."),
        ("\\# not a heading, \\- not a list, \\_not\\_ italic", "# not a heading, - not a list, _not_ italic"),
        ("a\\\\b", "a\\b"),
        ("C:\\Users", "C:\\Users"),
        ("## Heading\ntext", "Heading\ntext"),
        ("#hashtag stays", "#hashtag stays"),
        ("**bold**, *it*, __b__, _i_, ~~no~~, ==mark==", "bold, it, b, i, ~~no~~, mark"),
        ("***both***", "both"),
        ("2*3*4 and snake_case_name and a * b * c", "2*3*4 and snake_case_name and a * b * c"),
        ("see [the page](https://example.org/a_b) now", "see the page now"),
        ("[not a link] (aside)", "[not a link] (aside)"),
        ("- one\n- two\n> said", "- one\n- two\n> said"),
        ("before ![](dayone-moment:/audio/AB12) after", "before  after"),
        ("one\n![](dayone-moment://AB12)\n![](dayone-moment:/pdfAttachment/CD)\ntwo", "one\ntwo"),
        ("![](https://example.org/x.png) stays", "![](https://example.org/x.png) stays"),
        ("soft\u2028break", "soft\nbreak"),
        ("```\n```\ntext", "text"),
        ("\ufdd0 **kept**", "\ufdd0 **kept**"),
        ("![](dayone-moment://AB12)", ""),
    ],
)
def test_markdown_becomes_words(markdown: str, words: str) -> None:
    assert plain_words(markdown) == words


@pytest.mark.parametrize("piece", ["*a", "[", "![", "_a ", "```", "\\", "![](dayone-moment:", "# "])
def test_repetition_is_read_in_linear_time(piece: str) -> None:
    assert len(plain_words(piece * 20_000)) <= len(piece) * 20_000
