"""Guards that a form states a feeling only where its writer fills it in so: answers of one letter, thumbs, columns."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.feelings.finder import find_feelings
from generation.pipeline.reading.sentences import split_sentences


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
        ("| Feeling | Yes | No |\n|---|---|---|\n| lonely |  | x |\n| tired | x |  |", ["tired"]),
        ("| | N | Y |\n| lonely | x | |\n| tired | | x |", ["tired"]),
        ("| lonely | | \n| tired | x |", ["tired"]),
        ("| feeling | am | pm |\n| lonely | ✓ | |\n| tired | | ✓ |", ["lonely", "tired"]),
        ("| Mood | lonely |", ["lonely"]),
    ],
)
def test_a_table_is_read_by_its_columns(text: str, words: list[str]) -> None:
    assert named(text) == words
