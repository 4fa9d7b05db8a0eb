"""What a single character is."""

from __future__ import annotations

import re
import unicodedata

UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""A character of a script that writes no spaces between words."""

_SHOWS_NOTHING = re.compile("[\u034f\u17b4\u17b5\u180b-\u180f\u2065\ufe00-\ufe0f\ufff0-\ufff8\U000e0000-\U000e0fff]")


def is_word_char(char: str) -> bool:
    """A letter of any script, a mark that is part of one, or a digit."""
    return char != "" and unicodedata.category(char)[0] in "LMN"


def is_mark(char: str) -> bool:
    """A sign that is put on the letter before it."""
    return char != "" and unicodedata.category(char)[0] == "M"


def is_unspaced(char: str) -> bool:
    return bool(UNSPACED.match(char))


def is_invisible(char: str) -> bool:
    """A character that shows nothing: format characters and what else Unicode says to ignore."""
    return unicodedata.category(char) == "Cf" or bool(_SHOWS_NOTHING.match(char))
