"""Rows of a diary file into one person's messages: all of them or none, and again without doubling."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from pydantic import BaseModel, ConfigDict

from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, OtherRow, Row
from core.faultpoints import committing
from core.messages import IncomingMessage, Outcome, take_in_turn
from core.models import Patient
from core.refusals import InputRefused

_CHUNK = 2_000


class RowNote(NamedTuple):
    """Something to say of one line of the file; never what the line says."""

    line: int
    text: str
    within: str = ""

    @property
    def where(self) -> str:
        """The line, and the file of an archive or folder it stands in."""
        return f"{self.within}, line {self.line:,}" if self.within else f"line {self.line:,}"


class ImportResult(BaseModel):
    """What an import did. Where `stored` is False nothing was, `bad` says why, and the counts are 0.

    `withdrawn` counts messages that had been deleted and stay so; `empty` are entries without words; `adjusted` are
    entries whose local time did not occur, or that were parted; `others` counts what is not this person's, `untimed`
    the entries that have a date and no time of day. `first` and `last` are when the earliest and the latest of the
    entries were written.
    """

    model_config = ConfigDict(frozen=True)

    stored: bool
    new: int
    revised: int
    unchanged: int
    withdrawn: int
    empty: tuple[RowNote, ...]
    adjusted: tuple[RowNote, ...]
    bad: tuple[RowNote, ...]
    others: int = 0
    untimed: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def counts(self, *, always: Container[str] = ()) -> list[str]:
        """What became of the entries, number and words, such as "3 new"; what is 0 only if `always` has it."""
        counts = {
            "new": self.new,
            "revised": self.revised,
            "unchanged": self.unchanged,
            "deleted before and left so": self.withdrawn,
            "without words": len(self.empty),
            "bad and left out": len(self.bad),
            "not this person's": self.others,
            "with a date only": self.untimed,
        }
        return [f"{count:,} {name}" for name, count in counts.items() if count or name in always]


class _Counted(NamedTuple):
    outcomes: list[Outcome]
    bad: list[RowNote]


def import_rows(
    patient: Patient,
    rows: Iterable[Row],
    *,
    skip_bad: bool = False,
    keep: bool = True,
    on_progress: Callable[[int], None] = lambda rows_done: None,
) -> ImportResult:
    """Store the rows as messages of `patient`, in one transaction.

    With a bad row among them nothing is stored, unless `skip_bad`. The same rows again change
    nothing.

    Without `keep` everything is undone again: the result says what would be. `on_progress` is told how many more rows
    are done. Raises MessageRefused where the person's diary was erased.
    """
    listed = list(rows)
    entries, repeated, clashing = _distinct([row for row in listed if isinstance(row, DiaryRow)])
    unreadable = [RowNote(row.line, row.reason, row.within) for row in listed if isinstance(row, BadRow)]
    on_progress(len(listed) - len(entries))
    with committing("import_rows"):
        counted = _store(patient, entries, on_progress)
        bad = sorted([*unreadable, *clashing, *counted.bad])
        stored = skip_bad or not bad
        if not stored or not keep:
            transaction.set_rollback(True)
    count = (counted.outcomes if stored else []).count
    return ImportResult(
        stored=stored,
        new=count(Outcome.CREATED),
        revised=count(Outcome.REVISED),
        unchanged=count(Outcome.UNCHANGED) + (repeated if stored else 0),
        withdrawn=count(Outcome.WITHDRAWN),
        empty=tuple(RowNote(row.line, row.reason, row.within) for row in listed if isinstance(row, EmptyRow)),
        adjusted=tuple(RowNote(row.line, row.note, row.within) for row in entries if row.note),
        bad=tuple(bad),
        others=sum(isinstance(row, OtherRow) for row in listed),
        untimed=sum(row.untimed for row in entries),
        first=min((row.sent_at for row in entries), default=None),
        last=max((row.sent_at for row in entries), default=None),
    )


def _store(patient: Patient, entries: Sequence[DiaryRow], on_progress: Callable[[int], None]) -> _Counted:
    counted = _Counted([], [])
    done = 0
    with transaction.atomic():
        for answers in take_in_turn(patient, _batches(entries)):
            for row, answer in zip(entries[done : done + len(answers)], answers, strict=True):
                if isinstance(answer, InputRefused):
                    counted.bad.append(RowNote(row.line, str(answer), row.within))
                else:
                    counted.outcomes.append(answer.outcome)
            done += len(answers)
            on_progress(len(answers))
    return counted


def _batches(entries: Sequence[DiaryRow]) -> Iterator[list[IncomingMessage]]:
    for start in range(0, len(entries), _CHUNK):
        yield [_incoming(row) for row in entries[start : start + _CHUNK]]


def _distinct(rows: Sequence[DiaryRow]) -> tuple[list[DiaryRow], int, list[RowNote]]:
    """The rows of each id once, how many only repeated one, and those that contradict one.

    Two texts under one id in one file would make each import of it revise the message twice.
    """
    first: dict[str, DiaryRow] = {}
    repeated = 0
    clashing: list[RowNote] = []
    for row in rows:
        known = first.setdefault(row.client_id, row)
        if known is row:
            continue
        if _content(known) == _content(row):
            repeated += 1
        else:
            clashing.append(
                RowNote(row.line, f"id: is also that of line {known.line:,}, with other content.", row.within)
            )
    return list(first.values()), repeated, clashing


def _content(row: DiaryRow) -> tuple[datetime | None, str]:
    return None if row.untimed else row.sent_at, row.text


def _incoming(row: DiaryRow) -> IncomingMessage:
    return IncomingMessage(row.client_id, row.sent_at, row.text, whole_day=row.untimed)
