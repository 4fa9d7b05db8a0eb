"""A diary and a text about it, read once however many rules ask."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from .diary import Diary, Record, make_record
from .logged_days import Section, read_moments
from .moments import Shown, resolve_copies
from .summary import Summary, read_summary


class Reading(NamedTuple):
    """The entries, the text's bullets, what Section 4 shows, and the same with copies as the entries they repeat."""

    record: Record
    summary: Summary
    section: Section
    shown: dict[int, Shown]


@lru_cache(maxsize=8)
def read(diary: Diary, text: str) -> Reading:
    record = make_record(diary)
    summary = read_summary(record, text)
    section = read_moments(record, summary)
    return Reading(record, summary, section, resolve_copies(record, section.shown))
