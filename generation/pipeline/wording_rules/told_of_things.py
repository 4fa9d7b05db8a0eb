"""What says something of somebody elsewhere, and here only tells of a thing or an arrangement.

"The pattern was cut out", "the depressed area on the map", "for a good cause", "flowers and congratulations came",
"the must was pressed". In: one sentence, a rule and the words it found. Bounded looks around them.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.sentences import Opening, Token
from generation.pipeline.wording_rules.things import ARTICLES, is_thing

_NOUNS_OF_CAUSE = word_set("cause causes")
_SAYS_OF_WHAT = word_set("of behind for is was were being why that")
_MODAL_NOUNS = word_set("must will might may can")
_ARTICLES = word_set("a an the his its their my our no")
# What is given, said and sent to somebody, and so may be told like any other gift.
_GIFTS = word_set("thanks congratulations applause ovation condolences sympathy cheers medal medals prize prizes")
_HANDLED = word_set(
    "{print} {press} {paint} {cross} {tick} {write} {copy} {file} {mend} {pin} {post} {rub} {erase} {type} {knit} "
    "{sew} {wash} {iron} {deliver} {pack} {wrap} {sign} {draw} {play} {list} {leave} {omit} {underline} {glue} "
    "{tape} {sing} {hang} {cut} {photograph} {paper} {weigh} {measure} {sell} {buy}"
)
_HANGS = word_set("hangs hung stands stood lies lay leans leant sits sat")
_CARRIED_ON = word_set("out off up blank on in by from and at with to")
_LONGEST_SUBJECT = 6
_NEAR = 5


def tells_of_thing(tokens: Sequence[Token], rule_id: str, first: int, last: int) -> bool:
    """Whether what `rule_id` found from `first` to `last` claims nothing of anybody."""
    opening = tokens[first]
    before = tokens[first - 1] if first and opening.opening is Opening.NOTHING else None
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    if before is not None and before.word in _ARTICLES and opening.word in _MODAL_NOUNS:
        return True
    if rule_id == "SB203":
        return _is_no_cause(tokens, first, last)
    if rule_id == "SB204" and first == last and before is not None and following is not None:
        describes = opening.word.endswith(("ed", "ic", "ous", "ive"))
        if before.word == "the" and describes and is_thing(following):
            return True
    if rule_id == "SB205" and _is_given(tokens, first, last):
        return True
    return rule_id in {"SB204", "SB206"} and _is_handled(tokens, first, last)


def _is_no_cause(tokens: Sequence[Token], first: int, last: int) -> bool:
    """ "For a good cause", "so they say", "owes the butcher nine pounds"."""
    word, near = tokens[first].word, tokens[last + 1 : last + _NEAR]
    if word == "so" and any("<says>" in token.keys for token in tokens[first + 1 : first + 3]):
        return True
    if "{owe}" in tokens[first].keys:
        return any("<number>" in token.keys or token.word in {"money", "pounds"} for token in near)
    at = next((n for n in range(first, last + 1) if tokens[n].word in _NOUNS_OF_CAUSE), None)
    if at is None or not at or tokens[at].opening is not Opening.NOTHING:
        return _is_handled(tokens, first, last)
    noun = bool(tokens[at - 1].keys & (ARTICLES | {"<praise>", "<adjective>"}))
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    told = behind is None or behind.opening is not Opening.NOTHING or behind.word not in _SAYS_OF_WHAT
    judged = any("<be>" in token.keys for token in tokens[max(0, at - _NEAR) : at])
    return noun and told and not judged


def _is_given(tokens: Sequence[Token], first: int, last: int) -> bool:
    """ "The speech began with thanks", "flowers and congratulations came", "gave her a round of applause"."""
    if tokens[last].word == "done":
        return first > 1 and "<be>" in tokens[first - 1].keys and is_thing(tokens[first - 2])
    if not any(token.word in _GIFTS for token in tokens[first : last + 1]):
        return False
    around = (*tokens[max(0, first - _NEAR) : first], *tokens[last + 1 : last + 1 + 2])
    return any("<past>" in token.keys and "<-ing>" not in token.keys for token in around)


def _is_handled(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words stand in a subject that is handled as a thing: "the mask hangs in the hall"."""
    start = first
    while start and tokens[start].opening is Opening.NOTHING and first - start < _LONGEST_SUBJECT:
        start -= 1
    if tokens[start].opening is Opening.NOTHING or not (tokens[start].keys & ARTICLES or start == last):
        return False
    for at in range(last, min(len(tokens) - 1, last + _LONGEST_SUBJECT)):
        if at > last and tokens[at].opening is not Opening.NOTHING:
            return False
        if tokens[at].word in _HANGS:
            return "<preposition>" in tokens[at + 1].keys
        if tokens[at].word in {"was", "were", "is"}:
            return _is_done_to(tokens, at + 1)
    return False


def _is_done_to(tokens: Sequence[Token], at: int) -> bool:
    verb = tokens[at]
    if not verb.keys & _HANDLED or (verb.word not in {"cut", "hung"} and "<past>" not in verb.keys):
        return False
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    return behind is None or behind.opening is not Opening.NOTHING or behind.word in _CARRIED_ON
