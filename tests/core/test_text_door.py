"""The one door for text: what it refuses, and that it never changes what it takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text_door import (
    MESSAGE_MAX_BYTES,
    WINDOW_MAX_BYTES,
    WINDOW_MAX_MESSAGES,
    TextRefused,
    WindowTooLarge,
    accept_text,
    require_window_fits,
)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "must be text, not nothing"),
        (7, "must be text, not a number"),
        (True, "must be text, not true or false"),
        (["slept"], "must be text, not a list"),
        ({"text": "slept"}, "must be text, not an object"),
        (b"slept", "must be text, not an object"),
        ("slept\0well", "NUL character (U+0000) at character 6"),
        ("slept \ud83d", "half of a surrogate pair at character 7"),
        ("\udc00", "half of a surrogate pair at character 1"),
        ("", "is empty"),
        (" \n\t\u3000", "is empty"),
        ("a" * (MESSAGE_MAX_BYTES + 1), "is 8,193 bytes long; the limit is 8,192"),
        ("ä" * (MESSAGE_MAX_BYTES // 2 + 1), "is 8,194 bytes long; the limit is 8,192"),
        ("a" * 1_000_000, "is 1,000,000 bytes long"),
    ],
)
def test_refuses_with_the_field_and_what_to_do(value: object, reason: str) -> None:
    with pytest.raises(TextRefused) as caught:
        accept_text(value, field="text")
    assert caught.value.field == "text"
    assert str(caught.value).startswith("text: ")
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    "value",
    [
        "a",
        "  leading and trailing white space stays  \n",
        "e\u0301 is not composed into é",
        "line\r\nbreaks\rof\nall\u2028kinds",
        "👩‍👩‍👧 \u202eturned\u202c \u200b \ufeff",
        "\x1b[31mcontrol characters are the gate's question",
        "a" * MESSAGE_MAX_BYTES,
        "😀" * (MESSAGE_MAX_BYTES // 4),
    ],
)
def test_keeps_what_it_accepts_as_it_is(value: str) -> None:
    assert accept_text(value, field="text") is value


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=60))
def test_answers_any_text_with_itself_or_a_refusal_that_does_not_hold_it(text: str) -> None:
    value = f"secret {text} words"
    if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
        with pytest.raises(TextRefused) as caught:
            accept_text(value, field="text")
        assert "secret" not in repr(caught.value)
    else:
        assert accept_text(value, field="text") == value


def test_a_window_at_its_limits_fits() -> None:
    require_window_fits(["a"] * WINDOW_MAX_MESSAGES)
    require_window_fits(["a" * 8192] * (WINDOW_MAX_BYTES // 8192))


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        (["a"] * 401, "holds 401 messages; a summary reads at most 400"),
        (["ä" * 4096] * 33, "holds 270,336 bytes of text; a summary reads at most 262,144"),
    ],
)
def test_a_window_over_a_limit_is_refused_with_limit_and_size(texts: list[str], reason: str) -> None:
    with pytest.raises(WindowTooLarge) as caught:
        require_window_fits(texts)
    assert caught.value.field == "window"
    assert reason in caught.value.reason
