"""SB201, orders: a clause that begins with a bare verb and has no subject, by sentence structure.

A verb opens an order at the start of a sentence, behind lead-ins ("Maybe", "Also", "Please"), or behind a comma that
closes an opening if-clause, place or time ("If it gets late, call", "In the evening, walk"). Words that are verbs and
nouns ("walk", "sleep") open one only where what follows reads as an object, a particle or an adverb and no finite
verb makes the word a subject ("Sleep is logged").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.policy_gate.wording_rules.lexicon import ACTION, SELDOM, STATE, VERBS
from generation.pipeline.policy_gate.wording_rules.sentences import Opening, Token

_LOOK_AHEAD = 12
_MOST_LEAD_INS = 5
_OPENERS = frozenset({"<subordinator>", "<preposition>", "<lead-in>", "<-ing>"})
_OBJECTS = frozenset({"<determiner>", "<possessive>", "<object>"})
_FINITE = frozenset(
    "is was were are has had does did am appears appear seems says said went came made will would can could "
    "remains remained became felt helps helped works worked 's".split()
)
_RELATIVE = frozenset(
    "that who which what if when where while because as how whether so until unless since whoever whatever "
    "wherever you i they we he she and but or".split()
)
# Closed-class words that no order begins with.
_NO_VERB = frozenset(
    {
        "<auxiliary>", "<preposition>", "<pronoun>", "<determiner>", "<possessive>", "<conjunction>", "<subordinator>",
        "<question>", "<adverb>", "<number>", "<-ing>", "<past>", "<object>", "<feeling>", "<lead-in>",
    }
)  # fmt: skip
_NO_OPEN_CLASS = frozenset("not thanks thank congratulations glad sorry good great bad same both than kudos worth".split())


def find_orders(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """(first, last), indices of tokens, both inclusive, of each bare verb that opens an order."""
    opens_with = tokens[0].keys if tokens else frozenset()
    earlier_order = False
    for at, token in enumerate(tokens):
        if token.opening is Opening.NOTHING:
            continue
        if token.opening is Opening.STRETCH and not (earlier_order or opens_with & _OPENERS):
            continue
        found = _order_at(tokens, at, strict=token.opening is Opening.STRETCH)
        if found:
            earlier_order = True
            yield found


def _order_at(tokens: Sequence[Token], at: int, *, strict: bool) -> tuple[int, int] | None:
    """The order that begins at `at`, lead-ins skipped; `strict` wants more than a word that may be a noun."""
    start = at
    limit = min(len(tokens), at + _MOST_LEAD_INS)
    while start < limit and "<lead-in>" in tokens[start].keys and not _is_plain_order(tokens, start):
        start += 1
    if start >= len(tokens) or any(t.opening is Opening.SENTENCE for t in tokens[at + 1 : start + 1]):
        return None
    word = tokens[start].word
    if word in {"do", "never", "always"} and start + 1 < len(tokens):
        return _negated_order(tokens, start)
    if start and tokens[start - 1].word in {"never", "always"} and word in VERBS and VERBS[word] != STATE:
        return start - 1, start
    if _is_plain_order(tokens, start, strict=strict):
        return start, start
    return None


def _negated_order(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """ "Do not ...", "Do a little ...", "Do try ..."; not the question "Do you ..."."""
    following = tokens[at + 1]
    if tokens[at].word != "do":
        return (at, at + 1) if following.word in VERBS else None
    if following.word == "not":
        behind = tokens[at + 2].keys if at + 2 < len(tokens) else frozenset()
        return None if behind & {"you", "i", "we", "they"} else (at, at + 1)
    if following.keys & {"you", "i", "we", "they", "people", "those"}:
        return None
    return at, at


def _is_plain_order(tokens: Sequence[Token], at: int, *, strict: bool = False) -> bool:
    token = tokens[at]
    word = token.word
    kind = VERBS.get(word)
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    same_stretch = following is not None and following.opening is Opening.NOTHING
    if kind is None:
        return same_stretch and following is not None and _opens_by_its_object(token, following)
    if "<lead-in>" in token.keys or "<preposition>" in token.keys and word not in {"like"}:
        return False
    if following is not None and same_stretch and following.word in _FINITE:
        return False
    if kind == ACTION and word == "have":
        return following is not None and same_stretch and not following.keys & {"<pronoun>", "<past>", "<auxiliary>", "you", "not"} or (
            following is not None and bool(following.keys & {"<determiner>", "<possessive>"}) and same_stretch
        )
    if following is not None and (word, following.word) in _NO_ORDERS or word in _NO_ORDERS:
        return False
    if kind == ACTION:
        return not _is_subject(tokens, at)
    if following is None or not same_stretch:
        return False
    if kind == STATE:
        return word == "be" or (word in _ORDERED_STATES and bool(following.keys & (_OBJECTS | {"that", "<adverb>", "<preposition>", "free", "what", "how", "when", "your"})))
    takes = _OBJECTS if kind == SELDOM else _OBJECTS | {"<particle>", "<adverb>", "to"}
    if not strict and kind != SELDOM:
        takes |= {"<preposition>"}
    return bool(following.keys & takes) and not _is_subject(tokens, at)


# Turns of phrase that ask for nothing.
_NO_ORDERS = frozenset(
    {("let", "me"), ("believe", "it"), ("believe", "me"), ("correct", "me"), ("excuse", "me"), ("trust", "me"), "hope"}
    | {"thank", "guess", "bet", "excuse", "wish", "love"}
)
_ORDERED_STATES = frozenset("know feel love like trust value want mean".split()) - {"want", "mean", "like"}


def _opens_by_its_object(token: Token, following: Token) -> bool:
    """An unknown word before "your" or a pronoun only an object can be: "Google your", "Ghost them"."""
    if token.keys & _NO_VERB or token.word in _NO_OPEN_CLASS or not token.word.isalpha() or token.word.endswith("s"):
        return False
    return bool(following.keys & {"your", "yourself", "him", "them", "me"})


def _is_subject(tokens: Sequence[Token], at: int) -> bool:
    """Whether a finite verb before any subordinate word makes `tokens[at]` a subject: "Sleep was short"."""
    for token in tokens[at + 1 : at + _LOOK_AHEAD]:
        if token.opening is Opening.SENTENCE or token.word in _RELATIVE:
            return False
        if token.word in _FINITE:
            return True
    return False
