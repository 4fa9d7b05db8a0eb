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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Codeine 30 mg x2", "30 mg x2"),
        ("codeine: 30 mg x 3", "30 mg x 3"),
        ("codeine 30 mg 3x", "30 mg 3x"),
        ("codeine 30mg (×2) and bed", "30mg (×2)"),
        ("codeine 30 mg twice", "30 mg twice"),
        ("codeine 30 mg once.", "30 mg once"),
        ("codeine 30 mg, 3 times", "30 mg, 3 times"),
        ("codeine 30 mg tds", "30 mg tds"),
        ("codeine 30 mg AM and PM", "30 mg AM and PM"),
        ("codeine 30 mg morning + night", "30 mg morning + night"),
        ("codeine 30 mg, 2 tablets", "30 mg, 2 tablets"),
        ("codeine 30 mg (2 of them)", "30 mg (2 of them)"),
        ("codeine 30 mg x2, skipped noon", "30 mg x2, skipped noon"),
        ("codeine 30 mg x2 but missed the evening one", "30 mg x2 but missed the evening one"),
        ("codeine 30 mg x2, an extra one", "30 mg x2, an extra one"),
        ("codeine half a 30 mg", "half a 30 mg"),
        ("took half of a 30 mg codeine", "half of a 30 mg"),
        ("codeine 30 x2", "30 x2"),
        ("codeine 30 mg (half)", "30 mg (half)"),
        ("took two 30 mg codeine", "two 30 mg"),
        ("Had half my 30 mg codeine", "half my 30 mg"),
        # what is no multiple
        ("codeine 30 mg once I was home", "30 mg"),
        ("codeine 30 mg twice as late", "30 mg"),
        ("codeine 30 mg am", "30 mg"),
        ("codeine 30 mg x2, skipped lunch", "30 mg x2"),
        ("codeine 30 mg, 2 days left", "30 mg"),
        ("codeine 30 mg\nx2 bought", "30 mg"),
    ],
)
def test_how_often_an_amount_was_taken_is_shown_with_it(text: str, shown: str) -> None:
    assert bounded(text)[0] == (shown, "codeine")
    assert [label for _, label in bounded(text)].count("codeine") == 1


@pytest.mark.parametrize(
    "text",
    [
        "guess: sleep 8, mood 7",
        "Guesses - sleep 8 h, mood 7",
        "Home late.\nrough estimate: sleep 8 h | mood 7",
        "approx: sleep 8, mood 7",
        "sleep 8 h, mood 7 (guesses)",
        "Sleep (guess): 8, mood (guess): 7",
    ],
)
def test_a_hedge_before_or_behind_a_list_bounds_each_of_its_values(text: str) -> None:
    assert {label for _, label in bounded(text)} <= {None}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mood 7 (guess)", "7 (guess)"),
        ("Mood: guess 7", "guess 7"),
        ("mood est. 7", "est. 7"),
        ("Mood approx: 7", "approx: 7"),
        ("Took a guess. Mood: 7", "7"),
        ("guess: rain. Mood: 7", "7"),
        ("guess: late\nMood: 7", "7"),
    ],
)
def test_a_hedge_beside_a_value_is_shown_with_it_and_one_of_another_sentence_is_not(text: str, shown: str) -> None:
    assert bounded(text) == [(shown, "mood")]


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
