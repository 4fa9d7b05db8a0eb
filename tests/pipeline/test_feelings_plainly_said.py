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
