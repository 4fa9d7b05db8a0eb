"""SB204 lets a record of the past, a denial or what a relative has name a condition: "past medical history of".

Such words report what was recorded about somebody; a diagnosis says what somebody has. In: one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.sentences import Token

_REACH = 14
_DENIALS = word_set("denies denied denying regarding concerning died")
_HEADINGS = word_set("pmh pmhx psh fh fhx fhs hx phx history conditions illnesses allergies")
# Behind the word these say that there is none.
_NIL = word_set("nil none neg negative denied unknown excluded absent no")
_RECORDS = frozenset((kind, "history") for kind in word_set("medical surgical family social past psychiatric"))
_RECORDS |= {("history", "of")} | {(finding, "for") for finding in word_set("significant positive negative")}


def is_recorded(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words from `first` to `last` stand behind those that open a record of the past or a denial."""
    words: list[str] = []
    for token in reversed(tokens[max(0, first - _REACH) : last + 1]):
        words.insert(0, token.word)
        if ":" in token.marks or ";" in token.marks:
            break
    if tokens[first].marks.strip(' "') in {":", ";"}:
        return first > 0 and tokens[first - 1].word in _HEADINGS
    if last + 1 < len(tokens) and not tokens[last + 1].marks and tokens[last + 1].word in _NIL:
        return True
    return not _DENIALS.isdisjoint(words) or not _RECORDS.isdisjoint(pairwise(words))
