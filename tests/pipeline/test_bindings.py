"""Which sentences are quoted together or not at all."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.marks.bindings import bound_to_previous, find_bound, speaks_of_somebody
from generation.pipeline.reading.sentences import split_sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "Just kidding.",
        "No.",
        "Not really.",
        "But Tom helped.",
        "However, it rained.",
        "Though nobody asked.",
        "/s",
        "Actually no.",
        "Actually I hated it.",
        "In my dream.",
        "jk",
        "lol not",
        "Yeah right.",
        "It was all a dream.",
        "Scratch that.",
    ],
)
def test_what_takes_back_or_turns_is_bound(sentence: str) -> None:
    assert bound_to_previous("Feeling great!", sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Not hungry.",
        "No sleep at all.",
        "Still tired.",
        "Slept 6 h.",
        "Just woke up.",
        "I like it, but it is far.",
        "Never had soup.",
        "They went home.",
    ],
)
def test_a_sentence_that_stands_alone_is_not(sentence: str) -> None:
    assert not bound_to_previous("Feeling great!", sentence)


@pytest.mark.parametrize(
    "sentence", ["I'm not.", "im not", "He did.", "Hadn't.", "They weren't.", "She won't.", "I have not."]
)
def test_a_verb_whose_sense_stands_before_it_is_bound(sentence: str) -> None:
    assert bound_to_previous("The baby sleeps.", sentence)


@pytest.mark.parametrize("sentence", ["I'm not going.", "Did the dishes.", "He is here now.", "Was late."])
def test_a_verb_with_its_sense_stands_alone(sentence: str) -> None:
    assert not bound_to_previous("The baby sleeps.", sentence)


@pytest.mark.parametrize("sentence", ["Maybe 6.", "or 7", "more like 7 h", "ok 3", "No wait, 6.5."])
def test_a_number_that_corrects_another_is_bound_to_it(sentence: str) -> None:
    assert bound_to_previous("I had 5 beers.", sentence)
    assert not bound_to_previous("I had soup.", "Maybe 6.")


def test_what_somebody_else_says_is_bound_to_who_says_it() -> None:
    assert bound_to_previous("Mum texted: I feel so lonely since dad died.", "I am angry at God.")
    assert bound_to_previous("Called Leo.", "He said he wants out.")


def test_a_sentence_wrapped_by_a_line_break_is_bound() -> None:
    assert bound_to_previous("I am NOT", "anxious")
    assert not bound_to_previous("slept 6 h", "walked to work")


def test_roles_of_pasted_talk_are_bound() -> None:
    assert bound_to_previous("User: I feel low", "Assistant: I am sorry to hear that")
    assert not bound_to_previous("Sleep: 6 h", "Mood: 5/10")


def _bound(text: str) -> tuple[bool, ...]:
    return find_bound([text[start:end] for start, end in split_sentences(text)])


def test_a_list_is_bound_to_its_heading_and_ends_with_its_lines() -> None:
    assert _bound("Grateful for:\n1. Tom\n2. soup\n3. sleep\nWent to bed.") == (False, True, True, True, False)


def test_lines_of_a_list_without_heading_stand_alone() -> None:
    assert _bound("- milk\n- bread") == (False, False)


def test_a_quotation_is_bound_until_it_closes() -> None:
    assert _bound("She said “I am done. I want out. Bye.” Then she left.") == (False, True, True, False)


def test_a_mark_that_never_closes_binds_only_its_neighbour() -> None:
    assert _bound("He is 5'11\" now. Tall. Proud.") == (False, False, False)
    assert _bound('Note " to self. Eat. Sleep. Walk.')[2:] == (False, False)


def test_the_first_sentence_is_bound_to_nothing() -> None:
    assert _bound("But why.") == (False,)


@pytest.mark.parametrize("sentence", ["She cried.", "Then he left.", "he's asleep", "Their dog ran.", "I told him no."])
def test_a_sentence_may_open_with_somebody_it_does_not_name(sentence: str) -> None:
    assert speaks_of_somebody(sentence)


@pytest.mark.parametrize(
    "sentence", ["Shell came.", "I told Ines.", "It rained.", "Ines said she cried.", "Heather left."]
)
def test_a_sentence_that_names_whom_it_speaks_of_does_not(sentence: str) -> None:
    assert not speaks_of_somebody(sentence)
