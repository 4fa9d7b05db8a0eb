"""Guards Section 3: matters that are open in the person's own words, and nothing that is only frequent."""

from __future__ import annotations

import pytest

from tests.pipeline.diaries import EXAMPLE, diary
from tests.pipeline.runs import bullets_of
from tests.pipeline.test_patterns import days


def points(*texts: str) -> list[str]:
    return bullets_of(diary(*days(*texts)), 3)


def test_the_open_sentence_and_the_last_one_are_quoted() -> None:
    [point] = bullets_of(diary(*EXAMPLE), 3)
    named, opened, last = point.split("; ")
    assert named == '"talk with my manager" stands in entries of 3 days: 8, 10 and 12 Nov'
    assert opened == 'open, 10 Nov: "The talk with my manager is on Thursday."'
    assert last == 'last, 12 Nov: "Talk with my manager done."'


def test_a_last_sentence_that_is_the_open_one_is_quoted_once() -> None:
    [point] = points("My exam is close.", "The exam again.", "I am worried about the exam.")
    assert "; open, 10 Nov: " in point
    assert "; last, " not in point


def test_what_is_denied_is_no_open_point() -> None:
    assert points(*["No suicide thoughts."] * 3) == []


def test_a_feeling_word_is_no_matter() -> None:
    assert points("I am still anxious.", "Anxious again.", "Still anxious.") == []


def test_a_word_that_names_nothing_by_itself_is_no_matter() -> None:
    assert points("I need to work.", "I have to work again.", "Still at work.") == []


@pytest.mark.parametrize("word", ["final", "mental", "school", "class"])
def test_an_adjective_or_a_place_is_no_matter(word: str) -> None:
    assert points(f"Worried about the {word}.", f"The {word} again.", f"I need to see my {word}.") == []


def test_how_somebody_is_is_no_matter() -> None:
    assert points("I am still bloated.", "Bloated again.", "Still so bloated.") == []


def test_to_go_to_class_is_a_matter() -> None:
    assert points("I have to go to class.", "Did not want to go to class.", "I need to go to class again.")


def test_having_no_money_closes_nothing() -> None:
    [point] = points("Hoping for money soon.", "I don't have any money and am still in debt.", "Out.")
    assert point.startswith('"money" stands in entries of 2 days')


def test_a_question_is_never_quoted_as_open() -> None:
    assert points("My exam is close.", "Exam soon.", "Will I still pass the exam?") == []


def test_two_days_or_fewer_have_no_open_point() -> None:
    assert points("Worried about the exam.", "Still worried about the exam.") == []


def test_a_sentence_that_ends_in_a_mark_of_markup_is_not_cut() -> None:
    [point] = points("My exam is close.", "The exam again.", "<i>I am worried about the exam.</i> Then soup.")
    assert point.endswith('open, 10 Nov: "I am worried about the exam."')
