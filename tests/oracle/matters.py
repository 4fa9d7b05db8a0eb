"""Section 2: areas and terms, listed with all days on which their forms stand. Which words is left free."""

from __future__ import annotations

from .diary import Fault, Record
from .forms import MAX_AREA_FORMS
from .sentences import Area, Named
from .summary import Summary
from .words import literal_days, lower

AREA_CAP = {"low": 0, "medium": 3, "high": 6}
TERM_CAP = {"low": 0, "medium": 0, "high": 3}


def check_literal_days(record: Record, item: Named, rule: str) -> list[Fault]:
    """The days listed are all days on which one of the forms stands."""
    if item.days is None:
        return [Fault("dates", item.line, "A list of days is out of order, not of the window or wrongly written.")]
    must, may = literal_days(record, item.forms)
    label = " or ".join(item.forms)
    faults = []
    if wrong := sorted(set(item.days) - may):
        faults.append(Fault(rule, item.line, f"{label} does not stand in an entry of {wrong[0].isoformat()}."))
    if missing := sorted(must - set(item.days)):
        faults.append(Fault(rule, item.line, f"{label} stands in an entry of {missing[0].isoformat()} too."))
    if item.count is not None and item.count != len(item.days):
        faults.append(Fault(rule, item.line, f"{item.count} days are counted and {len(item.days)} listed."))
    return faults


def _check_area(record: Record, area: Area) -> list[Fault]:
    faults = [fault for item in area.items for fault in check_literal_days(record, item, "area-days")]
    if any(len(item.forms) > 1 or item.also for item in area.items) or len(area.items) > MAX_AREA_FORMS:
        faults.append(
            Fault("area-forms", area.line, f"An area has up to {MAX_AREA_FORMS} single forms with their days.")
        )
    counts = [len(item.days or ()) for item in area.items]
    if counts != sorted(counts, reverse=True):
        faults.append(Fault("area-order", area.line, "The forms of an area stand most days first."))
    if len(_days(area)) < 2:
        faults.append(Fault("area-few", area.line, "An area needs two days."))
    return faults


def _days(area: Area) -> set[object]:
    return {day for item in area.items for day in item.days or ()}


def check_areas(record: Record, summary: Summary) -> list[Fault]:
    """Areas stand most days first; one whose list is full is left out of that, as forms beyond the six may add days."""
    faults = [fault for area in summary.areas for fault in _check_area(record, area)]
    counts = [len(_days(area)) for area in summary.areas if len(area.items) < MAX_AREA_FORMS]
    if counts != sorted(counts, reverse=True):
        faults.append(Fault("area-order", summary.areas[-1].line, "Areas stand most days first."))
    if len(summary.areas) > AREA_CAP[record.bucket]:
        faults.append(Fault("area-cap", summary.areas[-1].line, f"At most {AREA_CAP[record.bucket]} areas are listed."))
    headings = [area.heading for area in summary.areas]
    labels = {lower(series.label) for series in summary.series}
    for area in summary.areas:
        if headings.count(area.heading) > 1:
            faults.append(Fault("area-twice", area.line, "An area stands once."))
        if lower(area.heading) in labels:
            faults.append(Fault("area-series", area.line, "A series has the heading of this area as its label."))
    return faults


def check_terms(record: Record, summary: Summary) -> list[Fault]:
    faults = []
    for term in summary.terms:
        faults += check_literal_days(record, term, "term-days")
        if term.days is not None and len(term.days) < 3:
            faults.append(Fault("term-few", term.line, "A term needs three days."))
    if len(summary.terms) > TERM_CAP[record.bucket]:
        faults.append(Fault("term-cap", summary.terms[-1].line, f"At most {TERM_CAP[record.bucket]} terms are listed."))
    return faults
