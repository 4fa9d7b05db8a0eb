"""Any text at all: sentences, numbers and language never raise, keep their promises and stay linear."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generation.pipeline.canonicalizer.numbers.finder import find_numbers
from generation.pipeline.canonicalizer.numbers.label_words import FIXED_LABELS
from generation.pipeline.reading.language import is_english
from generation.pipeline.reading.sentences import MAX_SENTENCE, split_sentences
from generation.pipeline.reading.words import stem, tokens

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
WORDS = """
    slept sleep walked ran mood my son she I didn't want to if and but of for after at on 6 6.50 7/10 5-6 ~7 -2 €12
    12€ 6h30 3x20 h km min coffees steps 10k half an hour two and a half hours one 120/80 37.2 °C 12/11 2026-11-08
    7:40 pm Dr. e.g. J. No. 5 ... ! ? 。 । 😀 :) " ( ) [ ] « » “ ” ' ’ - – — , ; : . / % ½ ７ ٧ x k @ #
    http://e.org/5 \u0301 \u200d
    """
PIECES = st.sampled_from(WORDS.split())
TYPED_TEXT = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " ", " ", "\n", "\u00a0"])), max_size=60).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)
SOME_TEXT = st.one_of(ANY_TEXT, TYPED_TEXT)


@settings(max_examples=250, deadline=None)
@given(SOME_TEXT)
def test_sentences_hold_every_character_that_is_not_white_space_once(text: str) -> None:
    spans = split_sentences(text)
    ends = [0, *(end for _, end in spans)]
    for (start, end), before in zip(spans, ends, strict=False):
        assert before <= start < end <= len(text)
        assert text[before:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        assert end - start <= MAX_SENTENCE
    assert text[ends[-1] :].strip() == ""


@settings(max_examples=250, deadline=None)
@given(SOME_TEXT)
def test_no_sentence_runs_over_a_blank_line(text: str) -> None:
    assert not any("\n\n" in text[start:end] for start, end in split_sentences(text))


@settings(max_examples=250, deadline=None)
@given(SOME_TEXT)
@example("TWO TWO A00S")
def test_numbers_are_cut_from_the_text_in_order_inside_a_sentence(text: str) -> None:
    sentences = split_sentences(text)
    end_before = 0
    for found in find_numbers(text, sentences):
        assert found.start >= end_before
        assert found.text == text[found.start : found.end]
        assert found.unit is None or found.unit in found.text
        assert any(start <= found.start < found.end <= end for start, end in sentences)
        end_before = found.end


@settings(max_examples=250, deadline=None)
@given(TYPED_TEXT)
def test_every_label_is_a_word_of_the_sentence_it_names(text: str) -> None:
    sentences = split_sentences(text)
    for found in find_numbers(text, sentences):
        assert (found.label is None) == (found.label_sentence is None)
        if found.label is not None and found.label_sentence is not None:
            start, end = sentences[found.label_sentence]
            typed = {stem(token.text) for token in tokens(f"{text[start:end]} {found.unit or ''}")}  # "10kJ"
            assert found.label in FIXED_LABELS or {stem(token.text) for token in tokens(found.label)} <= typed


@settings(max_examples=200, deadline=None)
@given(SOME_TEXT)
def test_the_same_text_is_read_the_same_way(text: str) -> None:
    assert find_numbers(text, split_sentences(text)) == find_numbers(text, split_sentences(text))
    assert is_english(text) == is_english(text)


REPEATED = [
    "1", "7 ", "1.", "1,", "1/", "1:", "1-", "1 h ", "1 h.\n", "5 km and ", "a.", "a", "A. ", "!",
    "! ", ".", "...", "\"", ".\" ", "(", ")((", "'", " ", "\n", "e\u0301", "\u0301", "\u0300\u0345",
    "😀", "😀 A ", ":) ", "half ", "one ", "sleep ", "my son ", "not ", "€", "~", "-", "- ", "\xbd",
    "http://", "@", "www.", "1@", "3 x ", "1.1.", "8 a.m. ", "0", "+1 234 ", "1e", "of ", "5'", "。",
    "Dr. ", "I'd ", "; ", "\x00", "\u202e", "sleep. 5 h. ",
]  # fmt: skip


def read(text: str) -> None:
    find_numbers(text, split_sentences(text))
    is_english(text)


def seconds(unit: str, length: int) -> float:
    text = (unit * (length // len(unit) + 1))[:length]
    started = time.process_time()
    read(text)
    return time.process_time() - started


@pytest.mark.parametrize("unit", REPEATED)
def test_four_times_the_text_takes_no_more_than_a_constant_times_as_long(unit: str) -> None:
    # Linear is 4, quadratic 16. Processor time, the best of some runs: other programs share the machine.
    ratios = (seconds(unit, 24_000) / (seconds(unit, 6_000) + 0.001) for _ in range(5))
    assert any(ratio < 8 for ratio in ratios)


@pytest.mark.parametrize("unit", ["1", "a.", "a", '"', "(", " ", "\n", "e\u0301", "😀", "!", "0", "'"])
def test_a_megabyte_of_repetition_is_read(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    spans = split_sentences(text)
    assert sum(end - start for start, end in spans) == len(text) - sum(map(str.isspace, text))
    read(text)
