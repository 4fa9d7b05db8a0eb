"""Short names that people type: of organisations, teams, and codes of persons."""

from __future__ import annotations

import unicodedata

from core.refusals import InputRefused

# Controls, formats, halves of characters, characters that are none or that every font draws as it likes, line ends.
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def accept_name(value: str, *, field: str, max_length: int) -> str:
    """The name without white space around it. Raises InputRefused where it is empty, too long, or cannot be read."""
    name = value.strip()
    if not name:
        raise InputRefused(field, "is empty.")
    if len(name) > max_length:
        raise InputRefused(field, f"has {len(name):,} characters; the limit is {max_length:,}.")
    if any(unicodedata.category(character) in _UNSEEN for character in name):
        raise InputRefused(field, "has a character that cannot be seen. Type it again.")
    return name
