"""Section 4: one bullet for each day with entries, one part for each entry, copies, what is whole and what is cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .alignment import Place
from .diary import Entry, Fault, Record
from .form_rules import is_cut_excused, is_excused, looks_forbidden, says_something
from .moments import Moment, Part, Shown, check_part
from .summary import Summary
from .words import count_words, count_words_at_most

SHORT_ENTRY = 25
MIN_BUDGET = 37
"""560 words on 15 days: no day's level is lower."""
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|#{1,6}|>+)\s")
_LONE_MARK = re.compile(r"[ \t]*[*_~]+\s")
_BEFORE_ITEM = re.compile(rf"[ \t]*\n\s*{_ITEM.pattern}")
_STOP = re.compile(r"(?!…\s+[a-z]|\.(?<=\.\.\.)\s+[a-z])[.!?…।](?=[\s\"'”’)»])|[。！？]|\n\s*\n")


@dataclass(frozen=True)
class Section:
    """What Section 4 shows of the entries, by their number, copies not resolved, and what is wrong with it."""

    shown: dict[int, Shown]
    faults: list[Fault]


def read_moments(record: Record, summary: Summary) -> Section:
    """Days, order, numbers of entries, references of copies, quotations and their `…`."""
    faults: list[Fault] = []
    shown: dict[int, Shown] = {}
    days = [moment.day for moment in summary.moments]
    for day in record.days:
        if days.count(day) != 1:
            faults.append(Fault("moment-day", day.isoformat(), f"The day has {days.count(day)} bullets."))
    if days != sorted(days):
        faults.append(Fault("moment-order", summary.moments[-1].line, "Days stand in order."))
    if summary.says_no_moments != (not record.entries):
        faults.append(
            Fault("moment-none", "", "The sentence for a window without entries stands exactly where there is none.")
        )
    for moment in summary.moments:
        entries = record.by_day.get(moment.day)
        if not entries:
            faults.append(Fault("moment-day", moment.line, "The day has no entry."))
            continue
        if moment.count != (len(entries) if len(entries) > 1 else None):
            faults.append(
                Fault("moment-entries", moment.line, f"The day has {len(entries)} entries; one is not counted.")
            )
        faults += _read_parts(record, moment, entries, shown)
    return Section(shown, faults)


def _read_parts(record: Record, moment: Moment, entries: tuple[Entry, ...], shown: dict[int, Shown]) -> list[Fault]:
    if moment.parts is None:
        shown.update({entry.number: Shown(entry, moment.line, (), "none") for entry in entries})
        return []
    faults = []
    if len(moment.parts) != len(entries):
        faults.append(
            Fault("moment-parts", moment.line, f"{len(moment.parts)} parts stand for {len(entries)} entries.")
        )
    if all(not part.quotes and part.reference is None for part in moment.parts):
        faults.append(Fault("moment-not-quoted", moment.line, 'A day of which nothing is quoted is "not quoted."'))
    for entry, part in zip(entries, moment.parts, strict=False):
        faults += _check_reference(record, moment, entry, part, shown)
        if part.reference is None:
            shown[entry.number], wrong = check_part(entry, part, moment.line)
            faults += wrong
        else:
            shown[entry.number] = Shown(entry, moment.line, (), "none")
    return faults


def _check_reference(record: Record, moment: Moment, entry: Entry, part: Part, shown: dict[int, Shown]) -> list[Fault]:
    """A copy names a day on which an equal entry stands earlier; nothing else does. Where the first of them is not
    quoted, the copy may be `…` instead."""
    earlier = [other for other in record.entries[: entry.number] if other.original == entry.original]
    if part.reference is None:
        first = shown.get(entry.original)
        if entry.is_copy and (part.quotes or (first and first.status != "none")):
            return [
                Fault(
                    "moment-copy",
                    moment.line,
                    f"An entry equals one of {earlier[0].day.isoformat()} and is no reference.",
                )
            ]
        return []
    if not any(other.day == part.reference for other in earlier):
        return [
            Fault("moment-copy", moment.line, f"No equal entry stands on {part.reference.isoformat()} before this one.")
        ]
    return []


def check_cuts(record: Record, section: Section) -> list[Fault]:
    """Short entries are whole or not quoted; a sentence of up to 37 words is not cut; a day is not left out without a
    sign of a form rule."""
    faults = []
    for shown in section.shown.values():
        entry = shown.entry
        if shown.status == "part" and shown.places:
            if count_words_at_most(entry.text) <= SHORT_ENTRY and not all_gaps_excused(shown):
                faults.append(Fault("moment-short", shown.line, f"An entry of up to {SHORT_ENTRY} words is cut."))
            if all(cut_edges(entry.text, places) for places in shown.ways):
                faults.append(Fault("moment-cut", shown.line, "A sentence is cut that is no longer than any budget."))
    for day, entries in record.by_day.items():
        parts = [
            section.shown[entry.number] for entry in entries if entry.number in section.shown and not entry.is_copy
        ]
        if (
            parts
            and not any(part.places for part in parts)
            and not any(looks_forbidden(part.entry.text) for part in parts)
            and any(count_words(part.entry.text) and part.status == "none" for part in parts)
        ):
            faults.append(Fault("moment-not-quoted", parts[0].line, f"Nothing of {day.isoformat()} is quoted."))
    return faults


def cut_edges(text: str, places: Sequence[Place]) -> list[int]:
    """Where sentences are cut that need not be, if the quotations stand at these places."""
    edges = (edge for place in places for edge in (place.start, place.end))
    return [at for at in edges if _cuts_sentence(text, at) and not is_cut_excused(text, at)]


def gaps(text: str, places: Sequence[Place]) -> list[tuple[int, int]]:
    """The stretches of an entry that are something and stand in none of its quotations."""
    edges = [0, *(edge for place in places for edge in (place.start, place.end)), len(text)]
    return [
        (start, end) for start, end in zip(edges[::2], edges[1::2], strict=False) if says_something(text, start, end)
    ]


def all_gaps_excused(shown: Shown) -> bool:
    """Whatever is left out of the entry may be left out, in one of the ways in which its quotations stand in it."""
    text = shown.entry.text
    return any(all(is_excused(text, start, end) for start, end in gaps(text, places)) for places in shown.ways or ((),))


def _cuts_sentence(text: str, at: int) -> bool:
    """Words of one sentence stand on both sides, no mark but a comma between, and it has up to 37 words."""
    line = text.rfind("\n", 0, at) + 1
    if _BEFORE_ITEM.match(text, at) or (line <= at and not text[line:at].strip() and _ITEM.match(text, line)):
        return False
    if _LONE_MARK.match(text, at):
        return False
    left, right = text[:at].rstrip(" \t*_~"), text[at:].lstrip(" \t*_~")
    if (
        not left
        or not right
        or not (left[-1].isalnum() or left[-1] == ",")
        or not (right[0].isalnum() or right[0] == ",")
        or left.endswith(("<3", "</3"))
    ):
        return False
    start = max((stop.end() for stop in _STOP.finditer(left)), default=0)
    ending = _STOP.search(right)
    sentence = left[start:] + " " + right[: ending.start() if ending else len(right)]
    return count_words_at_most(sentence) <= MIN_BUDGET
