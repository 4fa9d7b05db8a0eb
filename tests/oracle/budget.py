"""Section 4: how many words are quoted, of the diary and of each day.

Words are counted twice, as few and as many as anybody could count, and a fault needs both to agree. Which sentences are
safety words is not known here: a day with a sentence that might be one may be longer by such sentences and their
neighbours, up to 400 words. Sentences that belong together may go over by `OVER_TOGETHER`. That a day is filled up to
its level is not checked, as runs of whole sentences may not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from math import ceil, floor

from .diary import Fault, Record
from .form_rules import safety_allowance
from .logged_days import Section, all_gaps_excused
from .moments import Shown
from .words import count_words, count_words_at_most

TOTAL = 560
MAX_OF_A_DAY = 120
OVER = 10
OVER_TOGETHER = 30


def level(needs: Sequence[int]) -> float:
    """The one level up to which days are filled: the number of words at which 560 are used, at most 120."""
    left = float(TOTAL)
    for at, need in enumerate(sorted(needs)):
        share = left / (len(needs) - at)
        if need >= share:
            return min(share, MAX_OF_A_DAY)
        left -= need
    return MAX_OF_A_DAY


def _needs(record: Record, count: Callable[[str], int]) -> dict[date, int]:
    return {
        day: sum(count(entry.text) for entry in entries if not entry.is_copy) for day, entries in record.by_day.items()
    }


def _check_whole(parts: Sequence[Shown], why: str) -> list[Fault]:
    return [
        Fault("moment-whole", part.line, f"An entry is not quoted whole although {why}.")
        for part in parts
        if part.status != "whole"
        and (part.places or part.status == "none")
        and not part.entry.is_copy
        and count_words(part.entry.text)
        and not all_gaps_excused(part)
    ]


def check_budget(record: Record, section: Section) -> list[Fault]:
    """What fits is whole; what does not is no longer than its day's level."""
    few, many = _needs(record, count_words), _needs(record, count_words_at_most)
    if sum(many.values()) <= TOTAL:
        return _check_whole(list(section.shown.values()), f"the diary has at most {TOTAL} words")
    if sum(few.values()) <= TOTAL:
        return []
    lowest, highest = floor(level(list(many.values()))), ceil(level(list(few.values())))
    faults: list[Fault] = []
    total, allowed = 0, 0
    for day, entries in record.by_day.items():
        parts = [section.shown[entry.number] for entry in entries if entry.number in section.shown]
        if not parts:
            continue
        if many[day] <= lowest + OVER:
            faults += _check_whole(parts, f"its day fits into {lowest} words and {OVER}")
        used = sum(count_words(part.entry.text[place.start : place.end]) for part in parts for place in part.places)
        extra = min(400, sum(safety_allowance(part.entry.text) for part in parts))
        if used > highest + OVER_TOGETHER + extra:
            faults.append(Fault("budget-day", parts[0].line, f"{used} words are quoted, {highest} fit."))
        total, allowed = total + used, allowed + OVER_TOGETHER + extra
    if total > TOTAL + allowed:
        faults.append(Fault("budget-total", "", f"{total} words are quoted, {TOTAL} fit."))
    return faults
