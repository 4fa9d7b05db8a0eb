"""Nothing that a diary holds can move, hide or reorder what a terminal shows."""

from __future__ import annotations

import pytest

from generation.console.sheet_printer import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Slept 6 h.", "Slept 6 h."),
        ("Zoë und 佐藤さん", "Zoë und 佐藤さん"),
        ("🏃\u200d♀️", "🏃\u200d♀️"),
        ("two\nlines", "two / lines"),
        ("two\r\nlines", "two / lines"),
        ("\x1b[2Jgone", "\\u001b[2Jgone"),
        ("\u202eesrever", "\\u202eesrever"),
        ("bell\a", "bell\\u0007"),
    ],
)
def test_nothing_printed_can_move_hide_or_reorder(text: str, shown: str) -> None:
    assert printable(text) == shown
