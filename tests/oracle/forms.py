"""Forms and labels across Sections 2 and 3: as typed, once each, the longer of two, never contradicted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .diary import Fault, Record, fold_space
from .feelings import named_days
from .sentences import Named
from .summary import Summary
from .words import is_typed_most_often, literal_days, lower, stands

MAX_FORMS = 4
MAX_AREA_FORMS = 6


@dataclass(frozen=True)
class Listed:
    """A form with its bullet, the days named there and all days the bullet gives it."""

    form: str
    line: str
    named: tuple[date, ...]
    days: frozenset[date]
    full: bool
    """All its days are listed, so that a quotation of another day contradicts it."""


def _of(record: Record, item: Named, full: bool = True) -> Iterator[Listed]:
    named = named_days(record, item) or ()
    days = frozenset((*named, *(item.also or ())))
    wrong = item.days is None or item.also is None
    for form in item.forms:
        yield Listed(form, item.line, named, days, full and not wrong)


def listed_forms(record: Record, summary: Summary) -> list[Listed]:
    """All quoted forms of Sections 2 and 3 but the labels of series."""
    found: list[Listed] = []
    for item in [point.named for point in summary.open_points] + summary.feelings + summary.terms:
        found += _of(record, item)
    for listed in summary.lists:
        for item in listed.items:
            found += _of(record, item, full=not listed.one_day)
    for area in summary.areas:
        for item in area.items:
            found += _of(record, item)
    return found


def _check_typed(record: Record, listed: Listed) -> list[Fault]:
    if listed.form != fold_space(listed.form):
        return [Fault("form-typed", listed.line, f'"{listed.form}" holds white space that is not folded.')]
    if not literal_days(record, [listed.form])[1]:
        return [Fault("form-absent", listed.line, f'"{listed.form}" stands in no entry.')]
    if not is_typed_most_often(record, listed.form, listed.named):
        return [Fault("form-typed", listed.line, f'"{listed.form}" is not the way it is typed most often, else first.')]
    return []


def check_forms(record: Record, summary: Summary) -> list[Fault]:
    forms = listed_forms(record, summary)
    faults = [fault for listed in forms for fault in _check_typed(record, listed)]
    for item in [point.named for point in summary.open_points] + summary.feelings + summary.terms:
        if len(item.forms) > MAX_FORMS:
            faults.append(Fault("form-count", item.line, f"At most {MAX_FORMS} forms stand together."))
    names = [(lower(listed.form), listed.line) for listed in forms]
    names += [(lower(fold_space(series.label)), series.line) for series in summary.series]
    seen: set[str] = set()
    for name, line in names:
        if name in seen:
            faults.append(Fault("form-twice", line, f'"{name}" is listed twice.'))
        seen.add(name)
    for short in forms:
        for long in forms:
            if lower(short.form) != lower(long.form) and stands(short.form, long.form, True):
                faults.append(Fault("form-held", short.line, f'"{short.form}" is held by "{long.form}".'))
    return faults


def check_contradictions(record: Record, summary: Summary) -> list[Fault]:
    """A quotation of a day shows a form whose bullet does not give that day."""
    faults = []
    for listed in listed_forms(record, summary):
        for _, day, quote in summary.quotations():
            if listed.full and day not in listed.days and stands(listed.form, quote, True):
                faults.append(Fault("contradiction", listed.line, f'"{listed.form}" is quoted of {day.isoformat()}.'))
    return faults
