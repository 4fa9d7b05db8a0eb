"""Evidence: words of the transcript, character for character, with where they stand; anything else is dropped.

A quotation has at least a word of two letters and cuts none at its ends: a single sign stands in every transcript.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import Field

from generation.generators.waves.said_words import cuts_no_word, says_something
from generation.generators.waves.transcript import Turn
from generation.pipeline.contracts import Value

# What a model may give as evidence: longer is no quotation.
Quote = Annotated[str, Field(max_length=600)]
Quotes = Annotated[tuple[Quote, ...], Field(max_length=3)]


class Evidence(Value):
    """`start` and `end` count code points of the transcript; `text` is what stands there."""

    turn: str
    speaker: str
    start: int
    end: int
    text: str


class Found(Value):
    """The quotations that stand in the transcript, and how many do not."""

    evidence: tuple[Evidence, ...]
    dropped: int


def find_evidence(quotes: Iterable[str], turns: Sequence[Turn]) -> Found:
    """Each quotation in the first turn that holds it whole; one given twice counts once."""
    found: dict[str, Evidence | None] = {}
    for quote in quotes:
        words = quote.strip()
        found.setdefault(words, _find(words, turns))
    kept = tuple(one for one in found.values() if one is not None)
    return Found(evidence=kept, dropped=len(found) - len(kept))


def _find(words: str, turns: Sequence[Turn]) -> Evidence | None:
    if not says_something(words):
        return None
    for turn in turns:
        at = _find_whole(words, turn.text)
        if at >= 0:
            start = turn.start + at
            return Evidence(turn=turn.id, speaker=turn.speaker, start=start, end=start + len(words), text=words)
    return None


def _find_whole(words: str, text: str) -> int:
    """Where `words` first stand in `text` without cutting a word of it; -1 where they do not."""
    at = text.find(words)
    while at >= 0 and not (cuts_no_word(text, at) and cuts_no_word(text, at + len(words))):
        at = text.find(words, at + 1)
    return at
