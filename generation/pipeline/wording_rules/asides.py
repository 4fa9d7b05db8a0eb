"""What a text adds behind what it reports: "..., bless him", "..., as anyone would", "..., when it is a fine thing".

A comma alone does not end a report, and most of what stands behind one was said as well. In: a sentence and the place
of a word behind a mark. Out: whether the text's own comment opens there. Bounded looks around it.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.sentences import Opening, Token

# Behind words given as words and who said them, what these open is the text's own: "'...,' he said, as anyone would".
_ANYBODY = word_set("any anyone anybody every everyone everybody most all many")
# What these open praises, pities or excuses whoever was reported: "..., bless him", "..., and quite right too".
_ASIDES = {
    "bless": word_set("him her them his"), "fair": word_set("play dues enough"), "god": word_set("love bless"),
    "no": word_set("mean small little"), "as": word_set("well"), "well": word_set("done played"),
    "like": _ANYBODY, "where": word_set("others most many another few lesser"), "the": word_set("poor dear brave"),
    "good": word_set("man woman lad girl lass for on"), "poor": word_set("man woman lad girl soul thing lamb love"),
    "hats": word_set("off"), "when": word_set("in"),
    "and": word_set("rightly quite who look nobody no of well good"),
}  # fmt: skip
_NOW = frozenset({"is", "'s", "are", "has", "does"})
_MEASURED = word_set("to many much often long far old")
_LONGEST_TAG = 7


def comments(tokens: Sequence[Token], at: int) -> bool:
    """Whether what opens at `at` says what the text makes of words just given: "..., when it is a fine thing"."""
    token, behind = tokens[at], tokens[at + 1 : at + _LONGEST_TAG]
    before = tokens[max(0, at - _LONGEST_TAG) : at + 1]
    if token.opening is Opening.NOTHING or not behind:
        return False
    if behind[0].word in _ASIDES.get(token.word, ()):
        return True
    if token.word == "to" and any(each.word == "credit" for each in behind):
        return True
    if not any("<reports>" in each.keys for each in before):
        return False
    if token.word == "and":
        how = len(behind) > 1 and behind[0].word == "how" and bool(behind[1].keys & {"<adverb>", "<praise>"})
        return how and behind[1].word not in _MEASURED
    if not any('"' in each.marks for each in before):
        return False
    match token.word:
        case "when":
            return any(each.word in _NOW for each in behind)
        case "as":
            return behind[0].word in _ANYBODY or (len(behind) > 1 and behind[0].word in {"if", "though"})
        case _:
            return token.word == "whose"
