"""Whose words a stretch of a sentence gives. Shared by the modules that find reports."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Voice(IntEnum):
    """Who speaks: the text, somebody it reports, somebody who spoke then, or somebody it lets speak word for word.

    "You" and what the reader should do are the text's own words before TOLD, a bare order is before WORDS.
    """

    OWN = 0
    REPORTED = 1
    TOLD = 2
    WORDS = 3


class Cover(NamedTuple):
    """The words `first` to `end`, `end` not among them, are not the text's own."""

    first: int
    end: int
    voice: Voice
