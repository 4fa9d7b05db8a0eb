"""SB204 lets a record of the past, or a denial, name a condition: "past medical history of", "denies any".

Such words report what was recorded about somebody; a diagnosis says what somebody has. In: one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.sentences import Token

_REACH = 14
_DENIALS = word_set("denies denied denying regarding concerning died")
_RECORDS = frozenset((kind, "history") for kind in word_set("medical surgical family social past psychiatric"))
_RECORDS |= {("history", "of")} | {(finding, "for") for finding in word_set("significant positive negative")}


def is_recorded(tokens: Sequence[Token], at: int) -> bool:
    """Whether `tokens[at]` stands behind the words that open a record of the past or a denial."""
    words: list[str] = []
    for token in reversed(tokens[max(0, at - _REACH) : at]):
        words.insert(0, token.word)
        if ":" in token.marks or ";" in token.marks:
            break
    if tokens[at].marks.strip(' "') in {":", ";"}:
        return False
    return not _DENIALS.isdisjoint(words) or not _RECORDS.isdisjoint(pairwise(words))
