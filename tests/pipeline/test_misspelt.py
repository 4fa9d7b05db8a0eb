"""Long words of the lists behind a slip of the keyboard, medicines by their ending, words as dialects write them."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.marks.mark_lists import mark_lists
from generation.pipeline.canonicalizer.marks.misspelt import Misspelt

MISSPELT = Misspelt.of(
    words=frozenset({"medication", "suicide", "pill"}),
    right=frozenset({"meditation"}),
    endings=("azepam",),
    medicine="sertraline",
    alike={"masel": "myself"},
)


@pytest.mark.parametrize("typed", ["medicaton", "medicationn", "medikation", "mediaction", "medcation"])
def test_one_slip_in_a_long_word_is_forgiven(typed: str) -> None:
    assert MISSPELT.meant(typed) == "medication"


@pytest.mark.parametrize("typed", ["meditation", "medcaton", "dedication", "pil", "pile", "su1cide"])
def test_other_words_are_left_as_typed(typed: str) -> None:
    assert MISSPELT.meant(typed) == typed


def test_a_medicine_is_known_by_its_ending() -> None:
    assert MISSPELT.meant("bromazepam") == "sertraline"


def test_a_word_is_read_as_a_dialect_writes_it() -> None:
    assert MISSPELT.meant("masel") == "myself"


@pytest.mark.parametrize(
    "word",
    ["ability", "strange", "concert", "infection", "lyrics", "voiced", "tables", "heroine", "strangely", "burying"],
)
def test_everyday_words_are_no_slips_of_the_safety_list(word: str) -> None:
    assert mark_lists()["safety"].misspelt.meant(word) == word
