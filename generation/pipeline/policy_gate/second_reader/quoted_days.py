"""Section 4 held against the entries. In: its bullets. Out: notes, and what is shown of each entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from generation.pipeline.policy_gate.second_reader.diary import DiaryRead, EntryRead
from generation.pipeline.policy_gate.second_reader.entry_parts import Gaps, first_missing, fits
from generation.pipeline.policy_gate.second_reader.misreading import Notes, Span
from generation.pipeline.policy_gate.second_reader.moments import MomentSays, Part


class Shown(Enum):
    WHOLE = "whole"
    IN_PART = "in part"
    NOT = "not at all"


@dataclass
class Quotations:
    """What Section 4 shows: of each entry how much, of each day the words quoted."""

    shown: dict[EntryRead, Shown] = field(default_factory=dict)
    words: dict[date, list[str]] = field(default_factory=dict)
    # Whether every bullet could be read: else nothing is counted over them.
    is_read: bool = True


def check_moments(
    moments: Sequence[MomentSays],
    diary: DiaryRead,
    text: str,
    notes: Notes,
    section: Span,
    quotations: Quotations,
) -> None:
    """SB501, SB303, SB312, SB315, SB316, SB320: one bullet a day in order, a part for each entry, verbatim, `…` exactly
    where something is left out. Fills `quotations`."""
    seen: list[date] = []
    for moment in moments:
        if not moment.day.is_exact:
            notes.add("SB312", moment.day.start, moment.day.end)
            continue
        day = moment.day.days[0]
        if seen and day <= seen[-1]:
            notes.add("SB320", moment.start, moment.end)
        seen.append(day)
        _check_day(moment, diary.entries.get(day, ()), text, notes, quotations)
    if quotations.is_read and set(diary.days) - set(seen):
        notes.add("SB501", section.start, section.end)


def _check_day(
    moment: MomentSays,
    entries: Sequence[EntryRead],
    text: str,
    notes: Notes,
    quotations: Quotations,
) -> None:
    if not entries:
        notes.add("SB303", moment.day.start, moment.day.end)
        return
    if moment.entries != len(entries) or (moment.parts and len(moment.parts) != len(entries)):
        notes.add("SB316", moment.start, moment.end)
        return
    if not moment.parts:
        quotations.shown.update(dict.fromkeys(entries, Shown.NOT))
        return
    for part, entry in zip(moment.parts, entries, strict=True):
        if part.is_copy:
            _check_copy(part, entry, notes, quotations)
        else:
            _check_part(part, entry, text, notes, quotations)


def _check_copy(part: Part, entry: EntryRead, notes: Notes, quotations: Quotations) -> None:
    on = part.as_on.days if part.as_on else (entry.day,)
    if part.as_on and not part.as_on.is_exact:
        notes.add("SB312", part.as_on.start, part.as_on.end)
    elif not entry.days_of_same.issuperset(on) or (part.as_on and on == (entry.day,)):
        notes.add("SB315", part.start, part.end)
    if entry.copied in quotations.shown:
        quotations.shown[entry] = quotations.shown[entry.copied]


def _check_part(part: Part, entry: EntryRead, text: str, notes: Notes, quotations: Quotations) -> None:
    for quote in part.quotes:
        quotations.words.setdefault(entry.day, []).append(quote.words)
        if not quote.has_right_marks(text):
            notes.add("SB315", quote.start, quote.end)
    if not part.quotes:
        quotations.shown[entry] = Shown.NOT
        return
    if not any(fits(part, reading, _gaps(entry, reading)) for reading in entry.readings):
        missing = first_missing(part, entry.readings)
        notes.add("SB315", *((missing.start, missing.end) if missing else (part.start, part.end)))
    quotations.shown[entry] = Shown.IN_PART if part.has_gap else Shown.WHOLE


def _gaps(entry: EntryRead, reading: str) -> Gaps:
    return Gaps(reading, entry.line_starts(reading), holds_tags=entry.holds_tags(reading))
