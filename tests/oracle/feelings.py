"""Section 2: feelings in bullets of their own and in the two lists.

Whether a word is the person's own feeling is not for this reader. It checks that the days named and the days "also
written" together are all days on which a form stands. Which feelings get a bullet of their own is left free, because a
model may choose; so is the number of such bullets up to the cap, and whether an item of the one-day list says "also
written".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from .diary import Fault, Record
from .sentences import FeelingList, Named
from .summary import Summary
from .words import literal_days, stands

OWN_CAP = {"low": 0, "medium": 3, "high": 6}
OTHERS_CAP = {"low": 0, "medium": 24, "high": 36}
ONE_DAY_CAP = 24


def named_days(record: Record, item: Named) -> tuple[date, ...] | None:
    """The days a feeling is named on; None where a list of days is wrong."""
    if item.days is None or item.also is None:
        return None
    if item.total is None:
        return item.days
    return tuple(day for day in record.days if day not in item.days)


def _check_days(record: Record, item: Named, label: str, also_is_free: bool = False) -> list[Fault]:
    """Named and also written together are exactly the days on which one of the forms stands."""
    named = named_days(record, item)
    if named is None or item.also is None:
        return [
            Fault(
                "dates", item.line, f"A list of days of {label} is out of order, not of the window or wrongly written."
            )
        ]
    faults = []
    must, may = literal_days(record, item.forms)
    if wrong := [day for day in named if day not in may]:
        faults.append(Fault("feeling-days", item.line, f"{label} stands in no entry of {_write(wrong)}."))
    if wrong := [day for day in item.also if day in named or day not in may]:
        faults.append(Fault("feeling-also", item.line, f"{label} is not also written on {_write(wrong)}."))
    missing = sorted(must - set(named) - set(item.also))
    if missing and not (also_is_free and not item.also):
        faults.append(Fault("feeling-also", item.line, f"{label} is also written on {_write(missing)}."))
    return faults


def _write(days: Iterable[date]) -> str:
    return ", ".join(day.isoformat() for day in days)


def _check_own(record: Record, item: Named) -> list[Fault]:
    """The number, and which of the two forms of the sentence is due."""
    named = named_days(record, item)
    if named is None:
        return []
    faults = []
    if item.count != len(named) or (item.total is not None and item.total != len(record.days)):
        faults.append(
            Fault("feeling-count", item.line, f"It names {len(named)} of {len(record.days)} days with entries.")
        )
    if item.total is not None and any(day not in record.days for day in item.days or ()):
        faults.append(Fault("feeling-days", item.line, "A day it is not named on has no entry."))
    if len(named) < 2:
        faults.append(Fault("feeling-few", item.line, "A bullet of its own needs two days."))
    wide = len(named) > 6 and len(named) > len(record.days) - len(named)
    all_days = len(named) == len(record.days)
    if wide != (item.total is not None) and not (wide and all_days):
        faults.append(Fault("feeling-form", item.line, "Of the two ways to list the days this is the other one."))
    return faults


def check_order(record: Record, items: Sequence[Named]) -> list[Fault]:
    """Most days first, then first day."""
    keys = [(-len(days), days[0]) for item in items if (days := named_days(record, item))]
    if keys == sorted(keys) or not items:
        return []
    return [Fault("feeling-order", items[-1].line, "Feelings stand most days first, then first day.")]


def _check_list(record: Record, summary: Summary, listed: FeelingList) -> list[Fault]:
    faults = []
    for item in listed.items:
        faults += _check_days(record, item, " or ".join(item.forms), also_is_free=listed.one_day)
        named = named_days(record, item) or ()
        if named and (len(named) != 1 if listed.one_day else len(named) < 2):
            faults.append(Fault("feeling-few", listed.line, f"{item.forms[0]} is of the other list."))
        if listed.one_day and named:
            quotes = [quote for _, day, quote in summary.quotations() if day == named[0]]
            if any(stands(form, quote, True) for form in item.forms for quote in quotes):
                faults.append(
                    Fault("feeling-shown-below", listed.line, f"A quotation of its day shows {item.forms[0]}.")
                )
    if listed.one_day:
        days = [item.days for item in listed.items if item.days]
        if days != sorted(days):
            faults.append(Fault("feeling-order", listed.line, "The feelings of one day stand by day."))
    else:
        faults += check_order(record, listed.items)
    cap = ONE_DAY_CAP if listed.one_day else OTHERS_CAP[record.bucket]
    if len(listed.items) > cap:
        faults.append(Fault("feeling-cap", listed.line, f"At most {cap} are listed."))
    return faults


def check_feelings(record: Record, summary: Summary) -> list[Fault]:
    faults = []
    for item in summary.feelings:
        faults += _check_days(record, item, " or ".join(item.forms)) + _check_own(record, item)
    faults += check_order(record, summary.feelings)
    if len(summary.feelings) > OWN_CAP[record.bucket]:
        faults.append(
            Fault("feeling-cap", summary.feelings[-1].line, f"At most {OWN_CAP[record.bucket]} have a bullet.")
        )
    for listed in summary.lists:
        faults += _check_list(record, summary, listed)
        if not listed.one_day and not summary.feelings:
            faults.append(Fault("feeling-room", listed.line, '"Also named" needs a feeling with a bullet of its own.'))
    if len({listed.one_day for listed in summary.lists}) != len(summary.lists):
        faults.append(Fault("feeling-list-twice", summary.lists[-1].line, "A list of feelings stands twice."))
    return faults
