"""What a single character is."""

from __future__ import annotations

import re
import unicodedata

UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""A character of a script that writes no spaces between words."""


def is_word_char(char: str) -> bool:
    """A letter of any script, a mark that is part of one, or a digit."""
    return char != "" and unicodedata.category(char)[0] in "LMN"


def is_unspaced(char: str) -> bool:
    return bool(UNSPACED.match(char))


def is_invisible(char: str) -> bool:
    """A character that shows nothing: format characters and the selectors of an emoji's look."""
    return unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f"
