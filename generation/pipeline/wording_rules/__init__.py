"""`SB2xx`, wording: what a neutral text may not say, even with a person's own words.

For texts that people or models word; the text of a summary is code's alone and needs none of this. In: a text,
quotations blanked. Out: breaches with the exact words. The rules read words by kind and sentences by structure; their
lists stand in `lists/`, one phrase a line. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from generation.pipeline.contracts import Value
from generation.pipeline.wording_rules.imperatives import find_orders
from generation.pipeline.wording_rules.implied_causes import find_implied_causes
from generation.pipeline.wording_rules.phrases import PhraseIndex, read_phrases
from generation.pipeline.wording_rules.questions import find_questions
from generation.pipeline.wording_rules.recorded_history import is_recorded
from generation.pipeline.wording_rules.sentences import Sentence, Token, read_sentences

LISTS = {
    "SB201": "advice",
    "SB202": "second_person",
    "SB203": "causality",
    "SB204": "diagnosis",
    "SB205": "motivation",
    "SB206": "interpretation",
    "SB207": "question",
    "SB208": "certainty",
}
Breach = tuple[str, int, int]
# Marks that stand for themselves behind a letter. Letters with their marks in one are folded as they are read.
_ACCENTS = re.compile("[\u0300-\u036f]+")


class AllowedWording(Value):
    """Quantifiers and hedges a text may use; anything stronger is a breach."""

    quantifiers: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()


NOTHING_ALLOWED = AllowedWording()


@cache
def _index() -> PhraseIndex:
    return PhraseIndex(phrase for rule_id, name in LISTS.items() for phrase in read_phrases(name, rule_id))


def find_breaches(words: str, allowed: AllowedWording = NOTHING_ALLOWED) -> Iterator[Breach]:
    """(rule id, start, end) for every forbidden wording in `words`, quotations already blanked, in order."""
    if _ACCENTS.search(words):
        places = [at for at, letter in enumerate(words) if not _ACCENTS.match(letter)]
        plain, places = "".join(words[at] for at in places), [*places, len(words)]
        yield from ((rule_id, places[first], places[end]) for rule_id, first, end in find_breaches(plain, allowed))
        return
    permitted = {*allowed.quantifiers, *allowed.hedges}
    breaches = {
        breach
        for sentence in read_sentences(words)
        for breach in _in_sentence(sentence)
        if words[breach[1] : breach[2]].casefold() not in permitted
    }
    yield from _outermost(breaches)


def _in_sentence(sentence: Sentence) -> Iterator[Breach]:
    tokens = sentence.tokens
    for rule_id, first, last in _index().search(tokens):
        if rule_id != "SB204" or not is_recorded(tokens, first):
            yield _breach(rule_id, tokens, first, last)
    for first, last in find_orders(tokens):
        yield _breach("SB201", tokens, first, last)
    for first, last in find_implied_causes(tokens):
        yield _breach("SB203", tokens, first, last)
    for first, last in find_questions(tokens):
        yield _breach("SB207", tokens, first, last)
    if sentence.question_mark is not None:
        yield "SB207", sentence.question_mark, sentence.question_mark + 1


def _breach(rule_id: str, tokens: Sequence[Token], first: int, last: int) -> Breach:
    return rule_id, tokens[first].start, tokens[last].end


def _outermost(breaches: set[Breach]) -> Iterator[Breach]:
    """The breaches without those of the same rule that lie inside another."""
    ends: dict[str, int] = {}
    for breach in sorted(breaches, key=lambda b: (b[1], -b[2], b[0])):
        rule_id, _, end = breach
        if end > ends.get(rule_id, -1):
            ends[rule_id] = end
            yield breach
