"""What words stand for a thing one can touch, and what is told of it: "the trigger of the camera", "the tin was heavy".

In: the words of a sentence. Shared by the modules that tell deeds and looks of things from claims about somebody. A
noun that no list knows is taken for a thing; persons, happenings, feelings, illnesses, times and papers are listed.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.sentences import Opening, Token

ARTICLES = frozenset({"<determiner>", "<possessive>", "<number>"})
_ENDS_A_NOUN = frozenset(
    {"<past>", "<be>", "<auxiliary>", "<modal>", "<preposition>", "<conjunction>", "<adverb>", "'s"}
)
_NO_THING = frozenset(
    {"<human>", "<event>", "<inner-noun>", "<illness>", "<condition>", "<feeling>", "<time>", "<-ing>"}
    | {"<virtue>", "<inner-adjective>", "<name>", "<object>"}
)
# What is of the mind, of a life or of nothing in particular, and on no other list.
ABSTRACT = word_set(
    "mind mood sleep appetite confidence energy marriage relationship concentration focus memory temper nerves "
    "spirits peace trust hope life lives world health breathing voice courage routine balance pressure recovery "
    "independence course way ways thing things something anything everything nothing side sides heart soul "
    "thought thoughts idea ideas whole kind sort sense habit habits self tone manner silence mouth head face eyes "
    "smile behaviour behavior past future present situation circumstances problem problems trouble troubles "
    "difficulty difficulties crisis mess bond bonds rhythm atmosphere air spell spark will words plan plans story "
    "pattern patterns cycle rut difference matter matters issue issues burden dream dreams house home ground "
    "balance tremor gait mobility stiffness swelling cough"
)
# How a thing looks, feels and measures, which says nothing of anybody.
PHYSICAL = word_set(
    "small big large tiny huge little short long tall high low deep shallow wide broad narrow thick thin heavy "
    "light hot cold warm cool wet dry damp full empty new old young clean dirty red blue green yellow white black "
    "grey gray brown pink purple open closed shut loud fast slow early late hard soft round square flat steep "
    "fresh stale ripe raw sour salty muddy dusty rusty foggy windy icy wooden plastic broken torn missing similar "
    "blank level upright legible"
)
MEASURES = word_set(
    "smaller smallest bigger biggest larger largest shorter shortest longer longest taller tallest higher highest "
    "lower lowest deeper shallower wider narrower thicker thinner heavier heaviest lighter lightest hotter colder "
    "coldest warmer warmest cooler older oldest younger youngest newer newest faster fastest slower earlier "
    "earliest later latest nearer nearest further farther louder cheaper cheapest dearer dearest more fewer less "
    "fuller wetter drier"
)
_WHICH = frozenset({"<number>", "<time>"}) | word_set("first second third fourth fifth sixth seventh last latest")
_PARTS_OFF = word_set("out off up down in away apart open loose")
_MAY_BE = frozenset({"<thing>", "<noun>", "<verb>", "<order>", "<document>", "<institution>"})
_PAPERS = frozenset({"<document>", "<word of>", "<institution>"})
_LONGEST = 4


def is_thing(token: Token) -> bool:
    """Whether a word by itself names a thing."""
    return "<noun>" in token.keys and not token.keys & _NO_THING and token.word not in ABSTRACT


def may_be_thing(token: Token) -> bool:
    """Whether a word behind an article names a thing, though it may be a verb elsewhere: "her hands"."""
    if token.word in ABSTRACT or token.keys & _NO_THING:
        return False
    return all(key in _MAY_BE for key in token.keys if key[0] == "<")


def noun_from(tokens: Sequence[Token], at: int) -> Token | None:
    """The last word of the noun that begins at `at` with its articles and adjectives: "the two allotments"."""
    head = None
    for token in tokens[at : at + _LONGEST]:
        if (token.opening is not Opening.NOTHING and head is not None) or token.keys & _ENDS_A_NOUN:
            break
        if head is not None and "<present>" in token.keys:
            break
        if not token.keys & ARTICLES:
            head = token
    return head


def names_thing(tokens: Sequence[Token], at: int) -> bool:
    """Whether the noun that begins at `at` stands for a thing."""
    head = noun_from(tokens, at)
    if head is None:
        return False
    named = bool(tokens[at].keys & ARTICLES) and may_be_thing(head)
    return named or is_thing(head) or bool(head.keys & _PAPERS)


def identifies(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words from `first` to `last` tell which one of several, or how a thing looks.

    "The train to Crewe is the 7.52", "the last page is torn out", "the kitchen is blue".
    """
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    if tokens[last].keys & ARTICLES and following is not None and following.opening is Opening.NOTHING:
        return bool(following.keys & _WHICH) and any("<be>" in token.keys for token in tokens[first:last])
    if "<be>" not in tokens[first].keys or not first:
        return False
    if not (is_thing(tokens[first - 1]) or tokens[first - 1].keys & _PAPERS):
        return False
    torn = following is not None and following.word in _PARTS_OFF
    return tokens[last].word in PHYSICAL or (torn and "<past>" in tokens[last].keys)
