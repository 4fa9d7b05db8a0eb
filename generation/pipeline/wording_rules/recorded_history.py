"""SB204 lets a record of the past, a denial or what a relative has name a condition: "past medical history of".

Such words report what was recorded about somebody; a diagnosis says what somebody has. In: one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.sentences import Token

_REACH = 14
# What a relative has is no diagnosis of the person's own.
_KIN = word_set(
    "mother father grandmother grandfather grandparents parents aunt uncle cousin cousins brother sister brothers "
    "sisters sibling siblings niece nephew grandma grandpa colleague colleagues neighbour neighbours neighbor friend "
    "friends boss lodger landlord landlady teacher flatmate dog cat horse puppy"
)
_HAS = frozenset({"{have}", "with", "in"})
_NEAR = 6
_DENIALS = word_set("denies denied denying regarding concerning died")
# Behind the word these say that there is none.
_NIL = word_set("nil none neg negative denied unknown excluded absent no")
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
    if at + 1 < len(tokens) and not tokens[at + 1].marks and tokens[at + 1].word in _NIL:
        return True
    near = tokens[max(0, at - _NEAR) : at + 1]
    kin = next((place for place, token in enumerate(near) if token.word in _KIN), None)
    if kin is not None and any(token.keys & _HAS for token in near[kin + 1 :]):
        return True
    return not _DENIALS.isdisjoint(words) or not _RECORDS.isdisjoint(pairwise(words))
