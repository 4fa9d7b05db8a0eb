"""The words that bound or hedge a number stand beside it as typed, so that whoever shows it shows them too."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from generation.pipeline.canonicalizer.numbers.finder import find_numbers
from generation.pipeline.contracts import NumericLog
from generation.pipeline.reading.sentences import split_sentences


def bounded(text: str) -> list[tuple[str, str | None]]:
    return [
        (text[found.bound_start or found.start : found.bound_end or found.end], found.label)
        for found in find_numbers(text, split_sentences(text))
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Slept maybe 5.5 h", "maybe 5.5 h"),
        ("slept about 6 h", "about 6 h"),
        ("slept ~6 h", "~6 h"),
        ("slept <5 h", "<5 h"),
        ("slept almost 7 hours", "almost 7 hours"),
        ("slept at least 6 h", "at least 6 h"),
        ("slept at most 4 h", "at most 4 h"),
        ("slept well.Almost 8 h", "Almost 8 h"),
        ("slept (about 8 h", "about 8 h"),
        ("slept less than 5 h", "less than 5 h"),
        ("slept no more than 5 h", "no more than 5 h"),
        ("slept over 9 h", "over 9 h"),
        ("slept just under 5 h", "just under 5 h"),
        ("slept probably around 5 h", "probably around 5 h"),
        ("slept ca. 7 h", "ca. 7 h"),
        ("slept 4 hours tops", "4 hours tops"),
        ("slept 6 h at most", "6 h at most"),
        ("slept 7 h or so", "7 h or so"),
        ("slept 6-ish", "6-ish"),
        ("slept 6 h", "6 h"),
    ],
)
def test_a_bounded_number_keeps_its_label_and_its_words(text: str, shown: str) -> None:
    assert bounded(text) == [(shown, "sleep")]


def test_a_word_of_the_sentence_before_bounds_nothing() -> None:
    assert bounded("Sleep was like that. 6 h of sleep") == [("6 h", "sleep")]


def log(**changes: int | None) -> NumericLog:
    return NumericLog.model_validate(
        {
            "fact_id": "f1",
            "day": date(2026, 11, 8),
            "message_id": "m1",
            "start": 6,
            "end": 9,
            "text": "6 h",
            "value": "6",
            "unit": "h",
            "label": "sleep",
            "label_fact_id": "f1",
            "dimension": "duration",
        }
        | changes
    )


def test_a_log_without_bounds_is_bounded_by_itself() -> None:
    assert log().bounded == (6, 9)
    assert log(bound_start=0, bound_end=12).bounded == (0, 12)


@pytest.mark.parametrize("changes", [{"bound_start": 7}, {"bound_start": 6}, {"bound_end": 8}, {"bound_start": -1}])
def test_bounds_inside_the_number_are_refused(changes: dict[str, int | None]) -> None:
    with pytest.raises(ValidationError, match="stand around it"):
        log(**changes)
