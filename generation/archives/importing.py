"""An archive back into an installation that does not know the person: all of it or nothing.

Ids, texts, times and numbers stay; salts and the person's key are new. What jobs made here comes back as `imported`,
with the row of the archive kept byte for byte as its `generation_context`: no job of that id is here to explain it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar, cast
from uuid import UUID

from core.actors import Actor
from core.faultpoints import committing
from core.history import record_change
from core.models import ChangeSubject, Organisation, Patient
from core.practice.organisations import lock_organisation
from core.refusals import InputRefused
from core.zones import require_zone
from generation.archives.into_core import (
    import_accesses,
    import_consents,
    import_messages,
    import_sessions,
    import_zones,
)
from generation.archives.into_versions import import_analyses, import_journeys, import_summaries
from generation.archives.opening import OpenArchive
from generation.archives.rows import PersonRow
from generation.lifecycle.pointers import move_pointers
from generation.pipeline.contracts import Value

_R = TypeVar("_R", bound=Value)
_CHUNK = 200
_STEPS: Mapping[str, Callable[[Patient, list[Any]], None]] = MappingProxyType(
    {
        "zones.jsonl": import_zones,
        "consents.jsonl": import_consents,
        "messages.jsonl": import_messages,
        "sessions.jsonl": import_sessions,
        "analyses.jsonl": import_analyses,
        "journeys.jsonl": import_journeys,
        "summaries.jsonl": import_summaries,
        "accesses.jsonl": import_accesses,
    }
)


class Imported(NamedTuple):
    """The person, and how many rows of each file came with them."""

    patient: Patient
    rows: Mapping[str, int]


def import_archive(
    actor: Actor,
    archive: OpenArchive,
    organisation: Organisation,
    *,
    code: str = "",
    on_progress: Callable[[str, int], None] = lambda name, rows: None,
) -> Imported:
    """Store everything of the archive in one transaction; `code` takes the place of the archive's.

    Memory stays that of a few hundred rows. Raises InputRefused where the person is here already, the code is taken or
    a row is not whole; then nothing is stored.
    """
    counts = {}
    with committing("import_file"):
        patient = _person(archive, lock_organisation(organisation), code)
        for name, step in _STEPS.items():
            counts[name] = 0
            for chunk in _chunks(archive.rows(name)):
                step(patient, chunk)
                counts[name] += len(chunk)
                on_progress(name, len(chunk))
        move_pointers(patient.pk)
        rows = ", ".join(f"{count:,} {name.removesuffix('.jsonl')}" for name, count in counts.items() if count)
        details = f"taken over from an archive of {archive.manifest.made_at}: {rows}"
        record_change(actor, ChangeSubject.PATIENT, patient.pk, details, patient=patient)
    return Imported(patient, counts)


def person_of(archive: OpenArchive) -> PersonRow:
    """Whose archive it is. Raises InputRefused where it is not of exactly one person."""
    people = [cast("PersonRow", row) for row in islice(archive.rows("person.jsonl"), 2)]
    if len(people) != 1:
        raise InputRefused("file", "is not of one person.")
    return people[0]


def _person(archive: OpenArchive, organisation: Organisation, code: str) -> Patient:
    row = person_of(archive)
    _require_new(row.id)
    require_zone(row.zone)
    name = code.strip() or row.code
    if Patient.objects.filter(organisation=organisation, code__iexact=name).exists():
        raise InputRefused("code", "is that of another person of this organisation. Give another with --code.")
    return Patient.objects.create(
        id=row.id, organisation=organisation, code=name, zone=row.zone, created_at=row.created_at
    )


def _require_new(patient_id: UUID) -> None:
    if Patient.objects.filter(pk=patient_id).exists():
        raise InputRefused("file", "is of a person who is here already. An archive is read where they are not known.")


def _chunks(rows: Iterator[_R]) -> Iterator[list[_R]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk
