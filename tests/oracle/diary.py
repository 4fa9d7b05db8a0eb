"""A diary as it was typed: its window, its days and its entries, before anybody reads a word of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Message(NamedTuple):
    """One message: its id, the aware moment it was sent at, its text. A plain tuple of the three will do as well."""

    id: str
    sent_at: datetime
    text: str


@dataclass(frozen=True)
class Diary:
    """What a summary is made of: an IANA zone, the first and the last day of the window, all messages."""

    zone: str
    first: date
    last: date
    messages: tuple[tuple[str, datetime, str], ...]


@dataclass(frozen=True)
class Fault:
    """One breach of the contract: the rule's short name, the bullet it is about, a sentence that says what is wrong."""

    rule: str
    line: str
    detail: str


@dataclass(frozen=True)
class Entry:
    """A message of the window that is not blank. `original` is the number of the first entry it equals: its own
    number unless it is a copy."""

    number: int
    message_id: str
    day: date
    text: str
    original: int

    @property
    def is_copy(self) -> bool:
        return self.original != self.number


def fold_space(text: str) -> str:
    """The text with each run of white space as one space and none at its ends."""
    return " ".join(text.split())


def is_blank(text: str) -> bool:
    """Nothing but white space. What cannot be seen is something that is not shown."""
    return not text.strip()


@dataclass(frozen=True)
class Record:
    """The entries of a diary's window in order of time, with their local days."""

    diary: Diary
    entries: tuple[Entry, ...]

    @cached_property
    def window(self) -> tuple[date, ...]:
        count = (self.diary.last - self.diary.first).days + 1
        return tuple(self.diary.first + timedelta(days=step) for step in range(count))

    @cached_property
    def by_day(self) -> dict[date, tuple[Entry, ...]]:
        """The entries of each day that has any, days in order."""
        days = sorted({entry.day for entry in self.entries})
        return {day: tuple(entry for entry in self.entries if entry.day == day) for day in days}

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.by_day)

    @property
    def bucket(self) -> str:
        """`low` for 0 to 2 days with entries, `medium` for 3 to 5, `high` from 6."""
        if len(self.days) <= 2:
            return "low"
        return "medium" if len(self.days) <= 5 else "high"

    def original(self, entry: Entry) -> Entry:
        return self.entries[entry.original]


def make_record(diary: Diary) -> Record:
    """The entries of the window. Messages sent at the same moment keep the order they are given in."""
    zone = ZoneInfo(diary.zone)
    entries: list[Entry] = []
    first_of: dict[str, int] = {}
    for message_id, sent_at, text in sorted(diary.messages, key=lambda message: message[1]):
        day = sent_at.astimezone(zone).date()
        if is_blank(text) or not diary.first <= day <= diary.last:
            continue
        original = first_of.setdefault(fold_space(text).casefold(), len(entries))
        entries.append(Entry(len(entries), message_id, day, text, original))
    return Record(diary, tuple(entries))
