"""How well a gate tells allowed sentences from forbidden ones: recall and false alarms over labelled rows.

In: rows as dictionaries, and a gate: the wording rules unless another is given. Out: an `Evaluation`. `own` is the
share of rows in which a rule of the label's family fires, `any` the share with any breach. Figures of a label are taken
on rows a human labelled (`gold`, `verified`, or no quality given); other qualities stand apart, and so do sentences
said to somebody's face: they bring the statement they answer. Rows of `wording_benchmark/` carry `labels`, none for a
neutral one; of those, what addresses the reader stands apart the same way.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import sqrt
from typing import Any, NamedTuple

from generation.pipeline.wording_rules import find_breaches

FAMILIES = {
    "advice": "SB201",
    "second_person": "SB202",
    "causality": "SB203",
    "diagnosis": "SB204",
    "motivation": "SB205",
    "interpretation": "SB206",
    "question": "SB207",
    "certainty": "SB208",
}
NEUTRAL = "neutral"
_LABELLED_BY_HAND = frozenset({"gold", "verified", ""})
# Two-sided 95 % of the normal distribution.
_Z = 1.959964


# Gives, for a text, what it finds: rule ids of the wording rules or labels.
Gate = Callable[[str], Iterable[str]]


def wording_gate(text: str) -> Iterator[str]:
    """The wording rules that a text breaks."""
    return (rule_id for rule_id, _, _ in find_breaches(text))


class Judged(NamedTuple):
    """A sentence, where it comes from, and the rules that fire; `is_answer`: it came with the statement it answers."""

    text: str
    group: str
    quality: str
    source: str
    wording: tuple[str, ...]
    is_answer: bool


class Share(NamedTuple):
    """`hits` of `n`, with the 95 % interval of Wilson."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        if not self.n:
            return None
        share, spread = self.hits / self.n, _Z * _Z / self.n
        middle = (share + spread / 2) / (1 + spread)
        half = _Z * sqrt(share * (1 - share) / self.n + spread / (4 * self.n)) / (1 + spread)
        return max(0.0, middle - half), min(1.0, middle + half)


class Evaluation(NamedTuple):
    """Everything judged, by what it measures: sentences by label, negatives by axis, answers by kind, neutral ones that
    report; and rows passed over because nothing here reads them."""

    labelled: Mapping[str, tuple[Judged, ...]]
    axes: Mapping[str, tuple[Judged, ...]]
    answers: Mapping[str, tuple[Judged, ...]]
    reported: tuple[Judged, ...]
    passed_over: int


def evaluate(rows: Iterable[Mapping[str, Any]], gate: Gate = wording_gate) -> Evaluation:
    """Judge every row. Raises nothing for a row of another shape: it is counted as passed over."""
    labelled: dict[str, list[Judged]] = defaultdict(list)
    axes: dict[str, list[Judged]] = defaultdict(list)
    answers: dict[str, list[Judged]] = defaultdict(list)
    reported: list[Judged] = []
    passed_over = 0
    for row in rows:
        text, label, axis = row.get("text"), row.get("label"), row.get("not")
        statement = row.get("source_text") or row.get("statement")
        if isinstance(text, str) and isinstance(row.get("labels"), list):
            judged = _judge(gate, text, NEUTRAL, row, is_answer=addresses_reader(text))
            for each in row["labels"] or [NEUTRAL]:
                labelled[each].append(judged._replace(group=each))
            if not row["labels"] and row.get("reported"):
                reported.append(judged)
            if not row["labels"] and row.get("near"):
                axes[row["near"]].append(judged._replace(group=row["near"]))
        elif isinstance(text, str) and isinstance(label, str):
            labelled[label].append(_judge(gate, text, label, row, is_answer=bool(statement)))
        elif isinstance(text, str) and isinstance(axis, str):
            axes[axis].append(_judge(gate, text, axis, row, is_answer=False))
        elif isinstance(statement, str):
            for kind, text in _answers(row):
                answers[kind].append(_judge(gate, text, kind, row, is_answer=True))
        else:
            passed_over += 1
    return Evaluation(
        labelled={label: tuple(found) for label, found in sorted(labelled.items())},
        axes={axis: tuple(found) for axis, found in sorted(axes.items())},
        answers={kind: tuple(found) for kind, found in answers.items()},
        reported=tuple(reported),
        passed_over=passed_over,
    )


_ANSWERS = {
    "restatement": ("neutral_restatement", "restatement"),
    "interpretation": ("interpretation", "interpretations"),
    "advice_like": ("advice_like",),
    "question": ("question", "questions"),
    "other": ("other_nonreflective", "other"),
}


def _answers(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for kind, columns in _ANSWERS.items():
        for column in columns:
            content = row.get(column) or ()
            for text in (content,) if isinstance(content, str) else content:
                yield kind, text


_READER = re.compile(r"\b(?:you|your|yours|yourself|yourselves)\b", re.IGNORECASE)


def addresses_reader(text: str) -> bool:
    return bool(_READER.search(text))


def _judge(gate: Gate, text: str, group: str, row: Mapping[str, Any], *, is_answer: bool) -> Judged:
    return Judged(
        text=text,
        group=group,
        quality=row.get("quality") or "",
        source=row.get("source") or row.get("dataset") or row.get("register") or "-",
        wording=tuple(FAMILIES.get(found, found) for found in gate(text)),
        is_answer=is_answer,
    )


def share(judged: Sequence[Judged], fires: Callable[[Judged], bool]) -> Share:
    return Share(sum(1 for one in judged if fires(one)), len(judged))


def fires_own(one: Judged) -> bool:
    return FAMILIES.get(one.group) in one.wording


def fires_any(one: Judged) -> bool:
    return bool(one.wording)


def headline(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """The rows a figure is taken on: those labelled by hand, or all where none was."""
    return tuple(one for one in judged if one.quality in _LABELLED_BY_HAND) or tuple(judged)


def by_source(judged: Sequence[Judged]) -> Mapping[str, tuple[Judged, ...]]:
    return {
        source: tuple(one for one in judged if one.source == source)
        for source in sorted({one.source for one in judged})
    }


def third_person(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """Neutral sentences that restate nobody to their face: those that come without the statement they speak of."""
    return tuple(one for one in judged if not one.is_answer)


def restated(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    return tuple(one for one in judged if one.is_answer)
