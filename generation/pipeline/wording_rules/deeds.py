"""What looks like a cause and only tells a deed: "she changed the sheets", "the dog broke its lead", "sent 23:52".

A change claims a cause where a thing or a happening works on somebody, or on what is theirs. Whoever does something
to a thing, and what changes by itself at a time, is told. In: one sentence and the words of a breach of SB203.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.order_words import SAME_IN_THE_PAST
from generation.pipeline.wording_rules.sentences import Opening, Token
from generation.pipeline.wording_rules.things import ARTICLES, is_thing, names_thing

_DOERS = word_set("he she they i we who someone somebody nobody")
ANIMALS = word_set("dog dogs puppy cat cats horse goat hen hens bird gull mouse fox cow pony hamster rabbit swan")
_AT_A_TIME = word_set("on at by in before after until since for and")
_HANDS_OVER = frozenset({"{send}", "{give}", "{put}", "{bring}", "{get}", "{keep}", "{hold}", "{take}"})
_OPENS_A_DOER = frozenset({"<event>", "<determiner>", "<possessive>", "'s"})
_WITH = word_set("with on to")
_PARTICLES = word_set("off out up down away on over")
_NEAR = 4
_WHEN = frozenset({"<number>", "<time>"})


def tells_a_deed(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words from `first` to `last` only tell what somebody did to a thing, or what happened when."""
    opening = tokens[first]
    before = tokens[first - 1] if first and opening.opening is Opening.NOTHING else None
    if "<event>" in opening.keys and _is_no_doer(tokens, first, last, before):
        return True
    if tokens[last].word == "by" and _is_done_by_people(tokens, first, last):
        return True
    if tokens[last].word in _WITH and before is not None and _is_doer(before) and not _is_of_somebody(tokens, first):
        # "His aunt helped with the curtains".
        return names_thing(tokens, last + 1)
    # "Putting them to bed has bought an hour": what is done is the doer, the finite verb the change.
    begin = first + 1 if "<-ing>" in opening.keys and first < last else first
    change = next((at for at in range(begin, last + 1) if "<change>" in tokens[at].keys), None)
    if change is not None and change > first and _has_another_doer(tokens, change):
        return True
    if change is not None and tokens[change - 1].word in ANIMALS and _ends_at_a_time(tokens, change):
        return True
    if change is None or begin > first or not (change == first or opening.keys & _OPENS_A_DOER):
        return False
    return _only_happens(tokens, change) or _is_done_to_thing(tokens, first, change, before)


def _has_another_doer(tokens: Sequence[Token], change: int) -> bool:
    """ "The rain began, he got up, shut the window", "the question of who feeds the hens"."""
    return tokens[change].opening is Opening.STRETCH or tokens[change - 1].word in _DOERS


def _ends_at_a_time(tokens: Sequence[Token], change: int) -> bool:
    """ "The cat woke her at five" tells a deed of the cat."""
    return change + 2 < len(tokens) and tokens[change + 2].word in _AT_A_TIME


def _is_of_somebody(tokens: Sequence[Token], at: int) -> bool:
    """Whether the name before `at` only says of whom: "the mention of Barlinnie put paid to"."""
    return at > 1 and "<preposition>" in tokens[at - 2].keys


def _is_no_doer(tokens: Sequence[Token], first: int, last: int, before: Token | None) -> bool:
    """Whether what may be a happening is a deed, half of a name, or where somebody went."""
    if before is not None and _is_doer(before) and any(key.startswith("{") for key in tokens[first].keys):
        # "The mayor cut the ribbon": what may be a noun is what somebody did.
        return True
    if first < last and "<human>" in tokens[first + 1].keys:
        return True
    return _goes_on_from_doer(tokens, first, last)


def _is_done_to_thing(tokens: Sequence[Token], first: int, change: int, before: Token | None) -> bool:
    """ "She changed the sheets", "he turned the heating down", "the dog broke its lead", "the app sends a reminder"."""
    handled = tokens[change + 1 : change + 3]
    done = len(handled) > 1 and handled[0].word == "the" and "<-ing>" in handled[1].keys
    if not done and not names_thing(tokens, change + 1):
        return False
    if change == first:
        return before is None or _is_doer(before)
    if ANIMALS & {tokens[first].word, tokens[change - 1].word}:
        return True
    handed = handled[0].word in {"a", "an", "another"} or "<document>" in tokens[first].keys
    return handed and bool(tokens[change].keys & _HANDS_OVER)


def tells_an_order(tokens: Sequence[Token], first: int) -> bool:
    """Whether what reads as advice only tells what somebody did: "they let the fire go out", "was put off to the"."""
    opening = tokens[first]
    if not first or opening.opening is not Opening.NOTHING:
        return False
    before = tokens[first - 1]
    if opening.word in _PARTICLES:
        return "<past>" in before.keys or before.word in SAME_IN_THE_PAST
    return opening.word in SAME_IN_THE_PAST and _is_doer(before) and before.word not in {"i", "we"}


def _goes_on_from_doer(tokens: Sequence[Token], first: int, last: int) -> bool:
    """ "He wore it to the interview and set it by the clock": the happening is only where somebody went."""
    if not any(token.word == "and" for token in tokens[first + 1 : last]):
        return False
    place = first
    while place and tokens[place - 1].keys & ARTICLES:
        place -= 1
    if not place or not tokens[place - 1].keys & {"<preposition>", "<past>", "<present>", "{set}", "{put}"}:
        return False
    return any(_is_doer(token) for token in tokens[max(0, place - 2 * _NEAR) : place])


def _is_done_by_people(tokens: Sequence[Token], first: int, by: int) -> bool:
    """ "The marquee was put up by six men": what people do to a thing."""
    be = next((at for at in range(first, max(0, first - _NEAR), -1) if "<be>" in tokens[at].keys), None)
    if be is None or be == 0 or not is_thing(tokens[be - 1]):
        return False
    return any("<human>" in token.keys for token in tokens[by + 1 : by + 1 + _NEAR])


def _is_doer(token: Token) -> bool:
    return token.word in _DOERS or bool(token.keys & {"<human>", "<name>"})


def _only_happens(tokens: Sequence[Token], change: int) -> bool:
    """Whether nothing is changed: "had healed by Sunday", "changed 9/4", "melted on the 18th"."""
    if "<past>" not in tokens[change].keys:
        return False
    if change + 1 >= len(tokens):
        return True
    following = tokens[change + 1]
    if following.opening is not Opening.NOTHING:
        return True
    behind = tokens[change + 2] if change + 2 < len(tokens) else None
    if following.keys & _WHEN and not following.keys & {"<preposition>"}:
        return behind is None or behind.opening is not Opening.NOTHING or bool(behind.keys & _WHEN)
    if following.word not in _AT_A_TIME:
        return False
    return any(token.keys & _WHEN for token in tokens[change + 2 : change + 4])
