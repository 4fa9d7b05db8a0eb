"""Whether the person uses a term as a noun, told by the words before it. Part of stage A.

In: the places of a term. It counts what stands before it: "my knee", "of the knee", "hoping for money" speak for a
noun, "very sick", "to study", "I run" against; a place without any such word says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from generation.pipeline.canonicalizer.terms.words import GENERIC, WEAK_WORDS
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import fold, stem, words_in

_BEFORE_A_NOUN = word_set(
    """
    a an the my our his her their your its this that these those some any no another each every of for about with from
    without regarding over into by more less enough much many few lack
    """
)
_BEFORE_ANOTHER = word_set(
    """
    am is are was were be been being feel feels felt feeling very so too really quite pretty more-than rather get gets
    got getting become became seem seems i you he she we they who to will would can could should must may might do does
    did don't didn't doesn't won't can't couldn't wouldn't and-then not just also always never
    """
)
_WINDOW = 40
_LAST_SENTENCE = re.compile(r"[.!?…\n]")
_GENERIC_STEMS = frozenset(stem(word) for word in GENERIC)


def is_noun(places: Iterable[tuple[str, int]]) -> bool:
    """Whether more of the places, each a text and where the term starts in it, speak for a noun than against."""
    score = 0
    for text, start in places:
        before = _LAST_SENTENCE.split(text[max(0, start - _WINDOW) : start])[-1]
        words = [fold(word) for word in words_in(before)]
        while words and words[-1] in WEAK_WORDS:
            words.pop()
        if words and (words[-1] in _BEFORE_A_NOUN or words[-1].endswith("'s")):
            score += 1
        elif words and words[-1] in _BEFORE_ANOTHER:
            score -= 1
    return score > 0


def is_generic(term: str) -> bool:
    """Whether a term is made of words that name nothing of their own ("work", "sense", "home")."""
    return all(stem(word) in _GENERIC_STEMS for word in words_in(term))
