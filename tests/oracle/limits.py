"""Section 2: the limits, each exactly when it is true, in the order of the contract.

Words of another language are checked for their form only, and that they stand in entries. How many words are read as
feelings is not for this reader. "Anything is counted" is read as: a feeling, an area, a term, an open point or a series
of over 15 values is listed; where only short series are, the sentence about few days may stand or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .dates import ways_to_write
from .diary import Fault, Record
from .moments import Shown
from .numbers import count_not_shown, count_numbers
from .quotations import MARK, Bullet
from .summary import Summary
from .words import stands_in_entry

ORDER = ("missing-days", "few-days", "words", "copies", "quoted", "not-shown", "language", "only")
WORDS = "words are counted wherever they stand, whatever they mean there."
ONLY = "only what was written is known."
_KINDS = {
    "missing-days": re.compile(r"\d+ of \d+ days ha(?:ve|s) no entry .*|no entry is logged .*"),
    "few-days": re.compile(r"with entries on .*|\d+ days? with entries .*"),
    "words": re.compile(r"words are counted .*"),
    "copies": re.compile(r"\d+ entr(?:y|ies) repeats? .*"),
    "quoted": re.compile(r"of \d+ entr(?:y|ies) .*"),
    "not-shown": re.compile(r"not shown: .*"),
    "language": re.compile(r"words of another language .*"),
    "only": re.compile(r"only what .*"),
}
_NOT_SHOWN = re.compile(
    r"not shown: (?P<feelings>1 word read as a feeling|1 words? read as feelings|\d+ words read as feelings)?"
    r"(?:(?P<joint>, )?(?P<shown>\d+) of (?P<all>\d+) numbers? in digits)?\."
)
_LANGUAGE = re.compile(
    rf"words of another language stand in (?P<count>\d+) (?P<noun>entry|entries) \({MARK}(?:, {MARK})*\); "
    r"feelings are read in English only\."
)


@dataclass(frozen=True)
class Due:
    """A limit: the sentences that are right, none where none is due; `free` where it may also be missing."""

    right: frozenset[str] = frozenset()
    free: bool = False


def _missing_days(record: Record) -> Due:
    missing = [day for day in record.window if day not in record.by_day]
    total = len(record.window)
    if not record.entries:
        return Due(frozenset({"no entry is logged in this window, and nothing is known about it."}))
    if not missing:
        return Due()
    verb, known = ("has", "it") if len(missing) == 1 else ("have", "them")
    return Due(
        frozenset(
            _with_days(
                missing, f"{len(missing)} of {total} days {verb} no entry (", f"), and nothing is known about {known}."
            )
        )
    )


def _with_days(days: list[date], before: str, behind: str) -> Iterable[str]:
    return (before + written + behind for written in ways_to_write(days))


def _few_days(record: Record, summary: Summary) -> Due:
    days = len(record.days)
    if days in (1, 2):
        return Due(frozenset({f"with entries on {days} day{'s' if days > 1 else ''}, no pattern is listed."}))
    counted = summary.feelings or summary.lists or summary.areas or summary.terms or summary.open_points
    if not 3 <= days <= 5 or not (counted or summary.series):
        return Due()
    sentence = f"{days} days with entries are few; counts over them say little about the whole window."
    free = not counted and all(series.count is None for series in summary.series)
    return Due(frozenset({sentence}), free)


def _copies(record: Record) -> Due:
    copies = sum(entry.is_copy for entry in record.entries)
    text = "1 entry repeats" if copies == 1 else f"{copies} entries repeat"
    return Due(frozenset({f"{text} an earlier one word for word."})) if copies else Due()


def _quoted(record: Record, shown: dict[int, Shown]) -> Due:
    statuses = [part.status for part in shown.values()]
    if len(statuses) != len(record.entries):
        return Due(free=True)
    whole, part, none = (statuses.count(status) for status in ("whole", "part", "none"))
    if whole == len(statuses):
        return Due()
    verbs = {"is", "are"} if whole == 1 else {"are"}
    return Due(
        frozenset(
            f"of {len(statuses)} entries {whole} {verb} quoted whole, {part} in part and {none} not at all."
            for verb in verbs
        )
    )


def _check_not_shown(record: Record, summary: Summary, shown: dict[int, Shown], found: Bullet | None) -> list[Fault]:
    fewest, most = count_not_shown(record, summary, shown)
    line = found.line if found else ""
    parts = _NOT_SHOWN.fullmatch(found.skeleton.removeprefix("Limits: ")) if found else None
    if found and (
        not parts
        or bool(parts["joint"]) != bool(parts["feelings"] and parts["all"])
        or not (parts["feelings"] or parts["all"])
    ):
        return [Fault("limit-not-shown", line, "This is not the sentence about what is not shown.")]
    said = int(parts["shown"]) if parts and parts["all"] else 0
    faults = []
    if not fewest <= said <= most:
        faults.append(Fault("limit-not-shown", line, f"Numbers not shown: {fewest} to {most}, and {said} are said."))
    if parts and parts["all"] not in (None, "1") and "number in" in parts.group():
        faults.append(Fault("limit-not-shown", line, "Several are numbers, not a number."))
    if parts and parts["all"] and (said == 0 or int(parts["all"]) != count_numbers(record)):
        faults.append(
            Fault("limit-not-shown", line, f"Numbers written: {count_numbers(record)}; a part with 0 is dropped.")
        )
    if parts and (parts["feelings"] or "").startswith("0 "):
        faults.append(Fault("limit-not-shown", line, "A part with 0 is dropped."))
    return faults


def _check_language(record: Record, bullet: Bullet) -> list[Fault]:
    found = _LANGUAGE.fullmatch(bullet.skeleton.removeprefix("Limits: "))
    if not found or (found["noun"] == "entry") != (found["count"] == "1"):
        return [Fault("limit-language", bullet.line, "This is not the sentence about words of another language.")]
    faults = []
    if not 1 <= int(found["count"]) <= len(record.entries):
        faults.append(Fault("limit-language", bullet.line, f"There are {len(record.entries)} entries."))
    for word in bullet.quotes:
        if not any(stands_in_entry(word, entry.text, False) for entry in record.entries):
            faults.append(Fault("limit-language", bullet.line, f'"{word}" stands in no entry.'))
    return faults


def check_limits(record: Record, summary: Summary, shown: dict[int, Shown]) -> list[Fault]:
    """`shown` is what is shown of each entry, copies with the entry they repeat."""
    faults: list[Fault] = []
    kinds: list[str] = []
    found: dict[str, Bullet] = {}
    for limit in summary.limits:
        text = limit.bullet.skeleton.removeprefix("Limits: ")
        kind = next((name for name, pattern in _KINDS.items() if pattern.fullmatch(text)), None)
        if kind is None:
            faults.append(Fault("sentence", limit.line, "This is no limit of the contract."))
        elif kind in found:
            faults.append(Fault("limit-twice", limit.line, "A limit stands once."))
        else:
            kinds.append(kind)
            found[kind] = limit.bullet
    if kinds != [kind for kind in ORDER if kind in kinds]:
        faults.append(Fault("limit-order", summary.limits[-1].line, f"The order of limits is {', '.join(ORDER)}."))
    due = {
        "missing-days": _missing_days(record),
        "few-days": _few_days(record, summary),
        "words": Due(frozenset({WORDS})) if summary.areas or summary.terms else Due(),
        "copies": _copies(record),
        "quoted": _quoted(record, shown),
        "only": Due(frozenset({ONLY})) if not set(found) - {"only"} else Due(),
    }
    for kind, wanted in due.items():
        line = found[kind].line if kind in found else ""
        if line.removeprefix("Limits: ") not in (wanted.right or {""}) and not (
            wanted.free and not (line and wanted.right)
        ):
            faults.append(
                Fault(f"limit-{kind}", line, f"Right is: {' or '.join(sorted(wanted.right)) or 'no such limit'}")
            )
    faults += _check_not_shown(record, summary, shown, found.get("not-shown"))
    if "language" in found:
        faults += _check_language(record, found["language"])
    return faults
