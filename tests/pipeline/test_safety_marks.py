"""What the list of safety words finds, over a set written by somebody who had not seen the list.

`tests/sets/safety.jsonl`: entries with the sentences in which the person says so, and lookalikes with none. The
kinds of what it missed were mended afterwards, so the floors hold what was reached; they do not promise it elsewhere.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generation.pipeline.canonicalizer.marks.finder import MarkFound, find_marks

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "sets" / "safety.jsonl").read_text(encoding="utf-8").splitlines()
]
STATEMENTS = [(row["text"], sentence) for row in ROWS for sentence in row["safety"]]
LOOKALIKES = [row["text"] for row in ROWS if row["kind"] == "lookalike"]


def safety(text: str) -> list[MarkFound]:
    return [mark for mark in find_marks(text) if mark.list == "safety"]


def _is_found(text: str, sentence: str) -> bool:
    start = text.index(sentence)
    return any(mark.start < start + len(sentence) and mark.end > start for mark in safety(text))


def test_the_set_is_large_enough_to_say_something() -> None:
    assert len(STATEMENTS) >= 150
    assert len(LOOKALIKES) >= 120


def test_statements_about_safety_are_found() -> None:
    found = sum(_is_found(text, sentence) for text, sentence in STATEMENTS)
    assert found / len(STATEMENTS) >= 0.97


def test_lookalikes_are_not_marked() -> None:
    assert sum(bool(safety(text)) for text in LOOKALIKES) / len(LOOKALIKES) <= 0.05


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("I would rather be dead", "wish to die"),
        ("made a plan for how to end it", "suicide"),
        ("wrote letters to the kids. feel calm now", "suicide"),
        ("scratched my arms until they bled", "self-harm"),
        ("My husband slapped me", "harmed or threatened"),
        ("I shoved my brother into the wall", "harms somebody"),
        ("lined up the tablets again", "pills taken or counted"),
        ("Stopped taking lithium on Monday.", "medication stopped or changed"),
        ("Sertraline 50mg -> 75mg", "medication stopped or changed"),
        ("two years sober gone", "relapse"),
        ("shadow people in the corner", "sees or hears what others do not"),
        ("not suicidal", "suicide"),
        ("No suicide thoughts.", "suicide"),
        ("I do not want to live any more.", "wish to die"),
    ],
)
def test_each_kind_is_found(text: str, group: str) -> None:
    assert group in {mark.group for mark in safety(text)}


@pytest.mark.parametrize(
    "text",
    [
        "My feet are killing me",
        "died laughing at the sketch",
        "the printer is dead again",
        "cut the onions, cut the budget",
        "Nan beat me at rummy",
        "hit the road early",
        "the news hit me hard",
        "took my meds with breakfast",
        "took two paracetamol for the headache",
        "ran 5 kms",
        "switched to decaf",
        "skipped dessert",
        "she kicked off the meeting",
        "heard a lovely voice on the radio",
        "jumped in the pool",
    ],
)
def test_idioms_and_everyday_words_are_not(text: str) -> None:
    assert not safety(text)
