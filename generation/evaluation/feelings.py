"""How well the canonicalizer reads feeling words, measured on labelled rows.

Input: JSON lines `{"text", "kind", "emotions"}`, optionally `"id"`; kind is explicit, inferred, negated or
other_person, emotions the words that must be reported (of explicit rows; of the others none must be). Output: counts,
shares and their 95 % intervals, and the rows that went wrong.

A reported word and a listed emotion match when they are equal after folding case and width; a word counts once a
row, however often it stands there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Any, NamedTuple, TypeGuard

from generation.pipeline.canonicalizer.feelings.finder import find_feelings
from generation.pipeline.reading.sentences import split_sentences
from generation.pipeline.reading.words import fold

# Of the normal distribution: 95 % lie within this many standard deviations.
_DEVIATIONS = 1.959963984540054

FeelingReader = Callable[[str], Iterable[str]]


class Kind(StrEnum):
    EXPLICIT = "explicit"
    INFERRED = "inferred"
    NEGATED = "negated"
    OTHER_PERSON = "other_person"


class BadRowError(ValueError):
    """A line that is no row. `line` counts from 1; `reason` carries nothing of the row's text."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


class Row(NamedTuple):
    """One labelled text. `id` is the row's own, or its line number."""

    id: str
    text: str
    kind: Kind
    emotions: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """`count` of `of`, with the 95 % Wilson interval of the share; of nothing it is 0 to 1."""

    count: int
    of: int

    @property
    def share(self) -> float:
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        square = _DEVIATIONS**2
        middle = self.share + square / (2 * self.of)
        spread = _DEVIATIONS * sqrt(self.share * (1 - self.share) / self.of + square / (4 * self.of**2))
        scale = 1 + square / self.of
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


class Mistake(NamedTuple):
    """A row that went wrong: the words that were not found, and the words wrongly reported."""

    row: Row
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


class Evaluation(NamedTuple):
    """`found`: of the explicit words. `extra`: words reported on explicit rows that are not listed there, of all words
    reported on them. The other three: rows of that kind on which any word was reported."""

    found: Share
    extra: Share
    negated: Share
    other_person: Share
    inferred: Share
    mistakes: tuple[Mistake, ...]

    @property
    def figures(self) -> dict[str, Share]:
        return {
            "explicit words found": self.found,
            "explicit rows: other words reported": self.extra,
            "negated rows reported": self.negated,
            "other person rows reported": self.other_person,
            "inferred rows reported": self.inferred,
        }


def read_rows(lines: Iterable[str]) -> Iterator[Row]:
    """The rows of a file's lines; empty lines are passed over. Raises BadRowError."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _read_row(line, number)


def evaluate(rows: Sequence[Row], read_feelings: FeelingReader | None = None) -> Evaluation:
    """Read every row's text and compare. `read_feelings`: the words reported from a text, by default the rules'."""
    readings = [(row, _folded((read_feelings or read_by_rules)(row.text))) for row in rows]
    mistakes = tuple(mistake for row, reported in readings if (mistake := _mistake(row, reported)))
    missed = sum(len(mistake.missed) for mistake in mistakes)
    explicit = [(row, reported) for row, reported in readings if row.kind is Kind.EXPLICIT]
    words = sum(len(_folded(row.emotions)) for row, _ in explicit)
    extra = sum(len(mistake.wrong) for mistake in mistakes if mistake.row.kind is Kind.EXPLICIT)
    return Evaluation(
        found=Share(words - missed, words),
        extra=Share(extra, sum(len(reported) for _, reported in explicit)),
        negated=_wrongly_reported(readings, Kind.NEGATED),
        other_person=_wrongly_reported(readings, Kind.OTHER_PERSON),
        inferred=_wrongly_reported(readings, Kind.INFERRED),
        mistakes=mistakes,
    )


def read_by_rules(text: str) -> Iterator[str]:
    """The feeling words the rules report from one text."""
    return (found.word for found in find_feelings(text, split_sentences(text)))


def _read_row(line: str, number: int) -> Row:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        raise BadRowError(number, "not JSON") from None
    if not isinstance(content, dict):
        raise BadRowError(number, "not a JSON object")
    emotions = content.get("emotions")
    if not isinstance(content.get("text"), str):
        raise BadRowError(number, '"text" is not a string')
    if content.get("kind") not in list(Kind):
        raise BadRowError(number, f'"kind" is none of {", ".join(Kind)}')
    if not _is_words(emotions):
        raise BadRowError(number, '"emotions" is not a list of words')
    kind = Kind(content["kind"])
    if kind is Kind.EXPLICIT and not emotions:
        raise BadRowError(number, "an explicit row lists at least one emotion")
    return Row(str(content.get("id", number)), content["text"], kind, tuple(emotions))


def _is_words(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(word, str) and word.strip() for word in value)


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(word) for word in words))


def _mistake(row: Row, reported: Sequence[str]) -> Mistake | None:
    listed = _folded(row.emotions) if row.kind is Kind.EXPLICIT else ()
    missed = tuple(word for word in listed if word not in reported)
    wrong = tuple(word for word in reported if word not in listed)
    return Mistake(row, missed, wrong) if missed or wrong else None


def _wrongly_reported(readings: Sequence[tuple[Row, Sequence[str]]], kind: Kind) -> Share:
    of_kind = [reported for row, reported in readings if row.kind is kind]
    return Share(sum(1 for reported in of_kind if reported), len(of_kind))
