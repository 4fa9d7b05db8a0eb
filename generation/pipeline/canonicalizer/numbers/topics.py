"""Stage A: what a number that stands alone is about, by the words around it in the same message.

In: the clauses of the number's sentence and of its neighbours. Out: the one label word they speak of, or None. Only
the nearest sentence that says something is asked; two topics, another's topic or a wish are no topic. A denial is
one: "Couldn't sleep. Maybe 5.5 h." is about sleep.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from generation.pipeline.canonicalizer.numbers.carrying import carries
from generation.pipeline.canonicalizer.numbers.clauses import Clause, Mark, Subject, base_pronoun, is_person
from generation.pipeline.canonicalizer.numbers.label_owners import Mention, placed
from generation.pipeline.canonicalizer.numbers.label_words import LabelWord
from generation.pipeline.canonicalizer.numbers.labels import is_blocked
from generation.pipeline.canonicalizer.numbers.notation import Kind, Notation
from generation.pipeline.canonicalizer.numbers.reality import is_wished
from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, DEVICES, OTHERS, TIMES
from generation.pipeline.canonicalizer.numbers.units import SCALE
from generation.pipeline.reading.sentences import Span
from generation.pipeline.reading.word_set import word_set

# A sentence of at most this many words ("Ugh.") is skipped; and how many sentences are looked at.
_PASSED_WORDS = 2
_FURTHEST = 3


class SentenceReading(NamedTuple):
    """One sentence: its clauses, the label words in each, its notations."""

    clauses: tuple[Clause, ...]
    mentions: tuple[tuple[Mention, ...], ...]
    notations: tuple[Notation, ...]

    @property
    def length(self) -> int:
        """How many words the sentence has."""
        return sum(item.mark is Mark.WORD for clause in self.clauses for item in clause.items)


class Readings(Protocol):
    """The sentences of one message, read when asked for."""

    text: str
    sentences: Sequence[Span]

    def __len__(self) -> int: ...
    def __getitem__(self, index: int) -> SentenceReading: ...


def topic_of(readings: Readings, sentence: int, clause: int, notation: Notation) -> tuple[LabelWord, int] | None:
    """The topic of a lone number in clause `clause` of sentence `sentence`, and the sentence that names it."""
    for where, clauses in _places(readings, sentence, clause):
        found = _topics(readings.text, readings[where], clauses, notation, near=where == sentence)
        if found is None:
            return None
        if found:
            return found[0].word, where
        if where != sentence and readings[where].length > _PASSED_WORDS:
            return None
    return None


def _places(readings: Readings, sentence: int, clause: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Where to look, nearest first: each clause before, the sentences before; at the start, the next sentence."""
    for index in range(clause - 1, -1, -1):
        yield sentence, (index,)
    for where in range(sentence - 1, max(-1, sentence - 1 - _FURTHEST), -1):
        yield where, range(len(readings[where].clauses))
    if sentence == 0 and clause == 0 and len(readings) > 1:
        yield 1, range(len(readings[1].clauses))


def _topics(
    text: str, reading: SentenceReading, clauses: Sequence[int], notation: Notation, *, near: bool
) -> list[Mention] | None:
    """The topics of some clauses: [] for none, one for a clear one, None where they cannot tell."""
    found: dict[str, Mention] = {}
    for index in clauses:
        clause = reading.clauses[index]
        for mention in reading.mentions[index]:
            if not (mention.word.topic or near) or not carries(mention.word, notation) or is_blocked(clause, mention):
                continue
            if not _is_own_topic(text, reading, clause, mention, notation, near=near):
                return None
            found[mention.word.label] = mention
        if near and not found and names_somebody(text, clause):
            return None
    if len(found) > 1:
        found.pop("feeling", None)  # "felt anxious, maybe a 6" is about anxiety
    return list(found.values()) if len(found) < 2 else None


def _is_own_topic(
    text: str, reading: SentenceReading, clause: Clause, mention: Mention, notation: Notation, *, near: bool
) -> bool:
    """Whether the mention is the writer's, no wish, and has no number of the same dimension already."""
    if placed(text, clause, mention).subject in {Subject.OTHER, Subject.UNKNOWN} or is_wished(text, clause):
        return False
    if near and notation.dimensions == (SCALE,):
        return True  # "mood 4/10 in the morning, 6/10 in the evening"
    if not near and notation.value[:1].isalpha() and any(item.mark is Mark.NUMBER for item in clause.items):
        return False  # "Sleep 6 h" and, on the next line, "I had four": a number word of the prose
    return not any(
        item.mark is Mark.NUMBER
        and reading.notations[item.number].dimensions[:1] == notation.dimensions[:1]
        and (reading.notations[item.number].kind is not Kind.CLOCK or clause.vocabulary.isdisjoint(_TIMED_BY))
        for item in clause.items
    )


# "asleep by 23:30. 7h!": a time of day is no amount.
_TIMED_BY = word_set("at by till until from around")


def names_somebody(text: str, clause: Clause) -> bool:
    """ "sleep (son): 10 h", "Mood (Peter) 3/10": a clause between topic and number that may say whose it is."""
    words = [item for item in clause.items if item.mark is Mark.WORD]
    # "(my cousin's wedding)" says when or why, "(my cousin's)" whose.
    words = [item for item in words if not (item.word.endswith("'s") and item is not words[-1])]
    if any(is_person(item.word) or base_pronoun(item.word) in OTHERS for item in words):
        return True
    if any(item.word in DEVICES for item in words):
        return False
    return len(words) == 1 and text[words[0].start].isupper() and words[0].word not in TIMES | ADVERBS
