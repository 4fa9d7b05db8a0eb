"""What a kind of the list is: which rows of it there are here, and how what they say is done again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet

from core.actors import Actor
from core.models import Patient

REASON = "taken back before the restore of a backup"
# One row of the list: ids, as text.
Row = tuple[str, ...]


class NotHere(Exception):
    """It cannot be done here; the message says what somebody has to do instead."""


class Kind(NamedTuple):
    """`again` does what the rows of this kind say; how many were still to do, and what somebody has to do by hand."""

    listed: Callable[[], Iterable[Row]]
    again: Callable[[Actor, Sequence[Row]], tuple[int, list[str]]]


class Listed(NamedTuple):
    """A list that was read: the kinds it knows, and its rows, kind by kind."""

    kinds: tuple[str, ...] = ()
    rows: tuple[tuple[str, Row], ...] = ()

    def of(self, kind: str) -> list[Row]:
        return [row for name, row in self.rows if name == kind]


class Done(NamedTuple):
    """How many were done again of each kind, and what somebody has to do by hand."""

    counts: Counter[str]
    to_do: tuple[str, ...]


def one_by_one(listed: Callable[[], Iterable[Row]], again: Callable[..., bool]) -> Kind:
    """Things that happened: `again` does one, given the row's parts, and says whether that was still to do."""

    def do(actor: Actor, rows: Sequence[Row]) -> tuple[int, list[str]]:
        done, to_do = 0, []
        for row in rows:
            try:
                done += again(actor, *row)
            except NotHere as missing:
                to_do.append(str(missing))
        return done, to_do

    return Kind(listed, do)


def ids_of(rows: QuerySet[Any]) -> Iterator[Row]:
    for pk in rows.values_list("pk", flat=True):
        yield (str(pk),)


def living_person(patient_id: str) -> Patient | None:
    """Whoever is in the backup and was not erased."""
    return Patient.objects.filter(pk=patient_id, erased_at=None).first()
