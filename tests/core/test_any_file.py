"""Whatever a file holds, a reader answers with rows or refuses the file; it never breaks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.diary_formats.csv_rows import read_csv_rows
from core.diary_formats.day_one import read_day_one
from core.diary_formats.daylio import read_daylio
from core.diary_formats.detect import detect_format
from core.diary_formats.jsonl import read_jsonl
from core.diary_formats.rows import DiaryRow, FileRefused, Row

ZONE = ZoneInfo("Europe/Berlin")
Reader = Callable[[str, ZoneInfo], Iterator[Row]]

times = st.sampled_from(["2024-11-08T21:14Z", "2024-11-08", "21:14", "9:14 pm", "2024-03-31T02:30", "0001-01-01T00:00"])
text = st.text(st.characters(exclude_categories=[]), max_size=40) | times
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
KEYS = ["id", "uuid", "sent_at", "creationDate", "date", "time", "text", "timeZone", "entries"]
objects = st.dictionaries(st.sampled_from(KEYS), values, max_size=6)
cells = st.lists(text, min_size=8, max_size=8).map(
    lambda row: ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
)
DAYLIO_HEADER = "full_date,date,weekday,time,mood,activities,note_title,note"


def require_rows_or_refusal(reader: Reader, content: str) -> None:
    try:
        rows = list(reader(content, ZONE))
    except FileRefused:
        return
    for row in rows:
        assert 1 <= row.line <= content.count("\n") + content.count("\r") + 1
        if isinstance(row, DiaryRow):
            assert row.client_id
            assert row.sent_at.utcoffset() is not None


@pytest.mark.parametrize("reader", [read_jsonl, read_csv_rows, read_day_one, read_daylio])
@given(content=text)
def test_any_text(reader: Reader, content: str) -> None:
    require_rows_or_refusal(reader, content)


@given(st.lists(objects, max_size=4))
def test_any_jsonl(lines: list[object]) -> None:
    require_rows_or_refusal(read_jsonl, "\n".join(json.dumps(each) for each in lines))


@given(st.lists(objects | values, max_size=4), st.sampled_from([None, 1]))
def test_any_day_one_export(entries: list[object], indent: int | None) -> None:
    content = json.dumps({"metadata": {"entries": []}, "entries": entries}, indent=indent)
    require_rows_or_refusal(read_day_one, content)


@given(st.lists(cells | text, max_size=4))
def test_any_table(rows: list[str]) -> None:
    require_rows_or_refusal(read_daylio, "\n".join([DAYLIO_HEADER, *rows]))
    header = "id,sent_at,date,time,text,a,b,c"
    require_rows_or_refusal(read_csv_rows, "\n".join([header, *rows]))


@given(text | cells | objects.map(json.dumps), st.sampled_from(["x", "x.jsonl", "x.csv", "x.json"]))
def test_any_text_has_a_format_or_is_refused(content: str, name: str) -> None:
    try:
        assert detect_format(content, name)
    except FileRefused as refusal:
        assert refusal.field == "file"  # noqa: PT017 - either answer is right
