"""JSONL diaries are read line by line, with the ids and the text they hold."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.diary_formats.jsonl import read_jsonl
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, FileRefused, Row

BERLIN = ReadOptions(ZoneInfo("Europe/Berlin"))
GOOD = '{"id": "m0", "sent_at": "2024-11-08T21:14:00Z", "text": "Slept 6 h."}'
INSTANT = datetime(2024, 11, 8, 21, 14, tzinfo=UTC)


def read(*lines: str) -> list[Row]:
    return list(read_jsonl("\n".join(lines), BERLIN))


@pytest.mark.parametrize(
    "line",
    [
        GOOD,
        '{"id": "m0", "sent_at": "2024-11-08T22:14", "text": "Slept 6 h."}',
        '{"id": "m0", "date": "2024-11-08", "time": "22:14", "text": "Slept 6 h."}',
        '{"id": "m0", "date": "2024-11-08", "time": "10:14 PM", "text": "Slept 6 h.", "x": [1]}',
        GOOD + "\r",
    ],
)
def test_reads_a_row(line: str) -> None:
    assert read(line) == [DiaryRow(1, "m0", INSTANT, "Slept 6 h.")]


def test_keeps_text_as_it_is_and_numbers_as_ids() -> None:
    [row] = read('{"id": 7, "sent_at": "2024-11-08T21:14:00Z", "text": "  a\\u2028b\\n"}')
    assert isinstance(row, DiaryRow)
    assert (row.client_id, row.text) == ("7", "  a\u2028b\n")


def test_lines_are_counted_with_blank_ones_and_only_at_line_feeds() -> None:
    rows = read("", GOOD.replace("Slept", "Slept\u2028\x85\x0b"), "", GOOD)
    assert [row.line for row in rows] == [2, 4]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is not a JSON object on one line."),
        ("[]", "is not a JSON object on one line."),
        ("7", "is not a JSON object on one line."),
        ("9" * 5000, "is not a JSON object on one line."),
        ("[" * 100_000, "is not a JSON object on one line."),
        ('{"text": "a"}', 'sent_at: is missing; give "sent_at", or "date" and "time".'),
        ('{"sent_at": null, "text": "a"}', "sent_at: is missing."),
        ('{"sent_at": "2024-11-08T21:14Z"}', "text: is missing or is not text."),
        ('{"sent_at": "2024-11-08T21:14Z", "text": 7}', "text: is missing or is not text."),
        (
            '{"sent_at": "2024-11-08T21:14Z", "text": "a", "id": true}',
            "id: is neither text nor a whole number.",
        ),
    ],
)
def test_a_row_that_cannot_be_read_is_bad_and_the_next_goes_on(line: str, reason: str) -> None:
    assert read(line, GOOD) == [BadRow(1, reason), DiaryRow(2, "m0", INSTANT, "Slept 6 h.")]


def test_a_row_without_id_gets_the_same_one_every_time() -> None:
    line = '{"date": "2024-11-08", "time": "22:14", "text": "Slept 6 h."}'
    other = line.replace("6 h", "7 h")
    ids = [row.client_id for row in read(line, other, line) if isinstance(row, DiaryRow)]
    assert ids[0] == ids[2] != ids[1]
    in_another_zone = next(read_jsonl(line, ReadOptions(ZoneInfo("Asia/Tokyo"))))
    assert isinstance(in_another_zone, DiaryRow)
    assert in_another_zone.client_id == ids[0]


def test_half_a_surrogate_pair_is_left_to_the_door() -> None:
    [row] = read('{"sent_at": "2024-11-08T21:14Z", "text": "\\ud83d"}')
    assert isinstance(row, DiaryRow)
    assert row.text == "\ud83d"


@pytest.mark.parametrize("text", ["date,time,text", "Dear diary", '["text"]\n"a"'])
def test_a_file_without_any_object_is_not_jsonl(text: str) -> None:
    with pytest.raises(FileRefused, match="is not JSONL"):
        list(read_jsonl(text, BERLIN))
