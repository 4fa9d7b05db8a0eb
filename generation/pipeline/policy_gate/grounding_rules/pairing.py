"""SB302, values of a series and their days: "5.5 h, 6 h (8 and 10 Nov)", "8 Nov: 5.5 h; 10 Nov: 6 h".

In: the values and dates of a bullet in order. Out: the values that do not stand with the day they were logged on, or
that nobody can tell the day of. A day that is named with values is named with all of them, in order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import NamedTuple

from generation.pipeline.policy_gate.dates import DateMention
from generation.pipeline.policy_gate.grounding_rules.subjects import Subject
from generation.pipeline.policy_gate.grounding_rules.values import ValueMention

_SEGMENT_MARKS = ";!?"
_JOINTS = frozenset({", ", " and ", ", and "})


class _Run(NamedTuple):
    """Values in a row, or the days of the dates in a row."""

    values: tuple[ValueMention, ...]
    days: tuple[date, ...]


def unpaired_values(
    words: str, values: Sequence[ValueMention], dates: Sequence[DateMention], subject: Subject
) -> Iterator[ValueMention]:
    """The mentions that break the pairing."""
    if not values:
        return
    logged: dict[date, list[str]] = defaultdict(list)
    for value in subject.values:
        logged[value.log.day].append(value.text)
    stated: dict[date, list[ValueMention]] = defaultdict(list)
    for runs in _segments(words, values, dates, subject):
        paired, unclear = _pair(runs)
        if unclear and not dates:
            typed = [mention.text for mention in values]
            if typed != [value.text for value in subject.values]:
                yield from unclear
            return
        yield from unclear
        yield from _badly_joined(words, runs)
        for day, mentions in paired:
            stated[day] += mentions
    for day, mentions in stated.items():
        if [mention.text for mention in mentions] != logged[day]:
            yield from mentions


def _badly_joined(words: str, runs: Sequence[_Run]) -> Iterator[ValueMention]:
    """Values in a row that no comma or "and" parts, so that a reader cannot tell one from the next."""
    for run in runs:
        for before, mention in pairwise(run.values):
            if words[before.end : mention.start] not in _JOINTS:
                yield mention


def _segments(
    words: str, values: Sequence[ValueMention], dates: Sequence[DateMention], subject: Subject
) -> Iterator[list[_Run]]:
    """The runs of each stretch between semicolons. A list of days before any value counts them and pairs nothing."""
    items: list[ValueMention | DateMention] = sorted((*values, *dates), key=lambda item: item.start)
    for _, group in groupby(items, key=lambda item: sum(words.count(mark, 0, item.start) for mark in _SEGMENT_MARKS)):
        runs = []
        for is_value, run in groupby(group, key=lambda item: isinstance(item, ValueMention)):
            if is_value:
                runs.append(_Run(tuple(item for item in run if isinstance(item, ValueMention)), ()))
            else:
                named = [item.days(subject.days) or () for item in run if isinstance(item, DateMention)]
                runs.append(_Run((), tuple(day for days in named for day in days)))
        yield runs


def _pair(runs: Sequence[_Run]) -> tuple[list[tuple[date, list[ValueMention]]], list[ValueMention]]:
    """(day, its values) for each pair of runs, and the values whose day nobody can tell."""
    paired: list[tuple[date, list[ValueMention]]] = []
    unclear: list[ValueMention] = []
    at = 0
    while at < len(runs):
        couple = runs[at : at + 2]
        mentions = next((run.values for run in couple if run.values), ())
        days = next((run.days for run in couple if run.days), ())
        if len(days) == 1:
            paired.append((days[0], list(mentions)))
        elif mentions and len(days) == len(mentions):
            paired += [(day, [mention]) for day, mention in zip(days, mentions, strict=True)]
        else:
            unclear += mentions
        at += 2 if len(couple) == 2 else 1
    return paired, unclear
