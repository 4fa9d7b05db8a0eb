"""Guards that a form states a feeling only where its writer fills it in so: answers of one letter, thumbs, columns."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.canonicalizer.feelings.finder import find_feelings
from generation.pipeline.reading.sentences import split_sentences
from tests.pipeline.diaries import diary


def named(text: str) -> list[str]:
    return [found.word for found in find_feelings(text, split_sentences(text))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lonely N", []),
        ("Lonely Y", ["Lonely"]),
        ("Panic N\nGuilt Y", ["Guilt"]),
        ("lonely n, tired y, guilty n", ["tired"]),
        ("lonely y, tired n", ["lonely"]),
        ("Lonely y tired n guilty y", ["Lonely", "guilty"]),
        ("lonely n tired n", []),
        ("Feelings: lonely n, tired y, guilty n", ["tired"]),
        ("lonely - no, tired - no", []),
        ("lonely – no; tired – yes", ["tired"]),
        ("lonely (n), tired (y)", ["tired"]),
        ("lonely/no, tired/yes", ["tired"]),
        ("Lonely... no", []),
        ("Lonely: N Tired: Y", ["Tired"]),
        ("| lonely | no |", []),
        ("| lonely | n |\n| tired | y |", ["tired"]),
        ("|lonely|N|tired|Y|", ["tired"]),
        ("lonely\tno\ntired\tyes", ["tired"]),
        ("Grateful 👎", []),
        ("Grateful 👍", ["Grateful"]),
        ("👎 grateful", []),
        ("Lonely 👎🏽, tired 👍🏽", ["tired"]),
        ("Lonely? y", ["Lonely"]),
        ("Lonely? n", []),
        ("Felt lonely today: no", []),
        ("Lonely tonight: n", []),
        ("Annoyed with anyone: no", []),
        ("Felt lonely (y/n): n", []),
        ("Felt lonely (Y/N): Y", ["lonely"]),
        ("Feeling lonely Y/N: N", []),
        ("Lonely (y/n)", []),
        ("lonely -\ntired +", ["tired"]),
        ("lonely; no; tired; yes", ["tired"]),
        ("| lonely | 0 |", []),
        ("Lonely/sad: no", []),
        ("Lonely: y/n", []),
        ("lonely y/n tired y/n", []),
        ("Lonely (Y/N) Y", ["Lonely"]),
        ("Lonely: ☑ no ☐ yes", []),
        ("Lonely: [x] yes [ ] no", ["Lonely"]),
        ("lonely -> no", []),
        ("lonely → yes", ["lonely"]),
        ("lonely, no. tired, yes.", ["tired"]),
        ("lonely, nobody called", ["lonely"]),
        ("lonely/sad n, tired y", ["tired"]),
        # No answers.
        ("Tired - slept badly", ["Tired"]),
        ("Lonely. No calls.", ["Lonely"]),
        ("I am angry, no doubt", ["angry"]),
        ("tired n lonely", ["tired", "lonely"]),
        ("tired n lonely n guilty", ["tired", "lonely", "guilty"]),
        ("so tired 👎", ["tired"]),
        ("I am lonely 👎", ["lonely"]),
        ("Lonely today: no calls, no letters", ["Lonely"]),
    ],
)
def test_what_is_marked_with_no_is_not_named_and_what_is_marked_with_yes_is(text: str, words: list[str]) -> None:
    assert named(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # Items of questionnaires, rated or denied.
        ("Feeling nervous, tense, or on edge: 0", []),
        ("Feeling low, sad, or hopeless (0-3): 2", []),
        ("Felt tense or wound up: not at all", []),
        ("I feel calm: rarely", []),
        ("Becoming easily annoyed: 1", []),
        ("Loneliness: 0 of 10", []),
        ("lonely=0 tired=6", []),
        ("lonely,0", []),
        ("Lonely 1 2 3 4 5", []),
        ("Loneliness ★☆☆☆☆", []),
        ("Loneliness: ○○○○○", []),
        # Legends and choices.
        ("1 = calm, 10 = very tense", []),
        ("Mood (circle one): sad / calm / angry", []),
        ("Feelings (circle): lonely tired calm", []),
        ("Feelings (select all that apply): lonely, tired", ["lonely", "tired"]),
        # Crosses and ticks behind a colon.
        ("lonely ✕", []),
        ("lonely: ✕ tired: ✓", ["tired"]),
        ("Lonely: [ ]\nTired: [x]", ["Tired"]),
        ("Felt: tired. Not felt: lonely, sad", ["tired"]),
        # Headings that are the feeling's own name.
        ("Pride: -", []),
        ("Joy: the swim", ["Joy"]),
        # No items.
        ("Sad, tired, mood: 3", ["Sad", "tired"]),
        ("I'm so tired: 4 hours of sleep", ["tired"]),
        ("8 am: tired", ["tired"]),
    ],
)
def test_what_a_form_prints_is_no_feeling_until_it_is_answered(text: str, words: list[str]) -> None:
    assert named(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("| Feeling | Yes | No |\n|---|---|---|\n| lonely |  | x |\n| tired | x |  |", ["tired"]),
        ("| | N | Y |\n| lonely | x | |\n| tired | | x |", ["tired"]),
        ("| lonely | | \n| tired | x |", ["tired"]),
        ("| feeling | am | pm |\n| lonely | ✓ | |\n| tired | | ✓ |", ["lonely", "tired"]),
        ("| Mood | lonely |", ["lonely"]),
    ],
)
def test_a_table_is_read_by_its_columns(text: str, words: list[str]) -> None:
    assert named(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "THANKFUL FOR: nothing",
        "THANKFUL FOR: nothing today",
        "Thankful for: n/a",
        "Thankful for: -",
        "Thankful for –",
        "Thankful for: ____",
        "Thankful for: can't think of anything",
        "Thankful for: idk",
        "Thankful for: no one",
        "Thankful for:",
        "Thankful for:\n\nLong day, went to bed at nine.",
        "Thankful for:\nMood: 4",
        "Today I am thankful for:",
        "Today I am thankful for: nothing",
        "Today I am thankful for ...",
        "3 things I'm thankful for: 1. 2. 3.",
        "3 things I'm thankful for:\n1.\n2.\n3.",
        "What I am thankful for:",
        "Things that made me sad: -",
        "What made me angry:",
        "Worried about: -\nThankful for: -",
        "Mood 5 | Worried about: - | Steps 4000",
    ],
)
def test_a_heading_with_nothing_behind_it_names_no_feeling(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Thankful for: the late sun", ["Thankful"]),
        ("Thankful for: no queue at the till", ["Thankful"]),
        ("Thankful for: nothing but the sun", ["Thankful"]),
        ("Worried about: mum's scan", ["Worried"]),
        ("3 things I'm thankful for: 1. bread 2. bed 3. Tom", ["thankful"]),
        ("3 things I'm thankful for:\n1. bread\n2. bed\n3. Tom", ["thankful"]),
        ("Thankful for:\n- bread\n- bed", ["Thankful"]),
        ("What made me angry: the queue", ["angry"]),
    ],
)
def test_a_heading_with_an_answer_names_the_feeling(text: str, words: list[str]) -> None:
    assert named(text) == words


def named_in_diary(*entries: str) -> list[str]:
    rows = [(f"m{n}", f"2026-11-{8 + n:02} 08:00", text) for n, text in enumerate(entries)]
    return [emotion.word for emotion in canonicalize(diary(*rows)).explicit_emotions]


def test_a_heading_that_once_stands_empty_is_printed_and_names_no_feeling_on_any_day() -> None:
    entries = ("THANKFUL FOR: warm bread", "THANKFUL FOR: nothing", "THANKFUL FOR: Tom's visit")
    assert named_in_diary(*entries) == []


def test_a_heading_that_is_written_only_with_an_answer_names_the_feeling() -> None:
    assert named_in_diary("Worried about: the exam", "Mood 5", "Worried about: the rent") == ["Worried", "Worried"]


def test_the_feeling_of_a_printed_heading_is_named_where_it_is_said_besides() -> None:
    assert named_in_diary("Worried about: -", "Worried about: the exam. I am worried.") == ["worried"]
