"""The sentences of Sections 2 and 3 as values. What fits none of them is no sentence of the contract."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .dates import DAY, DAYS, find_day, read_days
from .quotations import MARK, Bullet

HEADINGS = (
    "Sleep",
    "Body and illness",
    "Medication and treatment",
    "Alcohol and drugs",
    "Food",
    "Work and study",
    "People",
    "Money",
    "Home",
    "Movement",
)
_W = rf"{MARK}(?:(?:, {MARK})* or {MARK})?"
_ALSO = rf"(?:; also written on (?P<also>{DAYS}))?"
_FEELING = re.compile(rf"(?P<w>{_W}) is named as a feeling on (?P<count>\d+) days: (?P<days>{DAYS}){_ALSO}\.")
_FEELING_OF = re.compile(
    rf"(?P<w>{_W}) is named as a feeling on (?P<count>\d+) of (?P<total>\d+) days with entries"
    rf"(?:, not on (?P<other>{DAYS}))?{_ALSO}\."
)
_ITEM = re.compile(rf"(?P<w>{_W}) \((?P<days>{DAYS}){_ALSO}\)")
_TERM = re.compile(rf"(?P<w>{_W}) stands in entries of (?P<count>\d+) days: (?P<days>{DAYS})\.")
_CUT = rf"(?:… )?{MARK}(?: …)?"
_OPEN = re.compile(
    rf"(?P<w>{_W}) stands in entries of (?P<count>\d+) days: (?P<days>{DAYS}); open, (?P<open>{DAY}): (?P<openq>{_CUT})"
    rf"(?:; last, (?P<last>{DAY}): (?P<lastq>{_CUT}))?"
)
_LABEL = rf"(?P<label>{MARK}|[^:{MARK}]+)"
_LONG = re.compile(
    rf"{_LABEL}: (?P<count>\d+) values read on (?P<days>\d+) days, lowest of these (?P<low>.+?) \((?P<lowday>{DAY})\), "
    rf"highest (?P<high>.+?) \((?P<highday>{DAY})\)\."
)
_SERIES = re.compile(rf"{_LABEL}: (?P<values>.+)\.")
_DAY_OF_VALUES = re.compile(rf"(?P<values>.+?) \((?P<day>{DAY})\)(?:, |$)")
OTHERS = "Also named as a feeling on 2 days or more: "
ONE_DAY = "Named as a feeling on one day and not shown below: "


@dataclass(frozen=True)
class Named:
    """Forms with the days they are listed with: a feeling, an item of a list, a form of an area, a term."""

    line: str
    forms: tuple[str, ...]
    days: tuple[date, ...] | None
    """The days of an "of 15 days with entries" sentence are those it is not named on; None: a wrong list."""
    also: tuple[date, ...] | None = ()
    count: int | None = None
    total: int | None = None


@dataclass(frozen=True)
class FeelingList:
    line: str
    one_day: bool
    items: tuple[Named, ...]


@dataclass(frozen=True)
class Series:
    """Values as text for each day, not yet parted: "2 and 1". `count` and `day_count` of a series of over 15 values,
    which has its lowest and its highest here."""

    line: str
    label: str
    label_is_quoted: bool
    values: tuple[tuple[str, date | None], ...]
    count: int | None = None
    day_count: int | None = None


@dataclass(frozen=True)
class Area:
    line: str
    heading: str
    items: tuple[Named, ...]


@dataclass(frozen=True)
class OpenQuote:
    day: date | None
    quote: str
    cut_before: bool
    cut_behind: bool


@dataclass(frozen=True)
class OpenPoint:
    named: Named
    opened: OpenQuote
    last: OpenQuote | None


@dataclass(frozen=True)
class Limit:
    line: str
    bullet: Bullet


Sentence = Named | FeelingList | Series | Area | Limit


@dataclass(frozen=True)
class Term:
    named: Named


def _named(bullet: Bullet, found: re.Match[str], window: Sequence[date], count: bool = True) -> Named:
    parts = found.groupdict()
    listed = parts.get("other") if "other" in parts else parts["days"]
    return Named(
        bullet.line,
        bullet.quotes_within(*found.span("w")),
        read_days(listed, window) if listed else (),
        read_days(parts["also"], window) if parts.get("also") else (),
        int(parts["count"]) if count else None,
        int(parts["total"]) if parts.get("total") else None,
    )


def _read_items(bullet: Bullet, start: int, window: Sequence[date]) -> tuple[Named, ...] | None:
    """`W (days), W (days).` from here to the end of the bullet."""
    items: list[Named] = []
    at = start
    while found := _ITEM.match(bullet.skeleton, at):
        items.append(_named(bullet, found, window, count=False))
        at = found.end()
        if bullet.skeleton[at:] == ".":
            return tuple(items)
        if not bullet.skeleton.startswith(", ", at):
            return None
        at += 2
    return None


def _read_series(bullet: Bullet, window: Sequence[date]) -> Series | None:
    text = bullet.skeleton
    if found := _LONG.fullmatch(text):
        ends = [(bullet.restore(*found.span(end)), find_day(found[f"{end}day"], window)) for end in ("low", "high")]
        counts = int(found["count"]), int(found["days"])
        return Series(bullet.line, bullet.restore(*found.span("label")), MARK in found["label"], tuple(ends), *counts)
    if not (found := _SERIES.fullmatch(text)):
        return None
    values = []
    at, end = found.span("values")
    while at < end:
        piece = _DAY_OF_VALUES.match(text, at, end)
        if not piece:
            return None
        values.append((bullet.restore(*piece.span("values")), find_day(piece["day"], window)))
        at = piece.end()
    return Series(bullet.line, bullet.restore(*found.span("label")), MARK in found["label"], tuple(values))


def _read_area(bullet: Bullet, window: Sequence[date]) -> Area | None:
    heading, _, _ = bullet.skeleton.partition(": ")
    if heading not in HEADINGS:
        return None
    items = _read_items(bullet, len(heading) + 2, window)
    if not items or any(any(char.isdigit() for char in form) for item in items for form in item.forms):
        return None
    return Area(bullet.line, heading, items)


def read_pattern(bullet: Bullet, window: Sequence[date]) -> Sentence | Term | None:
    """One bullet of Section 2, or None where it is no sentence of the contract."""
    text = bullet.skeleton
    if text.startswith("Limits: "):
        return Limit(bullet.line, bullet)
    if found := _FEELING.fullmatch(text) or _FEELING_OF.fullmatch(text):
        return _named(bullet, found, window)
    if found := _TERM.fullmatch(text):
        return Term(_named(bullet, found, window))
    for opening, one_day in ((OTHERS, False), (ONE_DAY, True)):
        if text.startswith(opening):
            items = _read_items(bullet, len(opening), window)
            return FeelingList(bullet.line, one_day, items) if items else None
    return _read_area(bullet, window) or _read_series(bullet, window)


def _open_quote(bullet: Bullet, found: re.Match[str], name: str, window: Sequence[date]) -> OpenQuote:
    text = found[f"{name}q"]
    (quote,) = bullet.quotes_within(*found.span(f"{name}q"))
    return OpenQuote(find_day(found[name], window), quote, text.startswith("…"), text.endswith("…"))


def read_open_point(bullet: Bullet, window: Sequence[date]) -> OpenPoint | None:
    """One bullet of Section 3, or None where it is no sentence of the contract."""
    if not (found := _OPEN.fullmatch(bullet.skeleton)):
        return None
    last = _open_quote(bullet, found, "last", window) if found["last"] else None
    return OpenPoint(_named(bullet, found, window), _open_quote(bullet, found, "open", window), last)
