"""The words of the entries, read literally: on which days a form stands, how it is spelled, which one holds which."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.planner.words_in_entries import (
    FormsListed,
    WordsInEntries,
    copy_key,
    folded,
    hold_one_another,
    holds,
)
from tests.pipeline.diaries import diary
from tests.pipeline.test_patterns import days


def entries_of(*texts: str) -> WordsInEntries:
    return WordsInEntries(canonicalize(diary(*days(*texts))))


def days_of(form: str, *texts: str) -> list[int]:
    return [day.day for day in entries_of(*texts).days_of(form)]


@pytest.mark.parametrize(
    ("text", "is_compared_as"),
    [
        ("  Mum  AND\nme ", "mum and me"),
        ("ＭＵＭ", "mum"),
        ("can’t", "can't"),
        ("can‘t", "can't"),
        ("Zoë", "zoë"),
        ("a\u00adb", "ab"),
        ("20℃", "20 °c"),
        ("20℅", "20 c/o"),
        ("Maß", "maß"),
        ("ΛΟΓΟΣ λόγος", "λογοσ λόγοσ"),
        ("№5", "no 5"),
        ("5㎏", "5 kg"),
        ("₨500", "rs 500"),
        ("🆐", "dj"),
        ("CO₂", "co2"),
        ("Zo\u0308 " + "x" * 60, "zö " + "x" * 60),
    ],
)
def test_text_is_compared_without_case_width_and_white_space(text: str, is_compared_as: str) -> None:
    assert folded(text) == is_compared_as


@pytest.mark.parametrize("other", ["went  OUT.", " Went\nout. "])
def test_an_entry_is_a_copy_whatever_its_capitals_and_white_space(other: str) -> None:
    assert copy_key(other) == copy_key("Went out.")
    assert copy_key(other) != copy_key("Went out")


@pytest.mark.parametrize(
    ("text", "form", "stands"),
    [
        ("my mum was here", "mum", True),
        ("mum", "mum", True),
        ("mum's house", "mum", True),
        ("mum'll come", "mum", False),
        ("i won't", "won", False),
        ("i won't", "t", False),
        ("mummy", "mum", False),
        ("gumum", "mum", False),
        ("mum2", "mum", False),
        ("mummy and mum", "mum", True),
        ("mummy " * 60 + "mum", "mum", True),
        ("mummy " * 60 + "mama", "mum", False),
        ("mummy " * 49 + "mum", "mum", True),
        ("at the bus stop now", "bus stop", True),
        ("bus, stop", "bus stop", False),
    ],
)
def test_a_form_stands_where_it_is_a_word_by_itself(text: str, form: str, stands: bool) -> None:
    assert holds(text, form) is stands


@pytest.mark.parametrize("form", ["mum", "the mum", "MUM"])
def test_the_days_of_a_form_are_all_on_which_it_stands(form: str) -> None:
    assert days_of(form, "The mum came.", "Dad came.", "the  MUM's house", "the mummy") == [8, 10]


def test_days_of_words_are_those_of_entries_in_any_script() -> None:
    assert days_of("mum", "Zoë and mum", "mum", "Zoë's mummy") == [8, 9]
    assert days_of("zoë", "Zoë and mum", "mum", "Zoë's mummy") == [8, 10]
    assert days_of("won", "I won’t, Zoë", "I won, Zoë") == [9]


def test_no_form_stands_in_what_is_left_of_a_first_word() -> None:
    assert days_of("um", "Mum came.", "Um, no.", "<b>Mum</b> came.") == [9]


def test_no_form_runs_from_one_entry_into_the_next() -> None:
    rows = (("a", "2026-11-08 10:00", "at the bus"), ("b", "2026-11-08 11:00", "stop it"))
    assert WordsInEntries(canonicalize(diary(*rows))).days_of("bus stop") == ()


def test_what_is_marked_up_stands_as_typed_and_as_quoted() -> None:
    assert days_of("unhappy", "I am un<b>happy</b>.", "I am <i>unhappy</i>.") == [8, 9]
    assert days_of("happy", "I am un<b>happy</b>.", "sad") == [8]


def test_a_form_is_shown_as_it_is_typed_most_often_else_first() -> None:
    assert entries_of("Mum", "MUM", "MUM").usual_spelling("mum") == "MUM"
    assert entries_of("Mum", "MUM", "mum").usual_spelling("mum") == "Mum"
    assert entries_of("Mum's", "Mum’s here", "mum").usual_spelling("mum") == "Mum"
    assert entries_of("Bus stop", "bus  stop", "bus\nstop").usual_spelling("BUS STOP") == "bus stop"
    assert entries_of("Bus stop").usual_spelling("tram  stop") == "tram stop"
    assert entries_of("Bus stop").usual_spelling("tram") == "tram"
    assert entries_of("I can’t see", "I can’t see", "I can't see").usual_spelling("can't see") == "can’t see"


def test_a_form_before_what_shows_nothing_is_typed_so() -> None:
    assert entries_of("Slept slept\u200b", "slept").usual_spelling("slept") == "slept"
    assert entries_of("slept\u200b\u200d", "Slept").usual_spelling("slept") == "slept"


def test_a_form_stands_letter_by_letter_and_a_copy_in_any_capitals() -> None:
    assert days_of("Maß", "Maß", "MASS", "maß") == [8, 10]
    assert copy_key("Maß 4") == copy_key("MASS 4")


def test_a_form_inside_a_word_is_not_how_it_is_typed() -> None:
    assert entries_of("the Bus stops", "a BUS STOP").usual_spelling("bus stop") == "BUS STOP"
    assert entries_of("minibus Stop", "a BUS STOP").usual_spelling("bus stop") == "BUS STOP"


def test_what_only_shows_as_a_form_is_not_typed() -> None:
    assert entries_of("ﬁne").is_typed("fine") is False
    assert entries_of("So FINE now").is_typed("fine") is True
    assert entries_of("at the Bus\n stop").is_typed("bus stop") is True


def test_common_forms_are_those_typed_most_often_first() -> None:
    texts = ("Sad and sadder", "SAD", "sadder", "SAD", "saddest")
    typed = ["Sad", "sadder", "SAD", "sadder", "SAD", "saddest"]
    assert entries_of(*texts).common_forms(typed, 4) == ("SAD", "sadder", "saddest")
    assert entries_of(*texts).common_forms(typed, 2) == ("SAD", "sadder")


def test_days_of_any_form_are_those_of_all_together() -> None:
    found = entries_of("mum", "dad", "mum and dad", "nobody").days_of_any(["dad", "mum"])
    assert [day.day for day in found] == [8, 9, 10]


def test_forms_listed_take_whatever_one_of_them_holds_or_is_held_by() -> None:
    listed = FormsListed(["Work meeting"])
    assert [listed.takes(form) for form in ("work", "MEETING", "the work meeting", "works", "meetings")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert ("work  MEETING" in listed, "work" in listed) == (True, False)


def test_a_copy_of_forms_listed_grows_by_itself() -> None:
    listed = FormsListed(["work"])
    copied = listed.copy()
    copied.add(["Home"])
    assert ("home" in listed, "home" in copied, "work" in copied) == (False, True, True)


def test_either_of_two_forms_may_hold_the_other() -> None:
    assert hold_one_another("work meeting", "work")
    assert hold_one_another("work", "work meeting")
    assert not hold_one_another("working", "work")
