"""Guards how bare lists of feelings and answers to "how are you" are read."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.feelings.finder import find_feelings
from generation.pipeline.reading.sentences import split_sentences


def named(text: str) -> list[str]:
    return [found.word for found in find_feelings(text, split_sentences(text))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hot, Tired, Happy, Active", ["Hot", "Tired", "Happy", "Active"]),
        ("Stress, Happy, Sad", ["Stress", "Happy", "Sad"]),
        ("Content, Calm, Relaxed", ["Content", "Calm", "Relaxed"]),
        ("Rested. Loved. Content.", ["Rested", "Loved", "Content"]),
        ("Calm, happy, n/a, n/a", ["Calm", "happy"]),
        ("sad/tired/meh", ["sad", "tired", "meh"]),
        ("low\nlonely\nnumb", ["low", "lonely", "numb"]),
        ("- calm\n- rested\n- gym", ["calm", "rested"]),
        ("so tired, a bit low, still anxious", ["tired", "low", "anxious"]),
        ("happy-sad", ["happy", "sad"]),
        ("Tired of work, proud of me", ["Tired", "proud"]),
        ("Feelings: bored, restless / Plans: none", ["bored", "restless"]),
        ("Blessed, content, calm... as every day", ["Blessed", "content", "calm"]),
        ("8 am: tired; 9 pm: happy", ["tired", "happy"]),
        ("sister sad, me fine", ["fine"]),
        ("grateful x 3: bed, tea, Bob", ["grateful"]),
        ("Slept badly. Tired, foggy, meh.", ["Tired", "foggy", "meh"]),
        # What is none.
        ("n/a, na, none", []),
        ("not sad, not happy", []),
        ("Good meal, shopping, date night", []),
        ("Met the boss. Cold, wet and windy. Went home by bus.", []),
        ("calm 3, happy 2/10", []),
        ("Low energy, bad knee", []),
        ("the anger of the crowd", []),
    ],
)
def test_a_list_is_read_item_by_item(text: str, words: list[str]) -> None:
    assert named(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I'm okay", ["okay"]),
        ("im ok", ["ok"]),
        ("I am alright, I guess", ["alright"]),
        ("I'm fine.", ["fine"]),
        ("Other than that, I'm okay", ["okay"]),
        ("I'm not okay", []),
        ("I'm fine with that", []),
        ("It's okay.", []),
    ],
)
def test_how_one_is_is_a_state(text: str, words: list[str]) -> None:
    assert named(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I was calm and quiet", ["calm", "quiet"]),
        ("I could not be happier", ["happier"]),
        ("There's a growing sense of hope", ["hope"]),
        ("There's a sense of nervous energy", ["nervous"]),
        ("There was tension in the team", []),
        ("I feel residual frustration", ["frustration"]),
        ("I feel a mix of joy and fatigue", ["joy", "fatigue"]),
        ("Woke up refreshed", ["refreshed"]),
        ("Overall my current mood is happy and relaxed", ["happy", "relaxed"]),
        ("It made me to feel sad", ["sad"]),
        ("My head feels heavy", []),
        ("I woke tired but motivated myself to go", ["tired"]),
        ("I can be sad", []),
    ],
)
def test_a_state_is_read_beside_others_and_in_longer_phrases(text: str, words: list[str]) -> None:
    assert named(text) == words
