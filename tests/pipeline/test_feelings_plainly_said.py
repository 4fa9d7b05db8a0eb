"""Guards feelings people name plainly in the ways of phones, dialects and learners of English."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.feelings.finder import find_feelings
from generation.pipeline.reading.sentences import split_sentences


def named(text: str) -> list[str]:
    return [found.word for found in find_feelings(text, split_sentences(text))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I couldn't find my own street and that scared me", ["scared"]),
        ("It was so quiet, it frightened me.", ["frightened"]),
        ("She left without a word, which upset me", ["upset"]),
        ("It really annoyed me again", ["annoyed"]),
        ("This has worried me all week", ["worried"]),
        # What is none.
        ("It never scared me", []),
        ("it almost scared me", []),
        ("that would have scared me", []),
        ("If that upset me I'd say so", []),
        ("Nothing that scared me", []),
        ("he scared me", []),
        ("It scared him", []),
        ("She says that scared me", []),
        ("Did that upset me?", []),
    ],
)
def test_what_something_made_of_the_writer_is_what_they_felt(text: str, words: list[str]) -> None:
    assert named(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("i feel kinda lonely?", ["lonely"]),
        ("she signed the form. then i was kind of relieved??", ["relieved"]),
        ("idk i feel weirdly sad? like not bad just odd", ["sad"]),
        ("i was so happy??", ["happy"]),
        # What is asked.
        ("do i feel kinda lonely?", []),
        ("why was i so sad??", []),
        ("am i just lonely?", []),
        ("is it that i feel kinda lonely?", []),
        ("maybe i feel kinda lonely?", []),
        ("i feel lonely?", []),
        ("did she know i was so sad??", []),
    ],
)
def test_a_question_mark_may_be_a_tone(text: str, words: list[str]) -> None:
    assert named(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("bare nervous, the exam is tomorrow", ["nervous"]),
        ("ashamed abt last night", ["ashamed"]),
        ("kinda sad ngl", ["sad"]),
        ("so angry rn", ["angry"]),
        ("tiny bit proud, mostly terrified", ["proud", "terrified"]),
        ("I am forty kinds of nervous", ["nervous"]),
        ("I feel all kinds of guilty", ["guilty"]),
        ("I cried of joy", ["joy"]),
        ("cried with relief", ["relief"]),
        ("I was shaking with anger", ["anger"]),
        ("I didn't expect to be so sad", ["sad"]),
        ("I didn't expected to feel so lonely", ["lonely"]),
        ("I was very emotioned", ["emotioned"]),
        ("I am feeling tensed", ["tensed"]),
        ("im in bits", ["in bits"]),
        ("I think I'm just wrecked", ["wrecked"]),
        ("Anxiety is bad today", ["Anxiety"]),
        ("anxiety through the roof", ["anxiety"]),
        ("Panic is back", ["Panic"]),
        ("Flat today. The shop was shut.", ["Flat"]),
        ("Very low today. I don't know why.", ["low"]),
        # What is none.
        ("bare feet, cold floor", []),
        ("My son cried with joy", []),
        ("The baby cried of hunger", []),
        ("I don't expect to be so sad", []),
        ("I tensed my leg", []),
        ("The vase is in bits, the car wrecked", []),
        ("His anxiety is bad today", []),
        ("Anxiety is bad for the heart", []),
        ("Is anxiety back?", []),
    ],
)
def test_a_feeling_is_read_as_people_write_it(text: str, words: list[str]) -> None:
    assert named(text) == words
