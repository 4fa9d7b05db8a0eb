"""The list of feeling words: its forms, its slips of the pen, and what it must not hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generation.pipeline.canonicalizer.feelings import words as feeling_words
from generation.pipeline.canonicalizer.feelings.words import (
    Frame,
    feeling_forms,
    is_feeling_word,
    list_version,
    names_feeling,
)
from generation.pipeline.reading.words import fold

CONTENT = json.loads(Path(feeling_words.__file__).with_name("feeling_words.json").read_text(encoding="utf-8"))
LISTS = ("states", "linked", "after_feel", "in_lists", "verbs", "nouns", "adverbs")


def lemma_of(word: str) -> str | None:
    """The base form under which a word is grouped."""
    form = feeling_forms().get(fold(word))
    return form.lemma if form else None


@pytest.mark.parametrize(
    ("typed", "lemma"),
    [
        ("anxious", "anxious"),
        ("Anxious", "anxious"),
        ("HAPPIER", "happy"),
        ("happily", "happily"),
        ("hated", "hate"),
        ("worries", "worry"),
        ("worried", "worried"),
        ("lonley", "lonely"),
        ("embarassed", "embarrassed"),
        ("nervuos", "nervous"),
        ("exhasted", "exhausted"),
        ("ｓａｄ", "sad"),
        ("table", None),
        ("", None),
    ],
)
def test_a_form_is_grouped_under_its_base_form(typed: str, lemma: str | None) -> None:
    assert lemma_of(typed) == lemma


@pytest.mark.parametrize("word", ["anxious", "sadness", "Worrying", "angrily", "happiness", "tiredness", "depresed"])
def test_a_feeling_word_is_one_in_all_its_forms(word: str) -> None:
    assert is_feeling_word(word)


@pytest.mark.parametrize("word", ["low", "better", "fine", "long", "great", "please", "expect", "talk", "used", "days"])
def test_an_everyday_word_is_no_feeling_word_by_itself(word: str) -> None:
    assert not is_feeling_word(word)


@pytest.mark.parametrize(("word", "unmistakable"), [("sad", True), ("fear", True), ("rested", False), ("low", False)])
def test_ordinary_words_are_told_from_words_that_only_name_feelings(word: str, unmistakable: bool) -> None:
    assert names_feeling(word) is unmistakable


@pytest.mark.parametrize("word", ["exited", "sacred", "relived", "started", "discussed", "trilled", "moody's", "bored"])
def test_another_english_word_is_not_taken_for_a_slip(word: str) -> None:
    assert lemma_of(word) in {None, "bored", "excited"}


def test_a_slip_that_is_an_english_word_needs_a_verb_before_it() -> None:
    assert feeling_forms()["exited"].frames == Frame.LINKED


def test_the_list_is_versioned_and_says_what_each_group_is() -> None:
    assert CONTENT["version"] == list_version()
    assert all(group["about"] for group in CONTENT["groups"].values())
    assert {name for group in CONTENT["groups"].values() for name in group} <= {"about", *LISTS}


@pytest.mark.parametrize("name", LISTS)
def test_each_word_is_listed_once_in_a_list(name: str) -> None:
    lemmas = [entry.split()[0] for group in CONTENT["groups"].values() for entry in group.get(name, [])]
    assert sorted(lemmas) == sorted(set(lemmas))


def test_an_adjective_has_one_way_of_standing() -> None:
    listed = [
        entry.split()[0]
        for group in CONTENT["groups"].values()
        for name in ("states", "linked", "after_feel")
        for entry in group.get(name, [])
        if entry != "excited exited"
    ]
    assert sorted(listed) == sorted(set(listed))


def test_several_hundred_words_are_listed_in_small_letters() -> None:
    entries = [entry for group in CONTENT["groups"].values() for name in LISTS for entry in group.get(name, [])]
    assert len(entries) > 700
    assert all(entry == entry.casefold() == " ".join(entry.split()) for entry in entries)


def test_the_docs_state_the_version_and_the_size_of_each_group() -> None:
    page = (Path(__file__).parents[2] / "docs" / "canonicalizer.md").read_text(encoding="utf-8")
    sizes = {name: sum(len(group.get(listed, [])) for listed in LISTS) for name, group in CONTENT["groups"].items()}
    rows = [
        f"| {name.replace('_', ' ')} | {CONTENT['groups'][name]['about']} | {size} |" for name, size in sizes.items()
    ]
    assert f"`{list_version()}`" in page
    assert [row for row in rows if row not in page] == []
