"""Rows into our tables by id: new ones stored, known ones compared, refused ones reported and passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import DataError, IntegrityError
from django.db.models import Model

from core.database_errors import constraint_of
from core.faultpoints import committing
from core.models import Organisation, Patient
from generation.older_system.report import Count, Problem, Report

CHUNK = 200
_T = TypeVar("_T")


class Made(NamedTuple):
    """A row of ours made of one of theirs. `same` says whether the one stored under its id was made of the same.

    `after` is what is stored once the row is there, new or not.
    """

    row: Model
    same: Callable[[Any], bool]
    after: Callable[[], None] = lambda: None


def chunks_of(rows: Iterable[_T]) -> Iterator[list[_T]]:
    """The rows, some hundred at a time."""
    them = iter(rows)
    while chunk := list(islice(them, CHUNK)):
        yield chunk


def id_of(*parts: object) -> UUID:
    """The id of a row that had none of its own there: the same at every run."""
    return uuid5(NAMESPACE_URL, "/".join(["therabridge", *map(str, parts)]))


def store(report: Report, table: str, made: Sequence[Made]) -> None:
    """Store a chunk, all rows of one model. Called in a transaction."""
    if not made:
        return
    model = type(made[0].row)
    known = model._default_manager.in_bulk([each.row.pk for each in made])  # noqa: SLF001 - Django's public name
    new = [each for each in made if each.row.pk not in known]
    for each in _stored(report, table, model, new):
        report.count(table, Count.NEW)
        each.after()
    for each in made:
        if (stored := known.get(each.row.pk)) is None:
            continue
        if each.same(stored):
            report.count(table, Count.UNCHANGED)
            each.after()
        else:
            report.leave(table, each.row.pk, Problem.CHANGED)


def _stored(report: Report, table: str, model: type[Model], new: Sequence[Made]) -> Sequence[Made]:
    """Those of the rows that our tables take: all at once, or one by one where one of them is refused."""
    try:
        with committing("import_file"):
            model._default_manager.bulk_create([each.row for each in new])  # noqa: SLF001 - Django's public name
    except (IntegrityError, DataError):
        return [each for each in new if _take_one(report, table, each.row)]
    return new


def _take_one(report: Report, table: str, row: Model) -> bool:
    try:
        with committing("import_file"):
            row.save(force_insert=True)
    except IntegrityError as error:
        report.leave(table, row.pk, Problem.REFUSED, constraint_of(error))
    except DataError as error:
        report.leave(table, row.pk, Problem.REFUSED, getattr(error.__cause__, "sqlstate", None) or "DataError")
    else:
        return True
    return False


class People:
    """The people of a chunk, their rows locked, so that nobody is erased meanwhile."""

    def __init__(self, organisation: Organisation, ids: Iterable[UUID | None]) -> None:
        self._organisation = organisation
        rows = Patient.objects.select_for_update(no_key=True).filter(pk__in={one for one in ids if one}).order_by("pk")
        self._known = {patient.pk: patient for patient in rows}

    def find(self, report: Report, table: str, key: object, patient_id: UUID | None) -> Patient | None:
        """Whose row it is. None, and reported, where that is nobody who may have it."""
        patient = self._known.get(patient_id) if patient_id else None
        if patient is None:
            report.leave(table, key, Problem.NO_PERSON)
        elif patient.organisation_id != self._organisation.pk:
            report.leave(table, key, Problem.ELSEWHERE)
        elif patient.erased_at is not None:
            report.leave(table, key, Problem.ERASED)
        else:
            return patient
        return None
