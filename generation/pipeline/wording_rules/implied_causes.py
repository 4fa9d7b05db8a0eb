"""SB203, causes said by order of time: a feeling or a change joined to an event by "after", "when" or "since".

"Anxious on 8 Nov, after the talk" leaves the reader no other reading than that the talk did it; "left after the
talk" does not. In: the words of one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.sentences import Opening, Token

_JOINTS = word_set("after following when whenever")
_CHANGES = word_set("""
    better calmer happier sadder lighter relieved tears crying cried screaming scream screamed joy sorrow grief laughter
    cheering sobbing sobbed
    """)
_REACH = 5


def find_implied_causes(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """(place, place) of each joint, indices of tokens, that joins a feeling or a change to an event."""
    last_change = -_REACH - 1
    for at, token in enumerate(tokens):
        if token.opening is Opening.SENTENCE:
            last_change = -_REACH - 1
        near = token.word in _JOINTS and at - last_change <= _REACH and at + 1 < len(tokens)
        if near and not tokens[at + 1].keys & {"<number>", "<time>"}:
            yield at, at
        if token.word in _CHANGES or "<feeling>" in token.keys:
            last_change = at
