"""Stage A: whether a feeling word that is asked about is answered with yes: "Anxiety: none", "Sad? No", "Anger - high".

Input: the folded words of one sentence and the place of the word. Output: yes or no. A number answers neither way: it
may be nought.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.canonicalizer.feelings.clauses import is_break, is_passed_over, word_at
from generation.pipeline.reading.word_set import word_set

_ASKING = frozenset(":=?")
_OF_A_HUNDRED = word_set("% percent cent")
_NOUGHT = frozenset("0.,")
_DENIALS = word_set(
    """
    no none nope nah not never nil nothing zero _not without absent gone n na n/a false minimal hardly barely nein
    low lower little less ok okay fine good better under
    """
)
_YES = word_set(
    """
    yes yeah yep yup y true present high higher bad worse awful terrible severe strong extreme intense mild moderate
    medium some lots lot much constant bit slightly through off _soft _time _yes again still very really back everywhere
    rising up there
    """
)


_AFFIRMATIONS = word_set("yes yeah yep yup both all definitely always absolutely totally very")


def opens_with_yes(words: Sequence[str]) -> bool:
    """Whether a sentence answers the questions before it with yes: "Yes, lots.", "Both."."""
    return word_at(words, 0) in _AFFIRMATIONS


def is_affirmed(words: Sequence[str], at: int) -> bool:
    """Whether what stands behind the mark after the word at `at` says that it is so."""
    answer = word_at(words, at + 2)
    return answer in _YES


def is_denied_answer(words: Sequence[str], at: int) -> bool:
    """ "Anxiety: none", "Sad? No", "anger - no", "Calm =": asked, and not answered with yes."""
    mark, answer = word_at(words, at + 1), word_at(words, at + 2)
    if mark in _ASKING:
        after = word_at(words, at + 3)
        return answer in _DENIALS or (not answer and mark != "?") or (answer[:1].isdigit() and is_break(after))
    return mark in {"-", "–", "—"} and answer in _DENIALS and _ends_answer(words, at + 3)


def is_nought(words: Sequence[str], at: int) -> bool:
    """ "0% anxious", "0 percent sad"."""
    at -= 1
    while is_passed_over(word_at(words, at)):
        at -= 1
    if word_at(words, at) in _OF_A_HUNDRED:
        at -= 2 if word_at(words, at - 1) == "per" else 1
    number = word_at(words, at)
    return bool(number) and set(number) <= _NOUGHT and "0" in number


def _ends_answer(words: Sequence[str], at: int) -> bool:
    word = word_at(words, at)
    return is_break(word) or is_passed_over(word)
