"""Guards that words of others, of papers and of jokes are never named as the writer's own feeling."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.feelings.finder import find_feelings
from generation.pipeline.reading.sentences import split_sentences
from generation.pipeline.reading.voices import others_words


def named(text: str) -> list[str]:
    return [found.word for found in find_feelings(text, split_sentences(text))]


@pytest.mark.parametrize(
    "text",
    [
        # Talk with roles and chats.
        "User: I feel sad\nAssistant: I am sorry, that sounds hard",
        "User: I feel sad Assistant: I hear you, that is sad",
        "Anna: I'm so tired\nMe: same, exhausted",
        "12/11/26, 21:04 - Anna: I'm sad\n12/11/26, 21:05 - Tom: so am I, sad",
        "As an AI language model, I feel excited to help.",
        # Plays, songs, sayings.
        "ROMEO: I am sad\nJULIET: I am happy\nROMEO: I am mad",
        "Lyrics: I am so lonely",
        "Song on repeat:\nI am so lonely\nI am so blue and sad",
        "♪ I'm so lonely I could die ♪",
        "[Verse 1]\nI feel so lonely\nI feel so sad",
        "I am angry at the sea\nand the sea is angry at me\n— Emily Brook",
        # Letters, mails, messages.
        "Dear Anna, I am so angry at you. Love, Mum",
        "From: Tom\nTo: me\nSubject: hi\n\nI am so angry",
        "Mum texted: I feel so lonely since dad died. I am angry at God.",
        "Message from Tom: I am so sad",
        "She wrote: I'm heartbroken",
        "My boss emailed me back: I am disappointed",
        "> I feel sad",
        # Denied by forms, boxes, strokes, tags.
        "Check-in\nAnxiety: none\nSadness: no\nSleep 7 h",
        "Anxious: 0",
        "Anxiety level: none",
        "Sad? No.",
        "Anger - no",
        "- [ ] anxious\n- [ ] angry",
        "angry ❌",
        "anxious ☐",
        "Felt ~~hopeless~~.",
        "<p>I am <b>not</b> sad today.</p>",
        "un<b>happy</b> hour was #sad",
        # A wrapped denial.
        "I am NOT\nanxious",
        "I have never been\nsad about it",
        # Taken back, dreamt, not meant.
        "Feeling great! Just kidding.",
        "I am happy. No I am not.",
        "I am so happy. Not.",
        "felt happy, not.",
        "I am happy lol jk",
        "I feel happy /s",
        "Oh great, another migraine. Just thrilled.",
        "I feel sad. In my dream.",
        "In my dream I was terrified.",
        "Dream: I was scared of a dog",
        # Other people and names that are words.
        "My gf came home and was sad",
        "My husband came home, exhausted and sad",
        "Will was sad",
        "May felt low",
        "Had Joy over for tea.",
        "Joy and I laughed.",
        "Her mood: awful",
        "Lena, anxious as always, stayed home",
        # No state of somebody.
        "ADHD and anxiety",
        "low energy",
        "a shock to the system",
    ],
)
def test_nothing_is_named(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dear diary, I am sad", ["sad"]),
        ("Dear Tom, I am so angry at you", ["angry"]),
        ("I texted Mum: I feel lonely", ["lonely"]),
        ('Anna wrote: "so happy for you". I felt proud.', ["proud"]),
        ("Mood: sad\nMe: tired", ["sad", "tired"]),
        ("Therapist said I should rest. I feel calm.", ["calm"]),
        ("I feel sad. No one called.", ["sad"]),
        ("Oh god, I am so tired", ["tired"]),
        ("- [x] calm\n- [ ] angry", ["calm"]),
        ("Anxiety: high", ["Anxiety"]),
        ("Anxiety: yes", ["Anxiety"]),
        ("I was very\nsad today", ["sad"]),
        ("Went out with Will, happy", ["happy"]),
        ("May was hard. I felt sad in May.", ["sad"]),
        ("Felt joy today", ["joy"]),
    ],
)
def test_the_writer_is_heard_beside_others(text: str, words: list[str]) -> None:
    assert named(text) == words


def test_voices_are_spans_in_order() -> None:
    text = "Hi.\n\nLyrics: la la\n\nTom wrote: yes\nShe said: no\n\nBye"
    assert [text[start:end].strip() for start, end in others_words(text)] == ["la la", "yes", "no"]


@pytest.mark.parametrize(
    "text", ["", "Sleep: 7 h\nMood: ok\nSleep: 8 h", "Today: slept. Tomorrow: gym", "7:30 woke up: tired"]
)
def test_a_persons_own_headings_are_no_voices(text: str) -> None:
    assert others_words(text) == ()
