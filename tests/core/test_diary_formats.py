"""What people export, in the variants that public reports complain about, becomes the words and times they wrote."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from core.diary_formats.bundle import open_content
from core.diary_formats.diary_file import read_diary, read_diary_content
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, FileRefused, OtherRow, Row
from core.diary_formats.table_rows import parse_columns
from core.diary_formats.written_dates import DateOrder
from core.refusals import InputRefused
from tests.core.diaries_of_apps import APPS, Written, file_of, zipped

BERLIN = ReadOptions(ZoneInfo("Europe/Berlin"))
IN_NEW_YORK = ReadOptions(ZoneInfo("Europe/Berlin"), lives_in=ZoneInfo("America/New_York"))


def read(content: str | bytes, name: str = "d", options: ReadOptions = BERLIN) -> tuple[Row, ...]:
    return read_diary_content(content if isinstance(content, bytes) else content.encode(), name, options).rows


def told(rows: tuple[Row, ...]) -> list[tuple[str, str]]:
    return [(f"{row.sent_at:%m-%d %H:%M}", row.text) for row in rows if isinstance(row, DiaryRow)]


@pytest.mark.parametrize("app", APPS)
def test_words_and_days_of_each_format(app: str) -> None:
    made = file_of(app, [Written.at("2024-11-13T21:14", "Slept 6 h."), Written.at("2024-11-14T07:05", "Tired.")])
    rows = [row for row in read(made.content, made.name) if isinstance(row, DiaryRow)]
    assert sorted(row.text.removeprefix("Mood\n") for row in rows) == ["Slept 6 h.", "Tired."]
    assert {row.sent_at.astimezone(BERLIN.zone).day for row in rows} == {13, 14}


def test_all_day_entries_of_day_one_keep_their_date_wherever_the_person_lives() -> None:
    entry = {"creationDate": "2024-11-09T23:00:00Z", "timeZone": "Europe\\/Berlin", "isAllDay": True, "text": "Calm."}
    [row] = read(json.dumps({"entries": [entry]}), options=IN_NEW_YORK)
    assert isinstance(row, DiaryRow)
    assert (row.sent_at, row.untimed) == (datetime(2024, 11, 10, 17, tzinfo=UTC), True)


def test_rich_text_is_read_where_there_is_no_other_and_struck_out_words_stay_marked() -> None:
    pieces = [{"text": "Felt "}, {"text": "hopeless", "attributes": {"strikethrough": True}}, {"text": " tired."}]
    rich = {"creationDate": "2024-11-09T23:00:00Z", "richText": json.dumps({"contents": pieces})}
    plain = {"creationDate": "2024-11-10T23:00:00Z", "text": "Felt ~~hopeless~~ tired\\."}
    rows = read(json.dumps({"entries": [rich, plain, {"creationDate": "2024-11-11T23:00:00Z"}]}))
    assert [text for _, text in told(rows)] == ["Felt ~~hopeless~~ tired."] * 2
    assert isinstance(rows[2], EmptyRow)


def test_a_file_of_which_nothing_was_read_is_refused() -> None:
    with pytest.raises(FileRefused, match="only 1 without words"):
        read(json.dumps({"entries": [{"creationDate": "2024-11-11T23:00:00Z"}]}))


CHAT = (
    "[08.11.24, 21:14:03] Ada: \u200eMessages and calls are end-to-end encrypted.\n"
    "[08.11.24, 21:15:00] Ada: Slept 6 h,\nthen tea.\n"
    "[08.11.24, 21:16:00] Tom: Sleep well.\n"
    "[08.11.24, 21:17:00] Ada: \u200eimage omitted\n"
    "[08.11.24, 21:18:00] Ada: ~hopeless~ tired \u200e<This message was edited>\n"
    "[08.11.24, 21:19:00] Ada changed the group's name\n"
)


def test_a_chat_is_read_for_one_author_and_everything_else_is_counted() -> None:
    rows = read(CHAT, options=ReadOptions(ZoneInfo("Europe/Berlin"), author="Ada"))
    assert [text for _, text in told(rows)] == ["Slept 6 h,\nthen tea.", "~~hopeless~~ tired"]
    assert [type(row) for row in rows].count(OtherRow) == 2
    assert [type(row) for row in rows].count(EmptyRow) == 2


def test_a_chat_of_several_asks_for_the_author() -> None:
    with pytest.raises(FileRefused, match=r'"Ada", "Tom".*--author'):
        read(CHAT)


@pytest.mark.parametrize(
    "line",
    [
        "08.11.24, 21:14 - Ada: Tired.",
        "11/13/24, 9:14\u202fPM - Ada: Tired.",
        "[2024-11-08, 21:14:03] Ada: Tired.",
        "\u200e[13/11/2024, 9:14:03 pm] Ada: Tired.",
    ],
)
def test_forms_of_a_chats_moment(line: str) -> None:
    [(moment, text)] = told(read(line, "_chat.txt"))
    assert (moment[-5:], text) == ("20:14", "Tired.")


def test_messages_of_one_minute_keep_their_order() -> None:
    rows = read("08.11.24, 21:14 - Ada: I hit Tom.\n08.11.24, 21:14 - Ada: In my dream.\n08.11.24, 21:14 - Ada: ok")
    moments = [row.sent_at for row in rows if isinstance(row, DiaryRow)]
    assert moments == sorted(set(moments))


@pytest.mark.parametrize(
    ("dates", "days"),
    [("3/4/2024 13/4/2024", [3, 13]), ("4/3/2024 4/13/2024", [3, 13]), ("3.4.2024 4.4.2024", [3, 4])],
)
def test_dates_are_read_as_the_clear_ones_of_the_file(dates: str, days: list[int]) -> None:
    rows = read("date,text\n" + "".join(f"{day},a\n" for day in dates.split()))
    assert [row.sent_at.day for row in rows if isinstance(row, DiaryRow)] == days


def test_dates_nobody_can_tell_are_asked_for() -> None:
    table = "date,text\n3/4/2024,a\n"
    with pytest.raises(FileRefused, match="--dates dmy or --dates mdy"):
        read(table)
    [row] = read(table, options=ReadOptions(ZoneInfo("Europe/Berlin"), dates=DateOrder.MDY))
    assert isinstance(row, DiaryRow)
    assert (row.sent_at.month, row.sent_at.day) == (3, 4)


def test_columns_of_any_table_may_be_named() -> None:
    columns = parse_columns("date=Datum, time=Zeit, text=Titel+Notiz")
    table = "Datum;Zeit;Titel;Notiz\n13.11.2024;21:14;Lang;Müde.\n".encode("cp1252")
    rows = read(table, options=ReadOptions(ZoneInfo("Europe/Berlin"), columns=columns, encoding="latin-1"))
    assert told(rows) == [("11-13 20:14", "Lang\nMüde.")]


@pytest.mark.parametrize("written", ["", "text=a", "date=a", "text", "text=a, date=b+c", "nonsense=a, text=b, date=c"])
def test_columns_that_make_no_sense_are_refused(written: str) -> None:
    with pytest.raises(InputRefused, match="must"):
        parse_columns(written)


@pytest.mark.parametrize(
    "text",
    [
        "# Diary\n\n## Friday, 8 November 2024\nSlept on 1.1.2024.\n## 9 November 2024\nTired.",
        "8.11.2024\nSlept on 1.1.2024.\n\n9.11.2024\nTired.",
        "2024-11-08: Slept on 1.1.2024.\n2024-11-09: Tired.",
        "**Nov 8, 2024**\nSlept on 1.1.2024.\n**Nov 9, 2024**\nTired.",
    ],
)
def test_text_with_dated_headings(text: str) -> None:
    assert told(read(text)) == [("11-08 11:00", "Slept on 1.1.2024."), ("11-09 11:00", "Tired.")]


def test_a_folder_of_notes_is_read_note_by_note(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "x.md").write_text("2024-11-08 settings")
    (tmp_path / "2024-11-08.md").write_text("---\ntags: [x]\n---\nSaw [[Ada|her]]. ![[photo.png]]")
    (tmp_path / "trip.md").write_text("---\ncreated: 2024-11-09T21:14\n---\nTired.")
    (tmp_path / "log.md").write_text("# 2024-11-10\nRan.\n# 2024-11-11\nRested.")
    (tmp_path / "ideas.md").write_text("No date.")
    rows = read_diary(tmp_path, BERLIN).rows
    assert [text for _, text in told(rows)] == ["Saw her.", "Ran.", "Rested.", "Tired."]
    assert [row.within for row in rows if isinstance(row, BadRow)] == ["ideas.md"]


def test_notes_in_the_bin_are_left_aside_and_lists_have_boxes() -> None:
    items = [{"text": "tea", "isChecked": True}, {"text": "call Tom", "isChecked": False}]
    notes = [{"listContent": items, "createdTimestampUsec": 1731100440000000}]
    notes.append({"textContent": "x", "isTrashed": True, "createdTimestampUsec": 1731100440000000})
    rows = read(zipped({f"Takeout/Keep/{number}.json": json.dumps(note) for number, note in enumerate(notes)}))
    assert told(rows) == [("11-08 21:14", "- [x] tea\n- [ ] call Tom")]
    assert isinstance(rows[1], OtherRow)


def test_long_entries_are_parted_at_paragraphs_and_lose_nothing() -> None:
    text = "\n\n".join(f"Paragraph {number}. " + "word " * 300 for number in range(20))
    rows = [
        row
        for row in read(json.dumps({"id": "a", "sent_at": "2024-11-08T21:14", "text": text}))
        if isinstance(row, DiaryRow)
    ]
    assert "".join(row.text for row in rows) == text
    assert all(row.text.startswith("Paragraph") and len(row.text.encode()) <= 8192 for row in rows)
    assert [row.client_id for row in rows[:2]] == ["a", "a part 2"]


def test_an_entry_that_cannot_be_parted_is_refused_alone() -> None:
    rows = read("\n".join(json.dumps({"sent_at": "2024-11-08T21:14", "text": text}) for text in ("x" * 9000, "Tired.")))
    assert [type(row) for row in rows] == [BadRow, DiaryRow]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped({f"{number}.json": b" " * 30_000_000 for number in range(3)}), "bytes of text; the limit"),
        (b"[" * 200_000, "in none of the formats"),
        (b'{"entries": [' + b"[" * 200_000, "in none of the formats"),
        (b"[" + b"{}," * 4_000_000 + b"{}]", "is not a JSON list"),
        (b"date,text\n" + b"," * 1_000_000, "more than 5,000 columns"),
        (zipped({"a.md": b"x"})[:-4], "damaged"),
        (zipped({"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><a/>"}), "workbook that cannot be read"),
        (zipped({"xl/workbook.xml": b"<a>" * 10_000}), "too many cells"),
    ],
    ids=["zip bomb", "deep JSON", "deep entries", "many values", "wide table", "cut off", "entities", "deep XML"],
)
def test_hostile_files_are_refused_in_bounds(content: bytes, reason: str) -> None:
    with pytest.raises(FileRefused, match=reason):
        read(content, "d.zip")


def test_an_archive_that_says_less_than_it_holds_gives_no_more_than_it_says() -> None:
    packed = bytearray(zipped({"2024-11-08.md": b"x" * 5_000_000}))
    # The sizes in the directory and before the file itself: ten bytes.
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = packed.index(mark) + offset
        packed[at : at + 4] = (10).to_bytes(4, "little")
    [row] = open_and_read(bytes(packed))
    assert isinstance(row, BadRow)


def open_and_read(content: bytes) -> tuple[Row, ...]:
    assert open_content(content, "d.zip").names
    return read(content, "d.zip")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("\u200eMessages and calls are end-to-end encrypted. Only people in this chat can read them.", None),
        ("\u200eMissed voice call, \u200eTap to call back", None),
        ("\u200eimage omitted", None),
        ("By the lake today \u200eimage omitted", "By the lake today"),
        ("\u200eimage omitted\nBy the lake today", "By the lake today"),
        ("\u200e<attached: 0001-PHOTO.jpg> By the lake today", "By the lake today"),
        ("\u200ePOLL:\nWalk?\n\u200eOPTION: Yes", "POLL:\nWalk?\nOPTION: Yes"),
        ("IMG-20241108-WA0001.jpg (Datei angehängt)\nBy the lake today", "By the lake today"),
        ("<Multimedia omitido>", None),
        ("<hug> to all", "<hug> to all"),
    ],
)
def test_what_the_app_says_in_a_persons_name_is_not_their_words(body: str, words: str | None) -> None:
    first, last = read(f"[13.11.24, 21:14:03] Ada: {body}\n[13.11.24, 21:15:00] Ada: Calm.")
    assert isinstance(last, DiaryRow)
    assert (first.text if isinstance(first, DiaryRow) else None) == words


@pytest.mark.parametrize("name", ["\u202a+49 170 1\u202c", "+49\u202f170\xa01", "\u200f+49 170 1"])
def test_an_author_is_found_as_people_type_the_name(name: str) -> None:
    rows = read(f"[13.11.24, 21:14:03] {name}: Calm.\n", options=replace(BERLIN, author="+49 170 1"))
    assert [text for _, text in told(rows)] == ["Calm."]


@pytest.mark.parametrize(
    "content",
    [
        "[13\u200f/11\u200f/2024, 21:14:03] Ada: Calm.",
        "13.11.2024 klo 21.14 - Ada: Calm.",
        "date,time,text\n\u200e13/11/2024,9:14\u202fPM,Calm.",
    ],
)
def test_marks_of_direction_and_narrow_spaces_in_moments(content: str) -> None:
    assert told(read(content)) == [("11-13 20:14", "Calm.")]


@pytest.mark.parametrize("options", [BERLIN, replace(BERLIN, columns={"date": ("date",), "text": ("text",)})])
def test_a_column_that_is_read_and_there_twice_is_refused(options: ReadOptions) -> None:
    with pytest.raises(FileRefused, match="two columns 'text'"):
        read("date,text,text\n2024-11-08,Calm.,Tired.", options=options)
    assert len(read("date,text,x,x\n2024-11-08,Calm.,,")) == 1


def test_files_of_an_archive_that_are_not_read_are_told() -> None:
    entry = '{"sent_at": "2024-11-08T10:00", "text": "Calm."}'
    rows = read(zipped({"a.jsonl": entry, "b.md": "# 2024-11-08\nTired.", "c.zip": zipped({"d.jsonl": entry})}))
    assert [(type(row), row.within) for row in rows] == [(DiaryRow, "a.jsonl"), (OtherRow, "b.md"), (BadRow, "c.zip")]


def test_rows_of_other_sheets_are_told() -> None:
    book, packed = Workbook(), BytesIO()
    for sheet, last in ((book.worksheets[0], "Calm."), (book.create_sheet(), "Tired.")):
        for row in (["date", "text"], [], ["2024-11-08", last]):
            sheet.append(row)
    book.save(packed)
    rows = read(packed.getvalue(), "d.xlsx")
    assert [(type(row), row.line) for row in rows] == [(DiaryRow, 3), (OtherRow, 1), (OtherRow, 3)]
