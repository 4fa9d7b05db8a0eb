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
from generation.pipeline.reading.skeleton import skeleton
from generation.pipeline.wording_rules.attribution import find_voices
from generation.pipeline.wording_rules.caused_changes import find_caused_changes
from generation.pipeline.wording_rules.deeds import tells_a_deed, tells_an_order
from generation.pipeline.wording_rules.imperatives import find_orders
from generation.pipeline.wording_rules.implied_causes import find_implied_causes
from generation.pipeline.wording_rules.order_words import READERS
from generation.pipeline.wording_rules.own_claims import find_claims
from generation.pipeline.wording_rules.phrases import PhraseIndex, read_phrases
from generation.pipeline.wording_rules.questions import find_questions
from generation.pipeline.wording_rules.quotations import find_framed_quotations
from generation.pipeline.wording_rules.recorded_history import is_recorded
from generation.pipeline.wording_rules.sentences import Opening, Sentence, Token, read_sentences
from generation.pipeline.wording_rules.things import identifies
from generation.pipeline.wording_rules.told_of_things import tells_of_thing
from generation.pipeline.wording_rules.unmarked_sentences import parted
from generation.pipeline.wording_rules.voices import Voice
from generation.pipeline.wording_rules.whose_illness import is_nobodys

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
        for part in parted(sentence)
        for breach in _in_sentence(part)
        if words[breach[1] : breach[2]].casefold() not in permitted
    }
    if breaches:
        framed = tuple(find_framed_quotations(words, skeleton(words)))
        breaches = {
            one for one in breaches if not any(start < one[2] <= end or start <= one[1] < end for start, end in framed)
        }
    yield from _outermost(breaches)


def _in_sentence(sentence: Sentence) -> Iterator[Breach]:
    tokens = sentence.tokens
    found = [(*each, _needed(tokens, *each)) for each in _phrases_and_structures(tokens)]
    found += [("SB201", *each, Voice.WORDS) for each in find_orders(tokens)]
    exclaims = sentence.exclamation_mark
    voices = find_voices(tokens) if found or exclaims is not None else []
    for rule_id, first, last, needed in found:
        # Whoever is named or reported brought nothing about.
        if (voices[first] if rule_id == "SB203" else min(voices[first], voices[last])) < needed:
            yield rule_id, tokens[first].start, tokens[last].end
    # Whoever only restates does not exclaim.
    if exclaims is not None and voices[-1] is Voice.OWN and '"' not in tokens[-1].marks:
        yield "SB205", exclaims, exclaims + 1
    if sentence.question_mark is not None:
        yield "SB207", sentence.question_mark, sentence.question_mark + 1


def _needed(tokens: Sequence[Token], rule_id: str, first: int, last: int) -> Voice:
    """What clears a breach of its rule: words to the reader need more than that somebody says so."""
    addressed = rule_id in {"SB201", "SB202"} and any(
        token.word in READERS for token in tokens[max(0, first - 1) : last + 1]
    )
    return Voice.TOLD if addressed else Voice.REPORTED


def _phrases_and_structures(tokens: Sequence[Token]) -> Iterator[tuple[str, int, int]]:
    for rule_id, first, last in _index().search(tokens):
        if rule_id == "SB204" and (is_recorded(tokens, first, last) or is_nobodys(tokens, first, last)):
            continue
        if rule_id == "SB203" and tells_a_deed(tokens, first, last):
            continue
        if rule_id == "SB201" and tells_an_order(tokens, first):
            continue
        if tells_of_thing(tokens, rule_id, first, last):
            continue
        if rule_id == "SB206" and identifies(tokens, first, last):
            continue
        # "Should she ring, the number is ..." is a condition.
        if rule_id == "SB201" and tokens[first].word == "should" and _opens_a_condition(tokens, first):
            continue
        yield rule_id, first, last
    for first, last in (*find_implied_causes(tokens), *find_caused_changes(tokens)):
        yield "SB203", first, last
    for first, last in find_questions(tokens):
        yield "SB207", first, last
    yield from find_claims(tokens)


def _opens_a_condition(tokens: Sequence[Token], at: int) -> bool:
    """ "Should she ring, ...", not "Should take it with food"."""
    following = tokens[at + 1].keys if at + 1 < len(tokens) else frozenset()
    return tokens[at].opening is not Opening.NOTHING and not following & {"<verb>", "be", "have", "not"}


def _outermost(breaches: set[Breach]) -> Iterator[Breach]:
    """The breaches without those of the same rule that lie inside another."""
    ends: dict[str, int] = {}
    for breach in sorted(breaches, key=lambda b: (b[1], -b[2], b[0])):
        rule_id, _, end = breach
        if end > ends.get(rule_id, -1):
            ends[rule_id] = end
            yield breach
