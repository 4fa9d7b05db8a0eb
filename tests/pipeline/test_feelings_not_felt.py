"""Guards words of feelings that were not felt: dreamt, mocked, told to calm others, or meant of something else."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.feelings.finder import find_feelings
from generation.pipeline.reading.sentences import split_sentences


def named(text: str) -> list[str]:
    return [found.word for found in find_feelings(text, split_sentences(text))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I was dream that the garden was full of people and I was so happy and after I wake up alone.", []),
        ("I did dream that I was proud of the boat.", []),
        ("Had a dream I was calm again", []),
        ("Had a nightmare where I was so scared of the stairs", []),
        ("I dreamt I was happy, then I woke up and I was sad", ["sad"]),
        ("dreamt I missed the boat & woke up panicking", ["panicking"]),
        ("Ella dreamt she missed the boat & woke up panicking", []),
        # What is felt about a dream is felt.
        ("Bad dreams again, so tired", ["tired"]),
        ("Nightmares again i'm so tired", ["tired"]),
        ("Dreamt of the old house, I am sad", ["sad"]),
        ("Dreaming of my old flat, I feel sad", ["sad"]),
    ],
)
def test_what_was_dreamt_was_not_felt(text: str, words: list[str]) -> None:
    assert named(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("so excited to spend another evening staring at the wall", []),
        ("so thrilled about another monday", []),
        ("So happy today. Living the dream.", []),
        ("very blessed. lucky me", []),
        ("so excited for another weekend with the choir", ["excited"]),
        ("so happy for another day without wine", ["happy"]),
        ("I am sad. Lucky me.", ["sad"]),
    ],
)
def test_mocking_gladness_is_none(text: str, words: list[str]) -> None:
    assert named(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I am afraid to hurt my cousin", ["afraid"]),
        ("I'm scared to upset her again", ["scared"]),
        ("I went from furious to sad", ["furious", "sad"]),
        ("went from calm to angry to sad", ["calm", "angry", "sad"]),
    ],
)
def test_what_one_is_afraid_to_do_is_no_feeling(text: str, words: list[str]) -> None:
    assert named(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("told him im fine", []),
        ("I told the doctor I'm okay", []),
        ("Dad asked and I said I'm just tired", []),
        ("it's fine, I'm fine, everything's fine", []),
        ("its ok. im ok", []),
        ("I'm fine", ["fine"]),
        ("I'm okay today", ["okay"]),
        ("I told him I'm tired", ["tired"]),
        ("I told the doctor I'm scared", ["scared"]),
    ],
)
def test_what_is_said_to_calm_others_is_not_named(text: str, words: list[str]) -> None:
    assert named(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Drew all day. Blue and then more blue", []),
        ("No cough today. Weird.", []),
        ("I thought, quite calmly, of the bridge", []),
        ("suspicious calm in the house", ["calm"]),
        ("I feel calm, suspicious calm", ["calm", "calm"]),
        ("lowkey proud of it", ["proud"]),
        ("Cool, calm, lowkey", ["Cool", "calm", "lowkey"]),
        ("I feel so blue", ["blue"]),
        ("I feel weird", ["weird"]),
        ("sad, weird, tired", ["sad", "weird", "tired"]),
        ("I am suspicious", ["suspicious"]),
    ],
)
def test_a_word_that_says_something_else_is_not_named(text: str, words: list[str]) -> None:
    assert named(text) == words
