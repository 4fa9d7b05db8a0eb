"""One JSON object is read from a model's answer, and nothing is guessed of any other."""

from __future__ import annotations

import traceback

import pytest

from generation.pipeline.contracts import Value
from generation.pipeline.json_reply import read_reply
from generation.pipeline.language_model import ReplyOutcome, ReplyUnusable


class Said(Value):
    word: str
    number: int = 0


def outcome_of(text: str, *, whole: bool = False) -> ReplyOutcome:
    with pytest.raises(ReplyUnusable) as caught:
        read_reply(text, Said, whole=whole)
    return caught.value.outcome


@pytest.mark.parametrize(
    "text",
    [
        '{"word": "a"}',
        ' \n{"word": "a"}\n',
        '\ufeff{"word": "a"}',
        '```json\n{"word": "a"}\n```',
        '```\n{"word": "a"}\n```',
        'Sure, here it is: {"word": "a"} Anything else?',
    ],
)
def test_object_is_read(text: str) -> None:
    assert read_reply(text, Said) == Said(word="a")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("", "empty"),
        ("<think>nothing else</think>\n", "empty"),
        ("no object", "not_json"),
        ('{"word": "a"', "not_json"),
        ('{"word": "a"} or {"word": "b"}', "not_json"),
        ('{"word": "a", "word": "b"}', "not_json"),
        ('{"word": "a", "number": NaN}', "not_json"),
        ("[" * 5000, "not_json"),
        ('{"number": ' + "9" * 5000 + "}", "not_json"),
        ("[1]", "off_schema"),
        ("null", "not_json"),
        ('{"word": 1}', "off_schema"),
        ('{"words": "a"}', "off_schema"),
        ('{"word": "a", "confidence": 1}', "off_schema"),
    ],
)
def test_anything_else_is_named_and_nothing_guessed(text: str, outcome: str) -> None:
    assert outcome_of(text) == outcome


def test_whole_answer_has_no_words_around_it() -> None:
    assert outcome_of('They say {"word": "a"}', whole=True) == "not_json"
    assert read_reply('```json\n{"word": "a"}\n```', Said, whole=True) == Said(word="a")


@pytest.mark.parametrize("text", ["canary", '{"word": "canary", "canary": 1}'])
def test_error_does_not_carry_the_answer_along(text: str) -> None:
    with pytest.raises(ReplyUnusable) as caught:
        read_reply(text, Said)
    assert (caught.value.__context__, caught.value.__cause__) == (None, None)
    assert "canary" not in "".join(traceback.format_exception(caught.value))
