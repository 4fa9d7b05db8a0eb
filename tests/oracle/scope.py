"""Section 1: the window and the number of entries."""

from __future__ import annotations

import re

from .dates import write_full_day
from .diary import Fault, Record
from .summary import Summary


def check_scope(record: Record, summary: Summary) -> list[Fault]:
    """Both sentences, alone and in this order. One of a kind is written in the singular; "of 1 days" and "of 1 day"
    both pass, as the contract has no window of one day."""
    first, last, days = record.diary.first, record.diary.last, len(record.window)
    plural = "" if days == 1 else "s"
    window = (
        f"Window: {write_full_day(first)} to {write_full_day(last)}, {days} calendar day{plural} ({record.diary.zone})."
    )
    noun = "entry" if len(record.entries) == 1 else "entries"
    entries = f"Entries: {len(record.entries)} {noun} on {len(record.days)} of {days} day{plural}."
    lines = [bullet.line for bullet in summary.scope]
    faults = []
    if len(lines) != 2:
        faults.append(Fault("scope", " | ".join(lines), "Section 1 holds the window and the entries, nothing else."))
    if lines[:1] != [window]:
        faults.append(Fault("window", "".join(lines[:1]), f"Right is: {window}"))
    if re.sub(r"of 1 days\.$", "of 1 day.", "".join(lines[1:2])) != entries:
        faults.append(Fault("entries", "".join(lines[1:2]), f"Right is: {entries}"))
    return faults
