"""Rows of a diary file into one person's messages: all of them or none, and again without doubling."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from pydantic import BaseModel, ConfigDict

from core.diary_formats.distinct_ids import DistinctIds
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, Row
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


@dataclass
class _Seen:
    """What the rows have told so far; of the entries that were stored only how many became what."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    bad: list[RowNote] = field(default_factory=list)
    empty: list[RowNote] = field(default_factory=list)
    adjusted: list[RowNote] = field(default_factory=list)
    others: int = 0
    untimed: int = 0
    repeated: int = 0
    first: datetime | None = None
    last: datetime | None = None


def import_rows(
    patient: Patient,
    rows: Collection[Row],
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
    with committing("import_rows"):
        seen = _store(patient, rows, on_progress)
        stored = skip_bad or not seen.bad
        if not stored or not keep:
            transaction.set_rollback(True)
    count = seen.outcomes if stored else Counter[Outcome]()
    return ImportResult(
        stored=stored,
        new=count[Outcome.CREATED],
        revised=count[Outcome.REVISED],
        unchanged=count[Outcome.UNCHANGED] + (seen.repeated if stored else 0),
        withdrawn=count[Outcome.WITHDRAWN],
        empty=tuple(seen.empty),
        adjusted=tuple(seen.adjusted),
        bad=tuple(sorted(seen.bad)),
        others=seen.others,
        untimed=seen.untimed,
        first=seen.first,
        last=seen.last,
    )


def _store(patient: Patient, rows: Collection[Row], on_progress: Callable[[int], None]) -> _Seen:
    seen = _Seen()
    # What was handed over and is not answered yet, in its order: the rows it came from, and its entries.
    waiting: deque[tuple[int, list[DiaryRow]]] = deque()

    def batches() -> Iterator[list[IncomingMessage]]:
        distinct = DistinctIds(rows)
        unread = iter(rows)
        while some := list(islice(unread, _CHUNK)):
            entries = _entries(some, distinct, seen)
            waiting.append((len(some), entries))
            yield [IncomingMessage(row.client_id, row.sent_at, row.text, row.untimed) for row in entries]

    for answers in take_in_turn(patient, batches()):
        number, entries = waiting.popleft()
        for row, answer in zip(entries, answers, strict=True):
            if isinstance(answer, InputRefused):
                seen.bad.append(RowNote(row.line, str(answer), row.within))
        seen.outcomes.update(answer for answer in answers if not isinstance(answer, InputRefused))
        on_progress(number)
    return seen


def _entries(rows: Iterable[Row], distinct: DistinctIds, seen: _Seen) -> list[DiaryRow]:
    """The entries whose id comes for the first time; the other rows are noted in `seen`."""
    entries = []
    for row in rows:
        if isinstance(row, DiaryRow):
            first = distinct.first_of(row)
            if first is None:
                entries.append(row)
            elif _content(first) == _content(row):
                seen.repeated += 1
            else:
                reason = f"id: is also that of line {first.line:,}, with other content."
                seen.bad.append(RowNote(row.line, reason, row.within))
        elif isinstance(row, BadRow):
            seen.bad.append(RowNote(row.line, row.reason, row.within))
        elif isinstance(row, EmptyRow):
            seen.empty.append(RowNote(row.line, row.reason, row.within))
        else:
            seen.others += 1
    _look_at(entries, seen)
    return entries


def _content(row: DiaryRow) -> tuple[datetime | None, str]:
    return None if row.untimed else row.sent_at, row.text


def _look_at(entries: Sequence[DiaryRow], seen: _Seen) -> None:
    if not entries:
        return
    seen.adjusted += [RowNote(row.line, row.note, row.within) for row in entries if row.note]
    seen.untimed += sum(row.untimed for row in entries)
    times = [row.sent_at for row in entries]
    seen.first, seen.last = min([*times, seen.first or times[0]]), max([*times, seen.last or times[0]])
