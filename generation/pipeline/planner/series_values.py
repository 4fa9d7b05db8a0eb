"""Which values of one label stand together in a series, and what they are as numbers. Part of stage B.

Values of different measures ("5 km", "28 min") stay apart. A value without a unit goes with those that have one: people
type it a few times and then leave it off, and "0" has none by nature. To list either alone would tell of other days
than the person had.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal

from generation.pipeline.contracts import NumericLog
from generation.pipeline.planner.words_in_entries import folded
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import stem

_COUNT, _PERCENT = "count", "percent"
# These count as bare numbers do: "coffee 2" and "coffee 3 cups", "ibuprofen 2" and "ibuprofen 2 tablets".
_PORTIONS = word_set("cup glass bottle can mug shot pot tablet pill capsule serving portion")
_DOSES = word_set("mg mcg µg μg g iu u unit units ml")
_NUMBER = re.compile(
    r"[~≈<>≤≥=\s]*(?P<sign>[-−])?\s*(?P<number>\d+(?:[.,]\d+)?)\s*(?P<thousands>[kK])?"
    r"(?:\s*(?:/|out of)\s*(?P<scale>\d+))?\+?"
)
_THOUSANDS = re.compile(r"(?<=\d)[ ,\u00a0\u202f](?=\d{3}(?!\d))")


def of_one_measure(logs: Sequence[NumericLog]) -> list[list[NumericLog]]:
    """The values of one label, in groups that may be listed together, each in the order written."""
    measured: dict[str, set[int]] = defaultdict(set)
    open_, nothing = set(), set()
    for number, log in enumerate(logs):
        if is_nothing(log):
            nothing.add(number)
        elif log.dimension is None or (log.dimension == _COUNT and log.unit is None) or _is_portion(log):
            open_.add(number)
        else:
            measured[log.dimension].add(number)
    groups = list(measured.values())
    counted = any(logs[number].dimension == _COUNT for number in open_)
    if len(groups) == 1 and _PERCENT not in measured:
        home: set[int] | None = groups[0]
    else:
        home = measured.get(_COUNT) if counted else None
    if home and not _stand_together(logs, open_, home):
        home |= open_
    elif open_:
        groups.append(open_)
    for number in nothing:
        own = measured.get(logs[number].dimension or "")
        for group in [own] if own else groups:
            group.add(number)
    return [[logs[number] for number in sorted(group)] for group in groups or [nothing]]


def is_nothing(log: NumericLog) -> bool:
    """Whether the value is a bare zero."""
    return log.unit is None and log.value.casefold() in {"0", "zero"}


def is_dose(log: NumericLog) -> bool:
    return log.unit is not None and folded(log.unit) in _DOSES


def is_dosed_in_two_ways(logs: Sequence[NumericLog]) -> bool:
    """Whether an entry says how strong a dose was and, apart from it, how many: "2 tablets of lorazepam 1 mg"."""
    doses = {log.message_id for log in logs if is_dose(log)}
    counts = {log.message_id for log in logs if log.dimension == _COUNT or _is_portion(log)}
    return not doses.isdisjoint(counts)


def compared(logs: Sequence[NumericLog]) -> list[Decimal] | None:
    """The values as numbers of one unit and one scale; None where they are not: what cannot be compared may be the
    lowest or the highest of all."""
    read = [_read(log) for log in logs]
    numbers = [one[0] for one in read if one]
    units = {
        (stem(folded(log.unit or "")), one[1])
        for log, one in zip(logs, read, strict=True)
        if one and not is_nothing(log)
    }
    return numbers if len(numbers) == len(logs) and len(units) <= 1 else None


def _is_portion(log: NumericLog) -> bool:
    return log.unit is not None and (folded(log.unit) in _PORTIONS or stem(folded(log.unit)) in _PORTIONS)


def _stand_together(logs: Sequence[NumericLog], open_: Collection[int], measured: Collection[int]) -> bool:
    """Whether one entry holds both: "Sleep: 3, slept 7 h" rates the sleep and says how long it was."""
    return not {logs[number].message_id for number in open_}.isdisjoint(logs[number].message_id for number in measured)


def _read(log: NumericLog) -> tuple[Decimal, str | None] | None:
    """The value as a number and the scale it is out of; None where it is more than one number or a written one."""
    match = _NUMBER.fullmatch(_THOUSANDS.sub("", log.value))
    if match is None:
        return None
    number = Decimal(match["number"].replace(",", ".")) * (1000 if match["thousands"] else 1)
    return (-number if match["sign"] else number), match["scale"]
