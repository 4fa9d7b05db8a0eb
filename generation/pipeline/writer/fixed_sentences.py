"""The sentences about the window itself, its entries and its limits: one wording each, from counts alone.

Part of stages C and D. In: a kind of slot and a recount. Out: the one sentence a bullet of that kind may be. The
writer places it, the gate compares it.
"""

from __future__ import annotations

from generation.pipeline.contracts import WINDOW_DAYS, SlotKind
from generation.pipeline.planner.recount import Recount
from generation.pipeline.report_format import counted, full_date

FIXED_KINDS = frozenset(kind for kind in SlotKind if kind.value.startswith("limit_")) | {
    SlotKind.WINDOW,
    SlotKind.ENTRIES,
    SlotKind.NO_MOMENTS,
}


def fixed_sentence(kind: SlotKind, recount: Recount) -> str:
    """The sentence of a fixed kind. Raises ValueError for a kind that rests on the person's words."""
    have = len(recount.days_with_entries)
    missing = WINDOW_DAYS - have
    match kind:
        case SlotKind.WINDOW:
            window, zone = recount.record.window, recount.record.zone
            return (
                f"Window: {full_date(window.first)} to {full_date(window.last)}, {WINDOW_DAYS} calendar days ({zone})."
            )
        case SlotKind.ENTRIES:
            entries = counted(recount.entries, "entry", "entries")
            return f"Entries: {entries} on {have} of {WINDOW_DAYS} days."
        case SlotKind.LIMIT_MISSING_DAYS:
            verb, them = ("has", "it") if missing == 1 else ("have", "them")
            return f"Limits: {missing} of {WINDOW_DAYS} days {verb} no entry, and nothing is known about {them}."
        case SlotKind.LIMIT_NO_ENTRIES:
            return "Limits: no entry is logged in this window, and nothing is known about it."
        case SlotKind.LIMIT_NO_PATTERNS:
            return f"Limits: with entries on {counted(have, 'day', 'days')}, no pattern is listed."
        case SlotKind.LIMIT_FEW_DAYS:
            days = counted(have, "day", "days")
            return f"Limits: {days} with entries are few; these counts may not describe the whole window."
        case SlotKind.LIMIT_WRITTEN_ONLY:
            return "Limits: only words written in the entries are counted."
        case SlotKind.LIMIT_LANGUAGE:
            entries = counted(recount.entries_not_in_english, "entry is", "entries are")
            return f"Limits: {entries} not in English; feeling words are read in English only."
        case SlotKind.NO_MOMENTS:
            return "No entry is logged in this window."
        case _:
            raise ValueError(f"a slot of kind {kind} has no fixed sentence")
