"""Guards the figures of the reading on sets invented by somebody who had not seen it: lists, forms, languages."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from generation.pipeline.canonicalizer.feelings.finder import find_feelings
from generation.pipeline.reading.forms import form_key
from generation.pipeline.reading.language import foreign_words
from generation.pipeline.reading.sentences import split_sentences
from generation.pipeline.reading.words import fold

SETS = Path(__file__).parents[1] / "sets"


@cache
def rows(name: str) -> tuple[dict[str, Any], ...]:
    return tuple(map(json.loads, (SETS / name).read_text(encoding="utf-8").splitlines()))


def named(text: str) -> set[str]:
    return {fold(found.word) for found in find_feelings(text, split_sentences(text))}


def test_bare_lists_are_read() -> None:
    wanted = [(fold(word), named(row["text"])) for row in rows("bare_lists.jsonl") for word in row["own_feelings"]]
    assert sum(word in found for word, found in wanted) >= 0.94 * len(wanted)


def test_little_else_of_bare_lists_is_named() -> None:
    said = [(word, row) for row in rows("bare_lists.jsonl") for word in named(row["text"])]
    wrong = [word for word, row in said if word not in set(map(fold, row["own_feelings"]))]
    assert len(wrong) <= 0.04 * len(said)


def test_forms_are_one_where_one_is_the_others_inflection() -> None:
    pairs = [line.split("\t") for line in (SETS / "form_pairs.tsv").read_text(encoding="utf-8").splitlines()]
    wrong = [pair for pair in pairs if (form_key(pair[0]) == form_key(pair[1])) != (pair[2] == "same")]
    assert len(pairs) >= 200
    assert len(wrong) <= 0.02 * len(pairs)


def test_no_english_entry_is_said_to_hold_another_language() -> None:
    english = [row["text"] for row in rows("languages.jsonl") if not row["other_language"]]
    assert [text for text in english if foreign_words(text)] == []


def test_entries_in_another_language_are_found_by_words_that_stand_in_them() -> None:
    others = [row["text"] for row in rows("languages.jsonl") if row["other_language"]]
    found = [(text, foreign_words(text)) for text in others]
    assert sum(bool(words) for _, words in found) >= 0.9 * len(others)
    assert all(word in text for text, words in found for word in words)
