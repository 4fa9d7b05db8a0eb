"""What the list of safety words finds, over sets written by people who had not seen the list.

`tests/sets/safety*.jsonl`: entries with the sentences in which the person says so, and lookalikes with none. Each set
was measured before its misses were read and their kinds were mended, so the floors hold what was reached; they do not
promise it elsewhere. One half of `safety_g` was never read, so its floors are lower. docs/canonicalizer.md has the
figures of sets that were never read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generation.pipeline.canonicalizer.marks.finder import MarkFound, find_marks

SETS = ("safety", "safety_b", "safety_c", "safety_d", "safety_e", "safety_f", "safety_g")
# Of every set: what part of its statements is found at least, and of its lookalikes marked at most.
FOUND = dict.fromkeys(SETS, 0.97) | {"safety_g": 0.95}
MARKED = dict.fromkeys(SETS, 0.05) | {"safety_g": 0.09}


def _rows(name: str) -> list[dict[str, Any]]:
    path = Path(__file__).parent.parent / "sets" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _statements(name: str) -> list[tuple[str, str]]:
    return [(row["text"], sentence) for row in _rows(name) for sentence in row["safety"]]


def _lookalikes(name: str) -> list[str]:
    return [row["text"] for row in _rows(name) if row["kind"] == "lookalike"]


def safety(text: str) -> list[MarkFound]:
    return [mark for mark in find_marks(text) if mark.list == "safety"]


def _is_found(text: str, sentence: str) -> bool:
    start = text.index(sentence)
    return any(mark.start < start + len(sentence) and mark.end > start for mark in safety(text))


@pytest.mark.parametrize("name", SETS)
def test_each_set_is_large_enough_to_say_something(name: str) -> None:
    assert len(_statements(name)) >= 150
    assert len(_lookalikes(name)) >= 90


@pytest.mark.parametrize("name", SETS)
def test_statements_about_safety_are_found(name: str) -> None:
    statements = _statements(name)
    assert sum(_is_found(text, sentence) for text, sentence in statements) / len(statements) >= FOUND[name]


@pytest.mark.parametrize("name", SETS)
def test_lookalikes_are_not_marked(name: str) -> None:
    lookalikes = _lookalikes(name)
    assert sum(bool(safety(text)) for text in lookalikes) / len(lookalikes) <= MARKED[name]


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
        ("Lord, let me die in my sleep", "wish to die"),
        ("ah'm no gonnae hurt masel", "self-harm"),
        ("Burnt ma airm wi the iron, meant it", "self-harm"),
        ("He is beating me since the marriage", "harmed or threatened"),
        ("popped way too many of the tablets", "pills taken or counted"),
        ("Off the Lexapro.", "medication stopped or changed"),
        ("day 90 clean, gone", "relapse"),
        ("Shadows had faces, nobody else saw", "sees or hears what others do not"),
        ("I went for the porter with a rake and his ear bled", "harms somebody"),
        ("the matron took a slipper to me", "harmed or threatened"),
        ("A child sings under the boiler and the plumber found nothing", "sees or hears what others do not"),
        ("Forty codeine, hidden in the teapot, I counted", "pills taken or counted"),
        ("They've trebled my Depakote", "medication stopped or changed"),
        ("Six pints and I had sworn an oath", "relapse"),
        ("Two proseccos and there goes my year", "relapse"),
        ("no slaps this week", "harmed or threatened"),
        ("mum hurls plates at me when she drinks", "harmed or threatened"),
        ("a helper here digs her nails into me", "harmed or threatened"),
        ("I forced the van into the ditch, I was raging", "harms somebody"),
        ("ten of the blue ones, not the one on the label", "pills taken or counted"),
        ("meds? nah been off em since xmas", "medication stopped or changed"),
        ("the staff think I take them", "medication stopped or changed"),
        ("visible to me and not to Aisha", "sees or hears what others do not"),
        ("faces keep melting when people talk", "sees or hears what others do not"),
        ("Sertraline 50 mg: no", "medication stopped or changed"),
        ("Sertraline 50 mg - none today", "medication stopped or changed"),
        ("Sertraline 50 mg still in the box.", "medication stopped or changed"),
        ("Lithium 300 mg untaken.", "medication stopped or changed"),
        ("Untaken: lithium, three days now", "medication stopped or changed"),
        ("Medication: 50 mg, left it.", "medication stopped or changed"),
        ("Sertraline 50 mg, decided against it.", "medication stopped or changed"),
        ("Lorazepam 1 mg offered, I declined.", "medication stopped or changed"),
        ("I dont see the point of any of it", "wish to die"),
        ("if I went first I would have some peace at least", "wish to die"),
        ("No great loss not to wake up", "wish to die"),
        ("got that thought again, only quieter", "wish to die"),
        ("kms jk", "suicide"),
        ("just the once, inside of my arm", "self-harm"),
        ("the urge was at 9 by midnight", "self-harm"),
        ("Awful pictures in my mind of drowning her in the bath", "harms somebody"),
        ("I shouted. He flinched.", "harms somebody"),
        ("says she'll hurt herself if I move out", "harmed or threatened"),
        ("Took the olanzapine. Forgot fri and sat", "medication stopped or changed"),
        ("They know what I am typing", "sees or hears what others do not"),
        ("im not gonna do anything", "denied"),
        ("did that thing again, both arms", "self-harm"),
        ("locked the razors away from myself", "self-harm"),
        ("not sure i can trust myself alone", "self-harm"),
        ("took 4 instead of 1 to sleep through", "pills taken or counted"),
        ("i am a danger to the baby", "harms somebody"),
        ("phoned the night team", "denied"),
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
        "The GP put my amlodipine up to 10",
        "baby punched me in the nose",
        "My laptop committed suicide",
        "smoked salmon for breakfast",
        "Had a beer with Sarah",
        "my meditation class",
        "the voices of the children across the road",
        "Sertraline 50 mg: no side effects",
        "Sertraline 50 mg, no headache today",
        "Ibuprofen 400 mg: none",
        "The new phone is still in the box",
        "Vitamin D tablets still in the box",
        "I don't see the point of this form",
        "if I went first in the quiz",
        "I forgot Monday's class",
        "Alcohol 0",
        "Mood 6/10 | Steps 7,400 | Alcohol 0",
        "Mum squeezed my hand at the altar",
        "We laughed until my sides hurt",
        "I have never been so proud of anybody",
    ],
)
def test_idioms_and_everyday_words_are_not(text: str) -> None:
    assert not safety(text)


@pytest.mark.parametrize(
    "text",
    [
        "My sister stopped her tablets and is much better",
        "She takes nine pills a day",
        "The patient in bed four says he wants to die",
        "It would be career suicide to say so",
        "That cake was to die for",
        "A double dose of Poirot",
        "Rain threatened all day",
        "My sourdough starter relapsed",
        "The sat nav voice is talking to me in Welsh",
        "The puppy bit me",
        "I want to disappear to a cabin",
        "A woman was mugged in Croydon, said the news",
        "Tiddles scratched me when I trimmed her claws",
        "Took two ibuprofen as the packet says",
        "In Minecraft a creeper blew up my whole house",
        "The last clue beat me",
        "She broke my heart when she said she hated my lasagne",
        "Faces in the clouds with the kids",
    ],
)
def test_what_only_looks_like_a_statement_is_exempt(text: str) -> None:
    assert not safety(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The cake was to die for, then I cut myself again", "cut myself again"),
        ("My phone died and I took all the tablets", "took all the tablets"),
        ("He stopped his tablets and I stopped my lithium", "I stopped my lithium"),
    ],
)
def test_an_exempt_phrase_takes_no_other_mark_of_its_sentence(text: str, kept: str) -> None:
    assert _is_found(text, kept)
