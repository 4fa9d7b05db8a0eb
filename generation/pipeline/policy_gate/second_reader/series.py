"""Series held against the entries: every value as typed in an entry of its day, under a label that stands there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.pipeline.policy_gate.second_reader.bullets import SeriesSays, Values
from generation.pipeline.policy_gate.second_reader.claims import Label
from generation.pipeline.policy_gate.second_reader.diary import DiaryRead, numbers_in
from generation.pipeline.policy_gate.second_reader.misreading import Notes
from generation.pipeline.policy_gate.second_reader.scanner import PAIRS

FIXED_LABELS = frozenset(
    {
        "Sleep", "Mood", "Energy", "Pain", "Steps", "Walk", "Run", "Weight", "Coffee", "Alcohol", "Cigarettes",
        "Water", "Medication", "Blood pressure", "Pulse",
    }
)  # fmt: skip
_MAX_LISTED = 15
_MAX_PIECES = 60
_JOINTS = re.compile(r"(, | and )")
_BOUND = re.compile(r"(?:\b(?:about|maybe|almost|at least|until) |~ ?)\Z", re.IGNORECASE)
_BOUND_CHARACTERS = 10
# Of a dose it is part of the value how often it was taken.
_DOSE = re.compile(r"\d ?(?:mg|mcg|µg|g|ml|iu|units?)\Z", re.IGNORECASE)
_MULTIPLIED = re.compile(r",? ?\(?(?:[x×] ?\d{1,2}|\d{1,2}[x×]|twice|thrice)\)?(?= ?(?:\Z|[.,;:!|)/]))", re.IGNORECASE)
_IN_A_NUMBER = ".,:/-–"
_COMPARABLE = re.compile(
    r"(\D*?)([-−]?(?:\d{1,3}(?:[, ]\d{3})+|\d+(?:\.\d+)?))(k(?![a-z]))?((?:/\d+)?\D*)", re.IGNORECASE
)


def check_series(says: SeriesSays, diary: DiaryRead, text: str, notes: Notes) -> Label:
    """SB303, SB312, SB314, SB316, SB320."""
    if all(_check_date(values, diary, notes) for values in says.values):
        _check_label(says, diary, notes)
        if says.said is None:
            _check_values(says, diary, text, notes)
        else:
            _check_extremes(says, diary, text, notes)
    return Label(says.label, says.start, says.end)


def _check_date(values: Values, diary: DiaryRead, notes: Notes) -> bool:
    if not values.dates.is_exact:
        notes.add("SB312", values.dates.start, values.dates.end)
    elif values.dates.days[0] not in diary.entries:
        notes.add("SB303", values.dates.start, values.dates.end)
    else:
        return True
    return False


def _check_label(says: SeriesSays, diary: DiaryRead, notes: Notes) -> None:
    if says.label in FIXED_LABELS and not says.is_quoted:
        return
    for values in says.values:
        if not diary.may_stand(_in_either_number(says.label), values.dates.days[0]):
            notes.add("SB314", values.start, values.end)


def _in_either_number(label: str) -> tuple[str, ...]:
    """A label as it stands or may stand: over "2 beers" and "1 beer" stands one of the two."""
    for plural, singular in (("ies", "y"), ("es", ""), ("s", "")):
        if label.endswith(plural):
            return label, label.removesuffix(plural) + singular, label.removesuffix("s")
    return label, f"{label}s", f"{label}es", f"{label.removesuffix('y')}ies"


def _check_values(says: SeriesSays, diary: DiaryRead, text: str, notes: Notes) -> None:
    number = 0
    for values in says.values:
        split = _split(text[values.start : values.end], diary, values)
        number += len(split or ("",))
        if split is None:
            notes.add("SB314", values.start, values.end)
    if not 2 <= number <= _MAX_LISTED:
        notes.add("SB314", says.start, says.end)
    days = [values.dates.days[0] for values in says.values]
    if days != sorted(set(days)):
        notes.add("SB320", says.start, says.end)


def _check_extremes(says: SeriesSays, diary: DiaryRead, text: str, notes: Notes) -> None:
    lowest, highest = says.values
    for values in says.values:
        if _split(text[values.start : values.end], diary, values, most=1) is None:
            notes.add("SB314", values.start, values.end)
    typed = [text[values.start : values.end] for values in says.values]
    low, high = map(_as_number, typed)
    # Nothing is less than anything, whatever its unit.
    if low and high and (low[1] == high[1] or "0" in typed) and low[0] > high[0]:
        notes.add("SB314", lowest.start, highest.end)
    written = sum(len(numbers_in(entry.folded)) for entry in diary)
    forms = _in_either_number(says.label)
    days = sum(1 for day in diary.days if says.label in FIXED_LABELS or diary.may_stand(forms, day))
    listed = len({lowest.dates.days, highest.dates.days})
    is_count = says.said is not None and _MAX_LISTED < says.said <= written
    if not is_count or says.days is None or not listed <= says.days <= days:
        notes.add("SB316", says.start, says.end)


def _split(joined: str, diary: DiaryRead, values: Values, most: int | None = None) -> list[str] | None:
    """The values "2, 1 and 3" stands for, each typed on its day; None where it stands for none such."""
    texts = [entry.readings for entry in diary.entries[values.dates.days[0]]]
    pieces = _JOINTS.split(joined)
    if most == 1:
        return [joined] if _is_typed(joined, texts) else None
    if len(pieces) > 2 * _MAX_PIECES:
        return None
    # A value may hold a comma or an "and" of its own: the shortest pieces that are typed so.
    before: dict[int, list[str]] = {0: []}
    for end in range(1, len(pieces) + 1, 2):
        for start in (at for at in range(end - 1, -1, -2) if at in before):
            joint = " and " if end == len(pieces) else ", "
            value = "".join(pieces[start:end])
            if (not start or pieces[start - 1] == joint) and _is_typed(value, texts):
                before[end + 1] = [*before[start], value]
                break
    return before.get(len(pieces) + 1)


def _is_typed(value: str, entries: Sequence[Sequence[str]]) -> bool:
    """A value in which another sign than those of numbers stands is in quotation marks. Where it stands in an entry as
    typed and as seen, nothing bounds it in either: a tag hides no "maybe" before it."""
    if (value[:1], value[-1:]) in PAIRS:
        value = value[1:-1]
    return bool(value) and any(_stands_in_all(value, readings) for readings in entries)


def _stands_in_all(value: str, readings: Sequence[str]) -> bool:
    found = [_stands(value, text) for text in readings if value in text]
    return bool(found) and all(found)


def _stands(value: str, text: str) -> bool:
    """Whether the value stands in the text so: no piece of a longer number or word, nothing bounding it left."""
    at = text.find(value)
    while at >= 0:
        end = at + len(value)
        goes_on_before = value[0].isalnum() and _goes_on(text[max(at - 2, 0) : at][::-1])
        is_whole = not goes_on_before and not (value[-1].isalnum() and _goes_on(text[end : end + 2]))
        is_multiplied = _DOSE.search(value) and _MULTIPLIED.match(text, end)
        if is_whole and not is_multiplied and not _BOUND.search(text[max(at - _BOUND_CHARACTERS, 0) : at]):
            return True
        at = text.find(value, at + 1)
    return False


def _goes_on(beside: str) -> bool:
    """Whether a number or a word goes on in the characters beside it, the nearest first."""
    return beside[:1].isalnum() or (beside[:1] in tuple(_IN_A_NUMBER) and beside[1:2].isdigit())


def _as_number(value: str) -> tuple[float, str] | None:
    """The number and what stands around it, where it is written plainly."""
    match = _COMPARABLE.fullmatch(value)
    if match is None:
        return None
    before, number, thousands, behind = match.groups()
    return float(re.sub("[, ]", "", number).replace("−", "-")) * (1000 if thousands else 1), before + behind
