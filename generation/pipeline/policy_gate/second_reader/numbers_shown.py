"""How many numbers in digits stand in no quotation and no series of their day: between a least and a most.

Readers may differ on a number that stands twice on a day and once in the text, and on copies: either is right. What
only a tag holds is seen by nobody who reads a quotation, and is not shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from generation.pipeline.policy_gate.second_reader.bullets import PointSays, SeriesSays
from generation.pipeline.policy_gate.second_reader.diary import DiaryRead, numbers_in
from generation.pipeline.policy_gate.second_reader.quoted_days import Quotations


class Hidden(NamedTuple):
    """`least` to `most` numbers are not shown, of `of_least` to `of_most` written."""

    least: int
    most: int
    of_least: int
    of_most: int


def count_hidden(
    diary: DiaryRead,
    quotations: Quotations,
    series: Sequence[SeriesSays],
    points: Sequence[PointSays],
    text: str,
) -> Hidden:
    listed = _listed(series, text)
    said = _said(points)
    least = most = copied = written = 0
    for day, entries in diary.entries.items():
        all_typed: Counter[str] = Counter()
        own_typed: Counter[str] = Counter()
        quoted = Counter(number for words in quotations.words.get(day, ()) for number in numbers_in(words))
        for entry in entries:
            numbers = numbers_in(entry.folded)
            all_typed.update(numbers)
            if entry.copied:
                copied += len(numbers)
            else:
                own_typed.update(numbers)
        written += all_typed.total()
        shown = [quoted, listed.get(day, Counter()), said.get(day, Counter())]
        most += sum(max(0, count - max(kind[number] for kind in shown)) for number, count in all_typed.items())
        # One that is shown does not stand for another with the same digits.
        least += sum(max(0, count - sum(kind[number] for kind in shown)) for number, count in own_typed.items())
    # Of over 15 values only two are written out; the others may be any numbers.
    unwritten = sum(says.said for says in series if says.said)
    return Hidden(max(0, least - unwritten), most, written - copied, written)


def _listed(series: Sequence[SeriesSays], text: str) -> Mapping[date, Counter[str]]:
    found: dict[date, Counter[str]] = {}
    for says in series:
        for values in says.values:
            for day in values.dates.days:
                found.setdefault(day, Counter()).update(numbers_in(text[values.start : values.end]))
    return found


def _said(points: Sequence[PointSays]) -> Mapping[date, Counter[str]]:
    found: dict[date, Counter[str]] = {}
    for says in points:
        for quote in (says.open, says.last):
            for day in quote.day.days if quote else ():
                found.setdefault(day, Counter()).update(numbers_in(quote.quote.words if quote else ""))
    return found
