"""What holds of any text at all: no exception, words cut from the text, linear time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.pipeline.canonicalizer.feelings.finder import find_feelings
from generation.pipeline.canonicalizer.feelings.words import feeling_forms
from generation.pipeline.reading.sentences import split_sentences
from generation.pipeline.reading.word_set import word_set
from tests.pipeline.growth import grows_with_length

TYPED = word_set(
    """
    I am 'm not never no he she my me was felt feel feeling feelings sad happy anxious hate joy of to be being
    , . ? ! : " ' “ ” > # * - and or but if would very so bit mood Mum said that 7/10 😀 ß ﬁ
    """
)
WORDS = st.sampled_from([*sorted(TYPED), "\n", "\u202e", "\u0130"])
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join))
REPEATED = [
    "happy ",
    "I am so happy and ",
    "' \"a ",
    "not ",
    "am I sad? ",
    "sad, ",
    "sad-",
    "I'm'",
    "to feel ",
    "😀sad",
    "> sad\n",
    "so ",
    "sad for: ",
    "sad of ... ",
    "sad y/n ",
    "feeling sad, ",
    "sad: ✓ ",
    "sad = 0 ",
    "sad/sad n ",
    "| sad | n ",
    "dream i am sad ",
    "it's fine, sad ",
    "| sad | x |\n",
]


@given(TEXTS)
def test_every_word_is_cut_from_one_sentence_in_order(text: str) -> None:
    sentences = split_sentences(text)
    end = 0
    for found in find_feelings(text, sentences):
        assert found.start >= end
        end = found.end
        assert found.word == text[found.start : found.end]
        assert any(start <= found.start and found.end <= last for start, last in sentences)
        assert found.lemma in feeling_forms()


@given(TEXTS)
def test_the_same_text_reads_the_same_twice(text: str) -> None:
    assert find_feelings(text, split_sentences(text)) == find_feelings(text, split_sentences(text))


@pytest.mark.parametrize("unit", REPEATED)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    assert grows_with_length(lambda text: find_feelings(text, [(0, len(text))]), unit)


def test_a_megabyte_of_anything_is_read() -> None:
    text = "".join(map(chr, [*range(1, 0xD800), *range(0xE000, 0x11_0000, 16)])) * 9
    assert find_feelings(text, [(0, len(text))]) == ()
