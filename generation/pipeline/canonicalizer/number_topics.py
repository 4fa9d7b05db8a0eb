"""Stage A: what a number that stands alone is about, by the words around it in the same message.

In: the clauses of the number's sentence and of its neighbours. Out: the one label word they speak of, or None. Only
the nearest sentence that says something is asked; two topics, another's topic or a wish are no topic. A denial is
one: "Couldn't sleep. Maybe 5.5 h." is about sleep.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from generation.pipeline.canonicalizer.label_words import LabelWord
from generation.pipeline.canonicalizer.labels import Mention, carries, is_blocked, placed
from generation.pipeline.canonicalizer.notation import Notation
from generation.pipeline.canonicalizer.number_clauses import Clause, Mark, Subject
from generation.pipeline.canonicalizer.reality import is_wished
from generation.pipeline.canonicalizer.sentences import Span

# A sentence of so few words ("Ugh.") is passed over; so many sentences are looked at.
_PASSED_WORDS = 2
_FURTHEST = 3


class SentenceReading(NamedTuple):
    """One sentence: its clauses, the label words in each, its notations."""

    clauses: tuple[Clause, ...]
    mentions: tuple[tuple[Mention, ...], ...]
    notations: tuple[Notation, ...]

    @property
    def words(self) -> int:
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
        found = _topics(readings.text, readings[where], clauses, notation)
        if found is None:
            return None
        if found:
            return found[0].word, where
        if where != sentence and readings[where].words > _PASSED_WORDS:
            return None
    return None


def _places(readings: Readings, sentence: int, clause: int) -> Iterator[tuple[int, range]]:
    """Where to look, nearest first: the clauses before, the sentences before; at the start, the next sentence."""
    yield sentence, range(clause)
    for where in range(sentence - 1, max(-1, sentence - 1 - _FURTHEST), -1):
        yield where, range(len(readings[where].clauses))
    if sentence == 0 and clause == 0 and len(readings) > 1:
        yield 1, range(len(readings[1].clauses))


def _topics(text: str, reading: SentenceReading, clauses: Sequence[int], notation: Notation) -> list[Mention] | None:
    """The topics of some clauses: [] for none, one for a clear one, None where they cannot tell."""
    found: dict[str, Mention] = {}
    for index in clauses:
        clause = reading.clauses[index]
        for mention in reading.mentions[index]:
            if not mention.word.topic or not carries(mention.word, notation) or is_blocked(clause, mention):
                continue
            place = placed(text, clause, mention)
            if place.subject in {Subject.OTHER, Subject.UNKNOWN} or is_wished(text, clause):
                return None
            if _has_number_of_its_own(reading, clause, notation):
                return None
            found[mention.word.label] = mention
    if len(found) > 1:
        return None
    return list(found.values())


def _has_number_of_its_own(reading: SentenceReading, clause: Clause, notation: Notation) -> bool:
    """Whether the clause already holds a number of the same dimension: whose is the second?"""
    return any(
        item.mark is Mark.NUMBER and reading.notations[item.number].dimensions[:1] == notation.dimensions[:1]
        for item in clause.items
    )
