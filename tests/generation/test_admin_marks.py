"""Marks laid over diary text are escaped, cut to what is shown and laid in linear time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from generation.admin.marks import Kind, Mark, marked
from generation.admin.wording import moment_words, seconds_words, short_hash, state_badge, weekday_words, window_words
from generation.models import JobState

FEELING = Mark(5, 8, Kind.FEELING, "feeling: sad")


def test_text_without_marks_is_escaped() -> None:
    assert marked("<b>&\"'</b>") == "&lt;b&gt;&amp;&quot;&#x27;&lt;/b&gt;"


def test_marked_words_are_escaped_and_noted() -> None:
    html = marked("felt <i>", [Mark(5, 8, Kind.NUMBER, 'a "note"')])
    assert html == 'felt <mark class="sb-number" title="a &quot;note&quot;">&lt;i&gt;</mark>'


def test_overlapping_marks_are_cut_where_one_ends() -> None:
    html = marked("felt sad today", [FEELING, Mark(0, 6, Kind.SOURCE, "quoted")])
    assert html == (
        '<mark class="sb-source" title="quoted">felt </mark>'
        '<mark class="sb-feeling sb-source" title="quoted; feeling: sad">s</mark>'
        '<mark class="sb-feeling" title="feeling: sad">ad</mark> today'
    )


def test_only_the_part_inside_is_shown() -> None:
    assert marked("felt sad today", [FEELING], start=6, end=9) == (
        '<mark class="sb-feeling" title="feeling: sad">ad</mark> '
    )


@pytest.mark.parametrize("mark", [Mark(3, 3, Kind.FINDING, ""), Mark(20, 30, Kind.FINDING, "")])
def test_marks_of_nothing_leave_no_trace(mark: Mark) -> None:
    assert marked("felt sad", [mark]) == "felt sad"


def test_thousands_of_marks_are_laid_in_one_pass() -> None:
    text = "a b " * 2_000
    marks = [Mark(start, start + 1, Kind.NUMBER, "n") for start in range(0, len(text), 2)]
    assert marked(text, marks).count("<mark") == 4_000


@pytest.mark.parametrize("state", JobState)
def test_every_state_is_a_sign_and_a_word(state: JobState) -> None:
    assert state.value.replace("_", " ") in state_badge(state)
    assert 'aria-hidden="true"' in state_badge(state)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2025, 11, 7), date(2025, 11, 21), "7–21 Nov 2025"),
        (date(2025, 10, 18), date(2025, 11, 1), "18 Oct – 1 Nov 2025"),
        (date(2025, 12, 25), date(2026, 1, 8), "25 Dec 2025 – 8 Jan 2026"),
    ],
)
def test_window_names_month_and_year_once(first: date, last: date, words: str) -> None:
    assert window_words(first, last) == words


def test_times_are_those_of_the_zone() -> None:
    assert moment_words(datetime(2025, 11, 21, 23, 30, tzinfo=UTC), "Asia/Kolkata") == "22 Nov 2025 05:00"
    assert weekday_words(date(2025, 11, 8)) == "Sat 8 Nov"


@pytest.mark.parametrize(("seconds", "words"), [(0.04, "0.0 s"), (59.94, "59.9 s"), (125.9, "2 min 05 s")])
def test_durations_are_short(seconds: float, words: str) -> None:
    assert seconds_words(seconds) == words


def test_hash_is_short_and_whole_at_once() -> None:
    html = short_hash("0123456789abcdef" * 4)
    assert 'tabindex="0"' in html
    assert ">0123456789ab…<" in html
    assert html.count("0123456789abcdef" * 4) == 2
