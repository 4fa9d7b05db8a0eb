"""Whatever a file holds, a reader answers with rows or refuses the file; it never breaks, and it loses no entry."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.diary_formats.all_formats import FORMATS, DiaryFormat, detect_format
from core.diary_formats.bundle import open_content
from core.diary_formats.diary_file import read_diary_content
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import DiaryRow, EmptyRow, FileRefused, Row
from tests.core.diaries_of_apps import APPS, Written, file_of

OPTIONS = ReadOptions(ZoneInfo("Europe/Berlin"), author="Ada")
# `make fuzz` sets it: so many minutes for all of these together, each its share, on as many processes as there are.
MINUTES = float(os.environ.get("FILE_MINUTES", "0"))
TESTS = len(DiaryFormat) + 2 * len(APPS) + 1
SHARE = MINUTES * 60 * int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) / TESTS
CASES = settings(
    max_examples=100 if MINUTES else 8,
    deadline=timedelta(seconds=20),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    [
        "Slept 6 h.",
        "2024-11-08",
        "8.11.2024 21:14",
        "# 2024-11-08",
        "[08.11.24, 21:14:03] Ada: x",
        "~~no~~",
        "<b>x</b>",
        "  ",
    ]
)
moments = st.datetimes().map(lambda moment: moment.replace(year=2024, microsecond=0))
NAMES = ["x", "x.jsonl", "x.md", "2024-11-08.txt"]
MEMBERS = ["a.json", "b.md", "Entries/c.html", "backup.daylio", "xl/workbook.xml"]
entries = st.lists(st.builds(Written, moments, words), min_size=1, max_size=8)


def while_time_is_left(prove: Callable[[], None]) -> None:
    """Prove it, and again with other cases until this test's share of the minutes is over."""
    until = monotonic() + SHARE
    prove()
    while monotonic() < until:
        prove()


def is_blank(row: Row) -> bool:
    """An entry that is refused when it is stored, as JSON and CSV of one's own may say that an entry is nothing."""
    return isinstance(row, DiaryRow) and not row.text.strip()


def require_rows_or_refusal(content: bytes, name: str, diary_format: DiaryFormat | None) -> None:
    try:
        diary = read_diary_content(content, name, OPTIONS, diary_format)
    except FileRefused as refusal:
        # The reason names formats and files, never what a file says.
        assert (refusal.field, len(refusal.reason) < 2_000) == ("file", True)  # noqa: PT017 - either answer is right
        return
    for row in diary.rows:
        assert row.line >= 1
        if isinstance(row, DiaryRow):
            assert row.client_id
            assert row.sent_at.utcoffset() is not None


@pytest.mark.parametrize("diary_format", list(DiaryFormat))
def test_any_bytes(diary_format: DiaryFormat) -> None:
    @CASES
    @given(content=st.binary(max_size=300) | words.map(str.encode), name=st.sampled_from(NAMES))
    def prove(content: bytes, name: str) -> None:
        require_rows_or_refusal(content, name, diary_format)
        require_rows_or_refusal(content, name, None)

    while_time_is_left(prove)


@pytest.mark.parametrize("app", APPS)
def test_a_damaged_file_of_each_format(app: str) -> None:
    @CASES
    @given(written=entries, data=st.data())
    def prove(written: list[Written], data: st.DataObject) -> None:
        made = file_of(app, written)
        damaged = bytearray(made.content)
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(damaged) - 1))
            damaged[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        require_rows_or_refusal(bytes(damaged), made.name, made.format)

    while_time_is_left(prove)


@pytest.mark.parametrize("app", APPS)
def test_no_entry_is_lost(app: str) -> None:
    @CASES
    @given(written=entries)
    def prove(written: list[Written]) -> None:
        made = file_of(app, written)
        try:
            rows = read_diary_content(made.content, made.name, OPTIONS, made.format).rows
        except FileRefused as refusal:
            assert f"only {made.entries:,} without words" in refusal.reason  # noqa: PT017 - counted, each of them
            return
        # What is read, refused and without words is what is in the file.
        assert len(rows) == made.entries
        # Marks of an app may be all there is, as of quoted words; nothing becomes words that is none.
        assert sum(isinstance(row, EmptyRow) or is_blank(row) for row in rows) >= made.empty

    while_time_is_left(prove)


@pytest.mark.parametrize("app", APPS)
def test_each_format_is_told_by_what_it_holds(app: str) -> None:
    made = file_of(app, [Written.at("2024-11-08T21:14", "Slept 6 h."), Written.at("2024-11-13T07:05", "Tired.")])
    assert detect_format(open_content(made.content, made.name), OPTIONS) is made.format


def test_any_archive() -> None:
    @CASES
    @given(st.dictionaries(st.sampled_from(MEMBERS), words))
    def prove(files: dict[str, str]) -> None:
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        require_rows_or_refusal(packed.getvalue(), "x.zip", None)
        for diary_format in FORMATS:
            require_rows_or_refusal(packed.getvalue(), "x.zip", diary_format)

    while_time_is_left(prove)
