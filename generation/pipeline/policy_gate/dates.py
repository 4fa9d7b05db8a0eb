"""The dates a bullet names, in the notations people use: "8 Nov", "8, 10 and 15 Nov", "November 8th", "2026-11-08".

In: the words of a bullet. Out: each mention with its span and the day, month and year it names. A range names its ends
and is marked as one. Numbers with slashes or dots are no dates here: nobody can tell 8/11 from 11/8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

_MONTHS = {
    form: number
    for number, forms in enumerate(
        (
            ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",), ("jun", "june"),
            ("jul", "july"), ("aug", "august"), ("sep", "sept", "september"), ("oct", "october"), ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for form in forms
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_JOINT = r"(?:, and |, | and | & )"
_TO = r"(?: to | until | till | through | - | – |-|–)"
_DATES = re.compile(
    rf"(?P<iso>(?<!\d)\d{{4}}-\d{{2}}-\d{{2}}(?!\d))"
    rf"|(?<![\w.,/:-])(?P<days>{_DAY}(?:{_JOINT}{_DAY}){{0,15}}|(?P<range>{_DAY}{_TO}{_DAY}))"
    rf"(?:(?<=st|nd|rd|th) of)? (?P<month>{_MONTH})\b(?:,? (?P<year>\d{{4}})\b)?"
    rf"|\b(?P<first_month>{_MONTH})\.? (?P<after>{_DAY}(?:{_JOINT}{_DAY}){{0,15}}|(?P<after_range>{_DAY}{_TO}{_DAY}))"
    rf"(?![\w/]|[.:,]\d)(?:,? (?P<after_year>\d{{4}})\b)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")


class DateMention(NamedTuple):
    """Dates named in `words[start:end]`, each as (day, month, year or None)."""

    start: int
    end: int
    named: tuple[tuple[int, int, int | None], ...]
    is_range: bool

    def days(self, planned: Iterable[date]) -> tuple[date, ...] | None:
        """The dates among `planned` that are named, a range with all between; None when one is not among them."""
        known = sorted(planned)
        found: list[date] = []
        for day, month, year in self.named:
            matching = [d for d in known if (d.day, d.month) == (day, month) and year in {None, d.year}]
            if not matching:
                return None
            found.append(matching[0])
        if self.is_range:
            between = [found[0] + timedelta(days=n) for n in range((found[-1] - found[0]).days + 1)]
            return tuple(between) if between and set(between) <= set(known) else None
        return tuple(found)


def find_dates(words: str) -> Iterator[DateMention]:
    """Every mention of a date, in order. Linear: a mention holds at most sixteen days."""
    for match in _DATES.finditer(words):
        if match["iso"]:
            year, month, day = (int(number) for number in match["iso"].split("-"))
            yield DateMention(match.start(), match.end(), ((day, month, year),), is_range=False)
            continue
        days = match["days"] or match["after"]
        month_name = (match["month"] or match["first_month"]).casefold()
        year_typed = match["year"] or match["after_year"]
        named = tuple(
            (int(number), _MONTHS[month_name], int(year_typed) if year_typed else None)
            for number in _NUMBER.findall(days)
        )
        yield DateMention(match.start(), match.end(), named, is_range=bool(match["range"] or match["after_range"]))
