"""The sentences of Sections 2 and 3 as values. In: a bullet. Out: what it says, or `Unread`."""

from __future__ import annotations

import re
from typing import NamedTuple

from generation.pipeline.policy_gate.second_reader.dates import ONE, Dates
from generation.pipeline.policy_gate.second_reader.scanner import Quoted, Scanner, Unread

HEADINGS = (
    "Sleep", "Body and illness", "Medication and treatment", "Alcohol and drugs", "Food", "Work and study", "People",
    "Money", "Home", "Movement",
)  # fmt: skip
SEVERAL_DAYS = "Also named as a feeling on 2 days or more: "
ONE_DAY = "Named as a feeling on one day and not shown below: "


class FeelingSays(NamedTuple):
    """`W is named as a feeling on 2 days: D` or `on 12 of 15 days with entries, not on D`; `; also written on D`."""

    start: int
    end: int
    forms: tuple[Quoted, ...]
    said: int
    named: Dates | None
    of: int | None
    not_on: Dates | None
    also: Dates | None


class Item(NamedTuple):
    """`W (D)` or `W (D; also written on D)` of a list."""

    forms: tuple[Quoted, ...]
    days: Dates
    also: Dates | None


class FeelingsSay(NamedTuple):
    start: int
    end: int
    is_of_one_day: bool
    items: tuple[Item, ...]


class Values(NamedTuple):
    """`2 and 1 (8 Nov)`: `text[start:end]` are the values of one day."""

    start: int
    end: int
    dates: Dates


class SeriesSays(NamedTuple):
    """`Sleep: 6 h (8 Nov), 7 h (9 Nov).`, or with `said` the count of over 15 values and the lowest and highest."""

    start: int
    end: int
    label: str
    is_quoted: bool
    values: tuple[Values, ...]
    said: int | None = None
    days: int | None = None


class AreaSays(NamedTuple):
    start: int
    end: int
    heading: str
    items: tuple[Item, ...]


class TermSays(NamedTuple):
    start: int
    end: int
    forms: tuple[Quoted, ...]
    said: int
    days: Dates


class PointQuote(NamedTuple):
    """`10 Nov: … Q …`"""

    day: Dates
    quote: Quoted
    cut_before: bool
    cut_behind: bool


class PointSays(NamedTuple):
    start: int
    end: int
    forms: tuple[Quoted, ...]
    said: int
    days: Dates
    open: PointQuote
    last: PointQuote | None


Says = FeelingSays | FeelingsSay | SeriesSays | AreaSays | TermSays


def read_pattern(scanner: Scanner) -> Says:
    """A bullet of Section 2 but for its limits."""
    if scanner.accept(SEVERAL_DAYS):
        return _feelings(scanner, scanner.at - len(SEVERAL_DAYS), is_of_one_day=False)
    if scanner.accept(ONE_DAY):
        return _feelings(scanner, scanner.at - len(ONE_DAY), is_of_one_day=True)
    start = scanner.at
    if not scanner.sees_quotation():
        label = scanner.up_to(": ")
        if label in HEADINGS and scanner.sees_quotation() and not _begins_with_value(scanner):
            return _area(scanner, start, label)
        return _series(scanner, start, label, is_quoted=False)
    forms = scanner.forms()
    if scanner.accept(" is named as a feeling on "):
        return _feeling(scanner, start, forms)
    if scanner.accept(" stands in entries of "):
        count = scanner.number()
        scanner.expect(" days: ")
        says = TermSays(start, scanner.end, forms, count, scanner.dates())
        scanner.expect_end(".")
        return says
    scanner.expect(": ")
    if len(forms) > 1:
        raise Unread
    return _series(scanner, start, forms[0].words, is_quoted=True)


def read_point(scanner: Scanner) -> PointSays:
    """A bullet of Section 3."""
    start = scanner.at
    forms = scanner.forms()
    scanner.expect(" stands in entries of ")
    count = scanner.number()
    scanner.expect(" days: ")
    days = scanner.dates()
    scanner.expect("; open, ")
    is_open = _point_quote(scanner)
    last = _point_quote(scanner) if scanner.accept("; last, ") else None
    scanner.expect_end()
    return PointSays(start, scanner.end, forms, count, days, is_open, last)


def _point_quote(scanner: Scanner) -> PointQuote:
    day = scanner.one_date()
    scanner.expect(": ")
    cut_before = scanner.accept("… ")
    return PointQuote(day, scanner.quotation(), cut_before, scanner.accept(" …"))


def _feeling(scanner: Scanner, start: int, forms: tuple[Quoted, ...]) -> FeelingSays:
    count = scanner.number()
    named = not_on = of = None
    if scanner.accept(" of "):
        of = scanner.number()
        scanner.expect(" days with entries")
        not_on = scanner.dates() if scanner.accept(", not on ") else None
    else:
        scanner.expect(" days: ")
        named = scanner.dates()
    also = scanner.dates() if scanner.accept("; also written on ") else None
    scanner.expect_end(".")
    return FeelingSays(start, scanner.end, forms, count, named, of, not_on, also)


def _begins_with_value(scanner: Scanner) -> bool:
    """Whether the quotation here is a value of a series, not a form of an area: "Sleep" is a label and a heading."""
    at = scanner.at
    words = scanner.quotation().words
    scanner.at = at
    return _HOLDS_NUMBER.search(words) is not None


def _feelings(scanner: Scanner, start: int, *, is_of_one_day: bool) -> FeelingsSay:
    return FeelingsSay(start, scanner.end, is_of_one_day, _items(scanner))


def _area(scanner: Scanner, start: int, heading: str) -> AreaSays:
    return AreaSays(start, scanner.end, heading, _items(scanner))


def _items(scanner: Scanner) -> tuple[Item, ...]:
    items = [_item(scanner)]
    while scanner.accept(", "):
        items.append(_item(scanner))
    scanner.expect_end(".")
    return tuple(items)


def _item(scanner: Scanner) -> Item:
    forms = scanner.forms()
    scanner.expect(" (")
    days = scanner.dates()
    also = scanner.dates() if scanner.accept("; also written on ") else None
    scanner.expect(")")
    return Item(forms, days, also)


_HOLDS_NUMBER = re.compile(
    r"\d|[½⅓⅔¼¾]|\b(?:half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand)\b",
    re.IGNORECASE,
)
_LONG = re.compile(r"(\d+) values read on (\d+) days?, lowest of these ")


def _series(scanner: Scanner, start: int, label: str, *, is_quoted: bool) -> SeriesSays:
    end = scanner.end
    if match := _LONG.match(scanner.text, scanner.at, end):
        scanner.at = match.end()
        lowest = _values(scanner)
        scanner.expect(", highest ")
        highest = _values(scanner)
        scanner.expect_end(".")
        return SeriesSays(start, end, label, is_quoted, (lowest, highest), int(match[1]), int(match[2]))
    values = [_values(scanner)]
    while scanner.accept(", "):
        values.append(_values(scanner))
    scanner.expect_end(".")
    return SeriesSays(start, end, label, is_quoted, tuple(values))


def _values(scanner: Scanner) -> Values:
    """Values as typed may hold commas and brackets: they end before the next day in brackets."""
    match = _DAY_IN_BRACKETS.search(scanner.text, scanner.at, scanner.end)
    if match is None or match.start() == scanner.at:
        raise Unread
    start, scanner.at = scanner.at, match.end()
    dates = scanner.one_date()
    scanner.expect(")")
    return Values(start, match.start(), dates)


_DAY_IN_BRACKETS = re.compile(rf" \((?={ONE.pattern}\)(?:, |\.))")
