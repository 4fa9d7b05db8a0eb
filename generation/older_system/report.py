"""What became of each row: counts for people, and a file with what was not brought as it was, by table and id alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import IO


class Problem(StrEnum):
    """Why a row, or a value of it, was not brought as it was. docs/moving-from-therabridge.md says each in full."""

    REFUSED = "refused"
    CHANGED = "changed_since"
    NO_PERSON = "no_such_person"
    ELSEWHERE = "person_of_another_organisation"
    ERASED = "person_erased_here"
    NO_SESSION = "no_such_session"
    NO_DATE = "no_date"
    NO_DATA = "no_data"
    TRANSCRIPT_TOO_LONG = "transcript_too_long"
    TRANSCRIPT_SHAPE = "transcript_of_another_shape"
    COST = "cost_unreadable"
    CURRENT = "current_is_not_newest"
    METADATA_CONTRADICTS = "metadata_contradicts"
    METADATA_MISSING = "metadata_missing"
    METADATA_UNREADABLE = "metadata_unreadable"
    METADATA_TWICE = "metadata_twice"
    METADATA_ORPHAN = "metadata_of_no_version"
    LAST_SESSION = "last_session_unknown"
    UNKNOWN_WAVE = "unknown_wave"
    UNKNOWN_EVENT = "unknown_event"
    UNKNOWN_PHASE = "unknown_phase"
    UNKNOWN_STATUS = "unknown_status"
    NO_TIME = "no_time"
    DIFFERS = "differs_when_verified"


class Count(StrEnum):
    READ = "read"
    NEW = "new"
    UNCHANGED = "unchanged"
    LEFT = "not brought"


class Report:
    """Told of every row. `file` gets one JSON object a line: table, id, problem, detail (a name of ours, no value)."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.problems: Counter[tuple[str, Problem]] = Counter()
        self.counts: dict[str, Counter[Count]] = {}

    def count(self, table: str, what: Count, number: int = 1) -> None:
        self.counts.setdefault(table, Counter())[what] += number

    def note(self, table: str, key: object, problem: Problem, detail: str = "") -> None:
        """A row was brought, but not as it was."""
        self.problems[table, problem] += 1
        line = {"table": table, "id": str(key), "problem": problem, **({"detail": detail} if detail else {})}
        self._file.write(json.dumps(line) + "\n")

    def leave(self, table: str, key: object, problem: Problem, detail: str = "") -> None:
        """A row was not brought."""
        self.count(table, Count.LEFT)
        self.note(table, key, problem, detail)

    def lines(self) -> Iterable[str]:
        """The counts in words."""
        for table, counts in self.counts.items():
            said = ", ".join(f"{counts[what]:,} {what}" for what in Count)
            yield f"{table}: {said}"
        for (table, problem), number in sorted(self.problems.items()):
            yield f"  {table}: {number:,} {problem}"
