"""Exports of Daylio become what the person wrote and chose, at the local time it was written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.diary_formats.daylio import decode_note, read_daylio
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, FileRefused, Row

FIXTURE = Path(__file__).parent / "fixtures" / "daylio.csv"
HEADER = "full_date,date,weekday,time,mood,activities,note_title,note\n"


def read(text: str) -> list[Row]:
    return list(read_daylio(text, ReadOptions(ZoneInfo("Europe/Berlin"))))


def test_reads_local_times_of_both_clocks() -> None:
    rows = read(FIXTURE.read_text("utf-8-sig"))
    assert [(row.line, row[2]) for row in rows] == [
        (2, datetime(2024, 11, 12, 20, 5, tzinfo=UTC)),
        (3, datetime(2024, 11, 10, 23, 10, tzinfo=UTC)),
        (4, datetime(2024, 11, 10, 11, 30, tzinfo=UTC)),
        (5, datetime(2024, 11, 9, 20, 40, tzinfo=UTC)),
    ]


def test_the_text_is_what_the_person_wrote_and_chose_and_nothing_else() -> None:
    texts = [row[3] for row in read(FIXTURE.read_text("utf-8-sig"))]
    assert texts == [
        (
            'Long day\nTalk with my manager done, "finally".\nRelieved & tired.\n'
            "good\nfriends, good sleep\nEnergy: 4, Stress: 2"
        ),
        "Could not fall asleep.\nmeh",
        "rad\nsport",
        "- bad sleep\n- headache\nawful",
    ]


def test_the_columns_of_an_older_export_are_enough() -> None:
    [row] = read(HEADER + '2024-11-12,12 Nov,Tuesday,21:05,good,"","","Slept."\n')
    assert isinstance(row, DiaryRow)
    assert row.text == "Slept.\ngood"


def test_the_same_entry_has_the_same_id_and_a_changed_one_another() -> None:
    first = HEADER + '2024-11-12,12 Nov,Tuesday,21:05,good,"","","Slept."\n'
    renamed = first.replace("12 Nov,Tuesday", "12. November,Dienstag")
    edited = first.replace("Slept", "Slept well")
    ids = [row[1] for text in (first, renamed, edited) for row in read(text)]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2024-02-30,x,x,21:05,good,,,", "date: is not a date such as"),
        ("12.13.2024,x,x,21:05,good,,,", "date: is not a date such as"),
        (",x,x,21:05,good,,,", "date: is missing"),
        ("2024-11-12,x,x,abends,good,,,", "time: is not a time of day"),
        ("2024-11-12,x,x,21:05,good", "has 5 columns, not 8"),
    ],
)
def test_a_row_that_cannot_be_read_is_bad(row: str, reason: str) -> None:
    [bad] = read(HEADER + row)
    assert isinstance(bad, BadRow)
    assert bad.reason.startswith(reason)


def test_an_entry_without_anything_is_empty() -> None:
    assert read(HEADER + "2024-11-12,x,x,21:05,,,,") == [EmptyRow(2, "the entry has no words.")]


@pytest.mark.parametrize("text", ["id,sent_at,text\n", "year,date,weekday,time,mood\n", "a"])
def test_another_header_is_refused(text: str) -> None:
    with pytest.raises(FileRefused, match="is not a Daylio CSV export"):
        read(text)


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("one<br>two<br/>three<BR />four", "one\ntwo\nthree\nfour"),
        ("<ul><li>tea</li><li>cake</li></ul>", "- tea\n- cake"),
        ("<b>bold</b> <span style='color:red'>red</span>", "bold red"),
        ("Tea &amp; cake &lt;3 &#228; &#xE4; &quot;x&quot;", 'Tea & cake <3 ä ä "x"'),
        ("Tea & cake, I <3 it, a < b > c, AT&T", "Tea & cake, I <3 it, a < b > c, AT&T"),
        ("&nosuch; <unknown>", "&nosuch; <unknown>"),
        ("<İ>tea</İ> <ſpan>", "<İ>tea</İ> <ſpan>"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
    ],
)
def test_a_note_reads_as_it_was_seen(note: str, words: str) -> None:
    assert decode_note(note) == words
