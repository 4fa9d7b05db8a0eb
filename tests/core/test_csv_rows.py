"""CSV diaries are read row by row, and a row that cannot be read never hides the next."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.diary_formats.csv_rows import read_csv_rows
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, FileRefused, Row

INSTANT = datetime(2024, 11, 8, 21, 14, tzinfo=UTC)


def read(text: str) -> list[Row]:
    return list(read_csv_rows(text, ReadOptions(ZoneInfo("Europe/Berlin"))))


@pytest.mark.parametrize(
    "text",
    [
        "id,sent_at,text\nm0,2024-11-08T21:14:00Z,Slept 6 h.\n",
        "id,sent_at,text\r\nm0,2024-11-08T22:14,Slept 6 h.\r\n",
        "id,sent_at,text\rm0,2024-11-08T22:14,Slept 6 h.\r",
        "text;time;date;id\nSlept 6 h.;22:14;2024-11-08;m0",
        "ID\tDate\tTime\tText\tMood\nm0\t2024-11-08\t10:14 pm\tSlept 6 h.\tfine",
        '"id","sent_at","date","time","text"\n"m0","","2024-11-08","22:14","Slept 6 h."',
        "\n id , sent_at , text \n\n\nm0,2024-11-08T21:14:00Z,Slept 6 h.\n,,\n",
    ],
)
def test_reads_a_row(text: str) -> None:
    [row] = read(text)
    assert row[1:5] == ("m0", INSTANT, "Slept 6 h.", "")


def test_a_quoted_cell_keeps_commas_quotes_and_line_breaks_and_lines_are_the_files() -> None:
    rows = read('id,sent_at,text\nm0,2024-11-08T21:14Z,"one, ""two""\r\nthree"\nm1,2024-11-08T21:14Z,four\n')
    assert [(row.line, row[3]) for row in rows] == [(2, 'one, "two"\r\nthree'), (4, "four")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("m1,2024-11-08T21:14Z,slept, then ran", "has 4 columns, not 3 as the header."),
        ("m1,2024-11-08T21:14Z", "has 2 columns, not 3 as the header."),
        ('m1,2024-11-08T21:14Z,"slept" well', "has quotation marks that do not match."),
        ("m1,tomorrow,slept", "sent_at: is not a date"),
        ("m1,,slept", "sent_at: is missing."),
    ],
)
def test_a_row_that_cannot_be_read_is_bad_and_the_next_goes_on(row: str, reason: str) -> None:
    bad, good = read(f"id,sent_at,text\n{row}\nm2,2024-11-08T21:14Z,Ran.\n")
    assert isinstance(bad, BadRow)
    assert bad.line == 2
    assert bad.reason.startswith(reason)
    assert good == DiaryRow(3, "m2", INSTANT, "Ran.")


def test_an_id_is_derived_where_none_is_given() -> None:
    first, second = read("id,sent_at,text\n,2024-11-08T21:14Z,a\n,2024-11-08T21:14Z,b\n")
    assert isinstance(first, DiaryRow)
    assert isinstance(second, DiaryRow)
    assert first.client_id.startswith("sha256:")
    assert first.client_id != second.client_id


def test_a_megabyte_in_one_cell_is_read_and_left_to_the_door() -> None:
    [row] = read(f"id,sent_at,text\nm0,2024-11-08T21:14Z,{'a' * 1_000_000}\n")
    assert isinstance(row, DiaryRow)
    assert len(row.text) == 1_000_000


def test_a_quotation_mark_that_is_never_closed_refuses_the_file() -> None:
    with pytest.raises(FileRefused, match="row of line 3 that is never closed"):
        read('id,sent_at,text\nm0,2024-11-08T21:14Z,a\nm1,2024-11-08T21:14Z,"b\nc\nd\n')


@pytest.mark.parametrize(
    "text",
    [
        "Dear diary",
        "a" * 200_000,
        "sent\0_at,text",
        "id,text\n1,a",
        "sent_at,id",
        '{"text": "a"}',
    ],
)
def test_a_header_without_the_columns_is_refused(text: str) -> None:
    with pytest.raises(FileRefused, match='needs the columns "text" and "sent_at"') as caught:
        read(text)
    assert "diary" not in str(caught.value).lower()
