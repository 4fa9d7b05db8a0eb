"""How many words each day may have, which entries repeat another, and what safety words require."""

from __future__ import annotations

from datetime import date

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import DayPlan
from generation.pipeline.planner.features import Weighing
from generation.pipeline.planner.moments import day_plans
from tests.pipeline.diaries import diary
from tests.pipeline.test_patterns import days


def plans(*rows: tuple[str, str, str]) -> tuple[DayPlan, ...]:
    record = canonicalize(diary(*rows))
    return day_plans(record, Weighing(record))


def sized(*words: int) -> tuple[DayPlan, ...]:
    """One day of so many words each, from 7 Nov on."""
    texts = [" ".join(f"w{at}x{day}" for at in range(number)) for day, number in enumerate(words)]
    return plans(*days(*texts, first=7))


def required(*sentences: str) -> list[int]:
    """Which sentences of one entry are required, by their place."""
    [day] = plans(("a", "2026-11-08 10:00", " ".join(sentences)))
    [entry] = day.entries
    assert len(entry.sentences) == len(sentences)
    return [at for at, sentence in enumerate(entry.sentences) if sentence.is_required]


def dying(words: int) -> str:
    """A sentence of safety words, of so many words."""
    return f"I want to die {'today ' * (words - 5)}again."


def plain(words: int) -> str:
    return f"The bus was {'green ' * (words - 4)}again."


def test_a_diary_of_560_words_is_whole() -> None:
    assert [day.budget for day in sized(300, 260)] == [300, 260]


def test_beyond_that_no_day_has_more_than_120_words() -> None:
    assert [day.budget for day in sized(301, 260)] == [120, 120]


def test_a_day_over_its_share_by_ten_words_is_whole() -> None:
    assert [(day.budget, day.is_whole) for day in sized(500, 130, 131)] == [(120, False), (130, True), (120, False)]


def test_what_short_days_leave_goes_to_the_others_evenly() -> None:
    assert [day.budget for day in sized(*[100] * 8)] == [70] * 8
    assert [day.budget for day in sized(*[100] * 8, 20, 10)] == [*[66] * 8, 20, 10]


def test_the_level_is_the_highest_at_which_the_days_together_keep_to_560_words() -> None:
    assert [day.budget for day in sized(*[103] * 6)] == [103] * 6
    assert [day.budget for day in sized(*[104] * 6)] == [93] * 6
    assert [day.budget for day in sized(119, 120, 121, 122, 131, 90)] == [94, 94, 94, 94, 94, 90]


def test_a_copy_names_the_day_of_the_first_of_them_all() -> None:
    rows = [(f"m{n}", f"2026-11-{8 + n:02} 10:00", text) for n, text in enumerate(("Out.", "out.", "OUT.", "In."))]
    copies = [entry.copy_of for day in plans(*rows) for entry in day.entries]
    assert copies == [None, date(2026, 11, 8), date(2026, 11, 8), None]


def test_words_of_a_day_are_those_of_its_entries_without_copies() -> None:
    first, second = plans(
        ("a", "2026-11-08 10:00", "Out with Ben."),
        ("b", "2026-11-08 12:00", "Home by six or so."),
        ("c", "2026-11-08 14:00", "out  with BEN."),
        ("d", "2026-11-10 10:00", "Out with Ben."),
    )
    assert (first.id, first.day, first.words) == ("m1", date(2026, 11, 8), 8)
    assert (second.id, second.day, second.words) == ("m2", date(2026, 11, 10), 0)
    assert [entry.copy_of for entry in first.entries] == [None, None, date(2026, 11, 8)]
    assert [(entry.copy_of, entry.words, entry.sentences) for entry in second.entries] == [(date(2026, 11, 8), 0, ())]


def test_days_without_entry_have_no_plan() -> None:
    assert [day.day.day for day in plans(*days("One.", first=7), ("z", "2026-11-21 10:00", "Two."))] == [7, 21]


def test_nothing_is_required_without_safety_words() -> None:
    assert required(plain(8), plain(9)) == []


@pytest.mark.parametrize(("words", "places"), [(25, [1, 2, 3]), (26, [2])])
def test_a_neighbour_of_up_to_25_words_is_required_too(words: int, places: list[int]) -> None:
    assert required(plain(8), plain(words), dying(9), plain(words), plain(8)) == places


def test_safety_words_at_either_end_have_one_neighbour() -> None:
    assert required(dying(9), plain(8), plain(9)) == [0, 1]
    assert required(plain(8), plain(9), dying(9)) == [1, 2]


def test_what_is_bound_to_a_required_sentence_is_required() -> None:
    turn = f"But {plain(29)}"
    assert required(plain(27), plain(28), dying(9), turn, f"However, {plain(29)}", plain(28)) == [2, 3, 4]
    assert required(plain(27), plain(28), f"But {dying(9)}", plain(28)) == [1, 2]


def test_a_neighbour_of_which_nothing_may_be_quoted_is_not_required() -> None:
    assert required("See www.example.com now.", dying(9), plain(8)) == [1, 2]


def test_safety_words_in_one_entry_require_nothing_of_the_others() -> None:
    [day] = plans(
        ("a", "2026-11-08 10:00", f"{plain(8)} {plain(9)}"),
        ("b", "2026-11-08 11:00", dying(9)),
        ("c", "2026-11-08 12:00", plain(10)),
    )
    assert [[s.is_required for s in entry.sentences] for entry in day.entries] == [[False, False], [True], [False]]


@pytest.mark.parametrize(
    "done",
    [
        "I gave the tin to my aunt.",
        "Poured the rest down the sink.",
        "Rang Tom from the stairs.",
        "I haven't told Tom.",
        "I went to bed.",
        "didnt do it.",
        "I'd never.",
        "I don't think I would ever go through with it.",
        "Put my headphones on.",
        "I'm going to call the clinic.",
        "It scared me.",
    ],
)
def test_what_was_done_about_it_is_required_behind_the_neighbour(done: str) -> None:
    assert required(plain(26), dying(9), plain(8), done, plain(26)) == [1, 2, 3]


def test_one_other_sentence_may_stand_among_what_was_done() -> None:
    assert required(dying(9), plain(8), plain(9), "Rang Tom.", plain(11), plain(26)) == [0, 1, 2, 3]
    assert required(dying(9), plain(8), plain(11), plain(11), "Rang Tom.", plain(26)) == [0, 1]


def test_what_was_done_is_followed_for_three_sentences() -> None:
    assert required(dying(9), plain(8), *["Rang Tom."] * 5) == [0, 1, 2, 3, 4]


def test_without_safety_words_nothing_of_the_kind_is_required() -> None:
    assert required(plain(8), "Rang Tom.", plain(9), "I went to bed.") == []


@pytest.mark.parametrize(("words", "places"), [(10, [0, 1, 2, 3, 4]), (11, [0, 1, 3, 4])])
def test_a_gap_of_up_to_ten_words_between_two_of_them_is_no_gap(words: int, places: list[int]) -> None:
    assert required(dying(9), plain(8), plain(words), plain(8), dying(10)) == places


def test_the_next_message_of_the_day_is_required_where_it_goes_on() -> None:
    counted = ("a", "2026-11-08 10:00", "i keep counting the tablets in the drawer")
    for text, is_required in (("theres 30", True), (plain(6), False), (f"showed lena what i wrote. {plain(30)}", True)):
        [day] = plans(counted, ("b", "2026-11-08 10:01", text))
        assert day.entries[1].sentences[0].is_required is is_required


def test_up_to_400_words_of_safety_are_all_required() -> None:
    assert required(*[dying(50)] * 8) == list(range(8))
    assert required(*[dying(60)] * 3, dying(30), *[dying(60)] * 3) == list(range(7))


def test_beyond_400_the_first_and_the_last_200_are() -> None:
    assert required(*[dying(50)] * 10) == [0, 1, 2, 3, 6, 7, 8, 9]
    assert required(*[dying(67)] * 7) == [0, 1, 5, 6]


def test_safety_words_of_all_entries_of_a_day_count_together() -> None:
    rows = [(f"e{n}", f"2026-11-08 {10 + n}:00", f"{n} {dying(60)}") for n in range(8)]
    [day] = plans(*rows)
    assert [entry.sentences[0].is_required for entry in day.entries] == [True] * 3 + [False] * 2 + [True] * 3
