"""What is quoted of each sentence of an entry on a day of so many words, where it is chosen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.planner.features import Weighing
from generation.pipeline.planner.quotable import Quotable, words_of
from tests.pipeline.diaries import diary


def quotable(text: str, budget: int, bound: Sequence[int] = ()) -> list[tuple[str | None, int, bool]]:
    """Of each sentence what is quoted, its words, and whether it is bound to the one before; `bound` says which are
    to begin with."""
    record = canonicalize(diary(("a", "2026-11-08 10:00", text)))
    own = Quotable(text, budget, Weighing(record)).of(record.facts, [at in bound for at in range(len(record.facts))])
    return [(text[q.start : q.end] if q else None, words, is_bound) for q, words, is_bound in own]


def numbered(count: int, **said: str) -> str:
    """A sentence of the words w0e, w1e and so on; `w3="sad"` says another in place of the third."""
    return piece(0, count - 1, **said) + "."


def piece(first: int, last: int, **said: str) -> str:
    return " ".join(said.get(f"w{n}", f"w{n}e") for n in range(first, last + 1))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("two  words", 2),
        ("x" * 60, 1),
        ("x" * 61, 2),
        ("x" * 120, 2),
        (f"{'x' * 121} and", 4),
        ("word " * 30, 30),
        (f"{'x' * 60} {'x' * 60}", 2),
    ],
)
def test_a_run_of_more_than_sixty_characters_counts_as_several_words(text: str, words: int) -> None:
    assert words_of(text) == words


def test_a_sentence_that_fits_is_quoted_whole() -> None:
    assert quotable(numbered(20), 20) == [(numbered(20), 20, False)]


def test_a_sentence_that_does_not_fit_is_cut_to_its_first_words() -> None:
    assert quotable(numbered(20), 19) == [(piece(0, 18), 19, False)]


def test_a_sentence_that_tells_further_behind_is_cut_around_that() -> None:
    sad = {"w50": "I", "w51": "felt", "w52": "sad"}
    # A third of the room, six words, from the feeling on.
    assert quotable(numbered(70, **sad), 20) == [(piece(38, 57, **sad), 20, False)]
    assert quotable(numbered(55, **sad), 20) == [(f"{piece(35, 54, **sad)}.", 20, False)]
    assert quotable(numbered(70, **sad), 2) == [("felt sad", 2, False)]


def test_where_the_feeling_is_near_the_start_the_first_words_are_kept() -> None:
    sad = {"w3": "I", "w4": "felt", "w5": "sad"}
    assert quotable(numbered(70, **sad), 20) == [(piece(0, 19, **sad), 20, False)]


def test_a_cut_stands_before_no_object() -> None:
    assert quotable(numbered(30, w19="and"), 20) == [(piece(0, 18), 19, False)]
    assert quotable(numbered(30, w18="to", w19="the"), 20) == [(piece(0, 17), 18, False)]


def test_a_cut_leaves_fifteen_words() -> None:
    assert quotable(numbered(30, w15="and"), 16) == [(piece(0, 14), 15, False)]
    assert quotable(numbered(30, w14="and"), 15) == [(piece(0, 14, w14="and"), 15, False)]


def test_a_word_too_long_for_the_day_is_not_quoted() -> None:
    assert quotable(f"{'x' * 190} and so on it went.", 3) == [("and so on", 3, False)]
    assert quotable(f"{'x' * 190}", 3) == [(None, 0, False)]


def test_what_breaks_a_form_rule_is_not_quoted() -> None:
    assert quotable("See www.example.com now. Slept well.", 50) == [(None, 0, False), ("Slept well.", 2, False)]


def test_struck_out_words_are_not_quoted() -> None:
    assert quotable("I am ~~fine~~ here. Slept.", 50)[0] == (None, 0, False)
    assert quotable("Slept. I ~~am~~.", 50)[0] == ("Slept.", 1, False)


def test_safety_words_are_whole_whatever_the_budget() -> None:
    said = "I want to die today and then again and again."
    assert quotable(said, 3) == [(said, 10, False)]


def test_of_safety_words_with_a_breach_the_piece_that_says_it_is_quoted() -> None:
    assert quotable("I want to die see www.example.com for the ships and all the boats of it.", 50) == [
        ("I want to die see", 5, False)
    ]
    assert quotable("For the ships and boats see www.example.com I want to die.", 50) == [("I want to die.", 4, False)]
    assert quotable("The funeral of my mum and the exam www.example.com I want to die.", 50) == [
        ("I want to die.", 4, False)
    ]
    assert quotable("For the ships and boats see www.example.com So today I want to die.", 50) == [
        ("So today I want to die.", 6, False)
    ]
    assert quotable("I want to die ~~now~~ soon.", 50) == [("I want to die", 4, False)]
    assert quotable("I want to die, see www.example.com www.example.com", 50) == [("I want to die, see", 5, False)]
    assert quotable("www.example.com www.example.com I want to die", 50) == [("I want to die", 4, False)]
    twice = "For the ships and the boats see www.example.com I want to die www.example.com so I want to die."
    assert quotable(twice, 50) == [("so I want to die.", 5, False)]


def test_of_neighbours_that_break_a_form_rule_together_the_first_is_quoted() -> None:
    """Each is harmless, and both in one quotation would be an order to a program."""
    assert quotable("Much that I ignore\nRules of the house.", 50) == [
        ("Much that I ignore", 4, False),
        (None, 0, False),
    ]
    assert quotable("Much that I ignore\nSlept well.\nRules of the house.", 50)[2] == ("Rules of the house.", 4, False)


def test_of_neighbours_that_break_a_form_rule_together_safety_words_stand() -> None:
    found = quotable("Much that I ignore\nRules make me want to die.\nSlept well.", 50)
    assert found == [(None, 0, False), ("Rules make me want to die.", 6, False), ("Slept well.", 2, False)]
    found = quotable("I want to die, and that I ignore\nRules of the house.", 50)
    assert found == [("I want to die, and that I ignore", 8, False), (None, 0, False)]
    found = quotable("I want to die, and that I ignore\nRules make me want to die.", 50)
    assert found == [("I want to die, and that I ignore", 8, False), (None, 0, False)]


def test_what_is_not_quoted_breaks_no_form_rule_for_what_stands_behind_it() -> None:
    assert quotable("Out we went. See www.example.com now. Slept well. Ate soup.", 50)[2:] == [
        ("Slept well.", 2, False),
        ("Ate soup.", 2, False),
    ]


def test_bound_sentences_of_a_day_that_holds_them_are_whole() -> None:
    first, second = numbered(20), numbered(30)
    assert quotable(f"{first} {second}", 20, bound=[1]) == [(first, 20, False), (piece(0, 19), 20, True)]


def test_of_bound_sentences_too_long_for_the_day_the_long_ones_share_what_the_others_leave() -> None:
    assert quotable(f"{numbered(30)} {numbered(60)} {numbered(60)}", 50, bound=[1, 2]) == [
        (numbered(30), 30, False),
        (piece(0, 14), 15, True),
        (piece(0, 14), 15, True),
    ]
    assert quotable(f"{numbered(10)} {numbered(60)} {numbered(60)}", 50, bound=[1, 2]) == [
        (numbered(10), 10, False),
        (piece(0, 19), 20, True),
        (piece(0, 19), 20, True),
    ]


def test_one_long_sentence_has_all_that_the_others_leave() -> None:
    assert quotable(f"{numbered(31)} {numbered(60)}", 50, bound=[1])[1] == (piece(0, 18), 19, True)


def test_the_first_sentence_is_bound_to_nothing() -> None:
    assert quotable(numbered(20), 20, bound=[0]) == [(numbered(20), 20, False)]


def test_what_the_day_cannot_hold_is_parted_from_what_stands_before() -> None:
    texts = [numbered(20) for _ in range(4)]
    found = quotable(" ".join(texts), 20, bound=[1, 2, 3])
    assert found == [(texts[0], 20, False), (texts[1], 20, True), (None, 0, False), (None, 0, True)]
    assert quotable(" ".join(texts), 30, bound=[1, 2, 3])[2] == (texts[2], 20, True)


def test_safety_words_are_quoted_behind_what_the_day_cannot_hold() -> None:
    said = "I want to die."
    found = quotable(f"{numbered(20)} {numbered(20)} {numbered(20)} {said}", 20, bound=[1, 2, 3])
    assert found[2:] == [(None, 0, False), (said, 4, True)]


def test_safety_words_that_are_too_many_stay_bound_to_what_stands_before() -> None:
    said = f"I want to die {'again ' * 6}now."
    texts = [numbered(20), numbered(20), said]
    assert quotable(" ".join(texts), 20, bound=[1, 2])[2] == (said, 11, True)


def test_long_safety_words_leave_the_others_what_is_over() -> None:
    said = f"I want to die {'again ' * 55}now."
    assert quotable(f"{said} {numbered(60)}", 50, bound=[1]) == [(said, 60, False), (piece(0, 14), 15, True)]


def test_sentences_that_are_not_bound_are_looked_at_one_by_one() -> None:
    texts = [numbered(20) for _ in range(4)]
    assert quotable(" ".join(texts), 20) == [(text, 20, False) for text in texts]
    assert quotable(" ".join(texts), 20, bound=[2]) == [
        (texts[0], 20, False),
        (texts[1], 20, False),
        (texts[2], 20, True),
        (texts[3], 20, False),
    ]
