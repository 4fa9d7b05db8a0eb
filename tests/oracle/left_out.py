"""The list beside a summary: each sentence, own feeling and number that stands nowhere in its text.

A sentence that is shown in part may be listed or not. A number written several times on a day may be listed once for
each time it is not quoted. Copies are left free, as they count with the entry they repeat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from .diary import Diary, Entry, Fault, Record, fold_space
from .feelings import named_days
from .form_rules import sentence_spans
from .markup import read_units
from .moments import Shown
from .numbers import series_numbers
from .open_points import find_all
from .reading import read
from .summary import Summary
from .words import NUMBER, stands

KINDS = ("sentence", "feeling", "number")
MAX_LETTERS = 3
"""A stretch of up to so many letters need not be listed."""

LeftOut = Mapping[str, object]


def _quotes_of(summary: Summary, day: date) -> list[str]:
    return [quote for _, of_day, quote in summary.quotations() if of_day == day]


def _is_shown(
    record: Record, summary: Summary, shown: Shown | None, entry: Entry, item: LeftOut, start: int, end: int
) -> bool:
    text, quotes = entry.text[start:end], _quotes_of(summary, entry.day)
    covered = shown is not None and not entry.is_copy and shown.surely_covers(start, end)
    if item["kind"] == "sentence":
        return covered
    if item["kind"] == "number":
        day_text = " ".join(other.text for other in record.by_day[entry.day])
        once = NUMBER.findall(day_text).count(text) == 1
        stands_there = any(text in NUMBER.findall(quote) for quote in quotes) or text in series_numbers(
            record, summary, entry.day
        )
        return once and stands_there
    named = [feeling for listed in summary.lists for feeling in listed.items] + summary.feelings
    in_bullet = any(
        entry.day in (named_days(record, feeling) or ()) and fold_space(text).lower() == form.lower()
        for feeling in named
        for form in feeling.forms
    )
    return covered or in_bullet or any(stands(text, quote, True) for quote in quotes)


def _check_item(record: Record, summary: Summary, shown: dict[int, Shown], item: LeftOut) -> list[Fault]:
    start, end = item.get("start"), item.get("end")
    entry = next((entry for entry in record.entries if entry.message_id == item.get("message_id")), None)
    if item.get("kind") not in KINDS or entry is None or not isinstance(start, int) or not isinstance(end, int):
        return [
            Fault("left-out-span", str(dict(item)), "It has a kind, a message with an entry of the window, and a span.")
        ]
    if not 0 <= start < end <= len(entry.text) or not entry.text[start:end].strip():
        return [Fault("left-out-span", str(dict(item)), "The span is empty or not of the entry.")]
    if item["kind"] == "number" and not NUMBER.search(entry.text[start:end]):
        return [Fault("left-out-span", str(dict(item)), "The span of a number holds no digit.")]
    if _is_shown(record, summary, shown.get(entry.number), entry, item, start, end):
        return [Fault("left-out-shown", str(dict(item)), f'"{entry.text[start:end]}" stands in the text.')]
    return []


def _in_open_points(record: Record, summary: Summary, entry: Entry, start: int, end: int) -> bool:
    """A sentence that only Section 3 quotes."""
    for point in summary.open_points:
        for quoted in (point.opened, point.last):
            for found, place in find_all(record, quoted) if quoted else ():
                if found.number == entry.number and place.start < end and start < place.end:
                    return True
    return False


def check_left_out(diary: Diary, text: str, left_out: Sequence[LeftOut]) -> list[Fault]:
    """What is listed stands nowhere in the text, and each sentence-like stretch of more than three letters of which
    nothing is quoted is listed.

    Each item is a mapping with kind ("sentence", "feeling" or "number"), message_id, and start and end in code points
    of the message's text.
    """
    record, summary, _, shown = read(diary, text)
    faults = [fault for item in left_out for fault in _check_item(record, summary, shown, item)]
    for entry in record.entries:
        if entry.is_copy:
            continue
        listed = {
            at
            for item in left_out
            if item.get("kind") == "sentence" and item.get("message_id") == entry.message_id
            for at in range(int(str(item["start"])), int(str(item["end"])))
        }
        part = shown.get(entry.number)
        said = {unit.start for unit in read_units(entry.text) if unit.kind == "char" and unit.text.isalpha()}
        for start, end in sentence_spans(entry.text):
            letters = said.intersection(range(start, end))
            if len(letters) <= MAX_LETTERS or letters <= listed or (part and part.may_touch(start, end)):
                continue
            if not _in_open_points(record, summary, entry, start, end):
                faults.append(
                    Fault("left-out-missing", entry.message_id, f'Not listed: "{fold_space(entry.text[start:end])}"')
                )
    return faults
