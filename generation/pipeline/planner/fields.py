"""Sentences that are fields of a form and tell nothing that Section 2 does not: "Mood 5/10 | Sleep 6 h".

Part of stage B. In: the record and the series that will be listed. Out: ids of facts. They give way to whatever else
happened on their day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from generation.pipeline.contracts import CanonicalRecord, Fact, NumericLog, Series
from generation.pipeline.reading.words import words_in

# What parts two fields of one line. A comma inside a number parts nothing.
_PARTS = re.compile(r"[|;•·\n]|,\s")
# Words before a number that name what it measures: "Resting HR", "Slept".
_LONGEST_NAME = 3
_NUMBER = re.compile(r"\d+")


def fields_listed(record: CanonicalRecord, series: Sequence[Series]) -> frozenset[str]:
    """The sentences of which every number stands in one of `series`, and that say nothing besides."""
    of_facts: dict[str, list[NumericLog]] = defaultdict(list)
    for log in record.numeric_logs:
        of_facts[log.fact_id].append(log)
    return frozenset(
        fact_id
        for fact_id, logs in of_facts.items()
        if all(log.label for log in logs)
        and _are_listed(record.facts_by_id[fact_id], logs, series)
        and _is_form(record.facts_by_id[fact_id], sorted(logs, key=lambda log: log.start))
    )


def _are_listed(fact: Fact, logs: Sequence[NumericLog], series: Sequence[Series]) -> bool:
    """Whether every number of each stands in a series that was read from the sentence, on its day."""
    listed = {
        number
        for one in series
        if fact.id in one.fact_ids
        for of_day in one.values
        if of_day.day == fact.day
        for value in of_day.values
        for number in _NUMBER.findall(value)
    }
    return all(listed.issuperset(_NUMBER.findall(_typed(fact, log))) for log in logs)


def _typed(fact: Fact, log: NumericLog) -> str:
    """The value with the words that bound it."""
    start, end = _place(log)
    return fact.text[start - fact.start : end - fact.start]


def _place(log: NumericLog) -> tuple[int, int]:
    return (
        log.start if log.bound_start is None else log.bound_start,
        log.end if log.bound_end is None else log.bound_end,
    )


def _is_form(fact: Fact, logs: Sequence[NumericLog]) -> bool:
    """Whether there is nothing in the sentence but names of fields and their values."""
    at = fact.start
    for number, log in enumerate(logs):
        start, end = _place(log)
        between = fact.text[max(at - fact.start, 0) : start - fact.start]
        *closed, name = _PARTS.split(between) if number else [between]
        longest = _LONGEST_NAME if closed or not number else 1
        if _NUMBER.search(between) or any(map(words_in, closed)) or len(words_in(name)) > longest:
            return False
        at = end
    behind = fact.text[at - fact.start :]
    return not words_in(behind) and not _NUMBER.search(behind)
