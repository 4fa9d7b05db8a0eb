"""Section 2: series of values, each as typed in an entry of its day.

Left free: whether a reader should have found more values, what a label means, the order of series with the same number
of days, the split of a day's values where several would do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from .alignment import cuts_word
from .characters import is_word_char
from .diary import Fault, Record, fold_space
from .markup import plain_text
from .sentences import Series
from .summary import Summary
from .words import NUMBER, lower, stands_in_entry

LABELS = {"sleep", "mood", "energy", "pain", "steps", "walk", "run", "weight", "coffee", "alcohol"}
LABELS |= {"cigarettes", "water", "medication", "blood pressure", "pulse"}
CAP = {"low": 0, "medium": 3, "high": 6}
MAX_VALUES = 15
_NUMBER_WORD = re.compile(
    r"\b(?:zero|no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|quarter|dozen|once|twice|hundred)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(r"(?:(?:^|(?<=[^\w]))(?:about|maybe|almost|at least|until)\s+|~\s*)$", re.IGNORECASE)
_BOUND_BEHIND = re.compile(
    r" (?:at (?:most|least|best|worst)|or (?:so|more|less)|max|min|tops|roughly|maybe|probably)$"
)
# Before a number only a sign or a code is a unit: "£5", "EUR 5". Words there bound it: "like a 2".
_WORD_BEFORE = re.compile(r"\b(?![A-Z]{3}\b)[^\W\d_]+\b")
_MAX_WORDS = 8


def _day_texts(record: Record, day: date) -> tuple[str, str]:
    """The entries of a day one under the other: without marks of markup, and as typed."""
    entries = record.by_day.get(day, ())
    return "\n".join(plain_text(entry.text) for entry in entries), "\n".join(
        fold_space(entry.text) for entry in entries
    )


def _find_value(value: str, text: str, start: int) -> int | None:
    """Where the value stands next, neither cut out of a word nor out of a number nor from behind its minus."""
    at = text.find(value, start) if value and value == value.strip() else -1
    while at >= 0:
        end = at + len(value)
        minus = value[0].isdigit() and text[at - 1 : at] in ("-", "−") and at > 1 and text[at - 2] == " "
        if not cuts_word(text, at) and not cuts_word(text, end) and not minus:
            return at
        at = text.find(value, at + 1)
    return None


def _part(
    pieces: Sequence[str],
    text: str,
    piece: int,
    at: int,
    failed: set[tuple[int, int]],
    fits: Callable[[str], bool],
) -> list[str] | None:
    """The values from this piece on, each standing behind the one before; as many values as that allows."""
    if piece == len(pieces):
        return []
    if (piece, at) in failed:
        return None
    for end in range(piece + 1, len(pieces) + 1, 2):
        is_last = end == len(pieces)
        before = pieces[piece - 1] if piece else None
        value = "".join(pieces[piece:end])
        if before is not None and before != (" and " if is_last else ", "):
            continue
        found = _find_value(value, text, at) if value and fits(value) else None
        if found is not None:
            rest = _part(pieces, text, min(end + 1, len(pieces)), found + len(value), failed, fits)
            if rest is not None:
                return [value, *rest]
    failed.add((piece, at))
    return None


def part_values(record: Record, text: str, day: date) -> list[str] | None:
    """The values of a day, "2, 1 and 3" parted, so that each is a value where that is possible: "like a 2, I'd say, 3"
    is two. None where they do not all stand there, in order."""
    pieces = re.split("(, | and )", text)
    parted = [_part(pieces, typed, 0, 0, set(), fits) for fits in (is_value, bool) for typed in _day_texts(record, day)]
    return next((values for values in parted if values is not None), None)


def is_hedged(record: Record, value: str, day: date) -> bool:
    """Wherever the value stands on its day, a word that bounds it stands before it."""
    text = _day_texts(record, day)[0]
    hedged, at = [], _find_value(value, text, 0)
    while at is not None:
        hedged.append(bool(_HEDGE.search(text[:at])))
        at = _find_value(value, text, at + len(value))
    return bool(hedged) and all(hedged)


def is_multiplied(record: Record, value: str, day: date) -> bool:
    """Wherever the dose stands on its day, how often it was taken stands behind it."""
    text = _day_texts(record, day)[0]
    if not re.search(r"\d ?(?:mg|mcg|g|ml|units?)$", value):
        return False
    found, at = [], _find_value(value, text, 0)
    while at is not None:
        at += len(value)
        found.append(bool(re.match(r" ?(?:[x×] ?\d+|\d+[x×]|twice)(?=[.,;]|$)", text[at:], re.MULTILINE)))
        at = _find_value(value, text, at)
    return bool(found) and all(found)


def is_value(value: str) -> bool:
    """It holds a number, in digits or in words, is short, and the mark that ends its sentence is no part of it."""
    if not value or value[-1] in ",;:!?" or (value.endswith(".") and not re.search(r"\.\s?\w\.$", value)):
        return False
    return (any(char.isnumeric() for char in value) or bool(_NUMBER_WORD.search(value))) and len(
        value.split()
    ) <= _MAX_WORDS


def unit_of(value: str) -> str:
    """What is written behind the last number of a value, or before it where nothing is behind."""
    parts = NUMBER.split(_BOUND_BEHIND.sub("", value))
    behind = re.sub(r"^k(?![a-z])", "", parts[-1].strip(), flags=re.IGNORECASE)  # "10k steps" are steps
    return lower((behind.strip() or _WORD_BEFORE.sub("", parts[0]).strip()).strip("."))


def amount(value: str) -> float | None:
    """The number of a value; None where it has none, several, or one that does not compare simply."""
    found = NUMBER.findall(value)
    if len(found) != 1 or not (digits := re.fullmatch(r"(\d+)(?:[.,](\d+))?(?:/\d+)?", found[0])):
        return None
    if digits[2] and len(digits[2]) == 3:
        return None
    return float(f"{digits[1]}.{digits[2] or 0}")


def one_or_many(label: str) -> list[str]:
    """The label and its other grammatical number: "Beers" is of "1 beer" too."""
    word = lower(label)
    forms = [label, word + "s", word + "es", re.sub("y$", "ies", word)]
    return forms + [re.sub(ending, by, word) for ending, by in (("ies$", "y"), ("es$", ""), ("s$", ""))]


def _check_label(record: Record, series: Series) -> list[Fault]:
    label = series.label
    if lower(label) in LABELS:
        return []
    if not series.label_is_quoted and not all(is_word_char(char) for char in label):
        return [Fault("series-label", series.line, f'"{label}" is no plain word, so it is quoted.')]
    days = {day for _, day in series.values if day}
    for day in sorted(days):
        texts = [entry.text for entry in record.by_day.get(day, ())]
        if not any(stands_in_entry(form, text, False) for form in one_or_many(label) for text in texts):
            return [Fault("series-label", series.line, f'"{label}" stands in no entry of {day.isoformat()}.')]
    return []


def _check_long(record: Record, series: Series) -> list[Fault]:
    faults = []
    low, high = (value for value, _ in series.values)
    if (series.count or 0) <= MAX_VALUES:
        faults.append(Fault("series-long", series.line, f"Up to {MAX_VALUES} values are listed one by one."))
    if not 1 <= (series.day_count or 0) <= len(record.days):
        faults.append(Fault("series-long", series.line, f"There are {len(record.days)} days with entries."))
    if unit_of(low).removesuffix("s") != unit_of(high).removesuffix("s") and low != "0":
        faults.append(Fault("series-unit", series.line, "The lowest and the highest are of one unit."))
    bottom, top = amount(low), amount(high)
    if bottom is not None and top is not None and bottom > top:
        faults.append(Fault("series-range", series.line, "The lowest is more than the highest."))
    return faults


def _check_value(record: Record, series: Series, value: str, day: date) -> list[Fault]:
    if not is_value(value):
        return [Fault("series-value", series.line, f'"{value}" is no value.')]
    if is_hedged(record, value, day):
        return [Fault("series-hedge", series.line, f'A word that bounds "{value}" is left off.')]
    if is_multiplied(record, value, day):
        return [Fault("series-dose", series.line, f'How often "{value}" was taken is left off.')]
    return []


def _check_one(record: Record, series: Series) -> list[Fault]:
    faults = _check_label(record, series)
    days = [day for _, day in series.values]
    if None in days or (series.count is None and days != sorted({day for day in days if day})):
        return [*faults, Fault("dates", series.line, "Days stand in order, once each, and are of the window.")]
    values: list[str] = []
    for text, day in series.values:
        parted = part_values(record, text, day) if day else None
        if parted is None or not day:
            faults.append(Fault("series-value", series.line, f'"{text}" does not stand so in an entry of its day.'))
            continue
        values += parted
        faults += [fault for value in parted for fault in _check_value(record, series, value, day)]
    if series.count is not None:
        return faults + _check_long(record, series)
    if len(values) < 2 and len(series.values) < 2:
        faults.append(Fault("series-few", series.line, "A series needs two values."))
    if len(values) > MAX_VALUES and len({unit_of(value) for value in values}) == 1:
        faults.append(
            Fault("series-long", series.line, f"Over {MAX_VALUES} values of one unit are not listed one by one.")
        )
    return faults


def check_series(record: Record, summary: Summary) -> list[Fault]:
    faults = [fault for series in summary.series for fault in _check_one(record, series)]
    counts = [series.day_count or len(series.values) for series in summary.series]
    if counts != sorted(counts, reverse=True):
        faults.append(Fault("series-order", summary.series[-1].line, "Series stand most days first."))
    if len(counts) > CAP[record.bucket]:
        faults.append(Fault("series-cap", summary.series[-1].line, f"At most {CAP[record.bucket]} series are listed."))
    return faults
