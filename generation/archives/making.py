"""Making the archive of a person: whoever takes it is recorded first, and the diary stands still meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone

from core.access import record_access
from core.actors import Actor
from core.faultpoints import committing
from core.models import Patient
from core.refusals import InputRefused
from generation.archives.lines import (
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    SCHEMA,
    ListedFile,
    Manifest,
    archive_schema,
    line_of,
)
from generation.archives.rows import FILES
from generation.archives.stored_rows import READERS
from generation.archives.tables_for_people import TABLES, cells_of, table_lines
from generation.first_readings import AFTER_YOUR_FIRST_READING, note_shown, withheld_jobs
from generation.models import SessionBridgeVersion

_ERASED = "this diary was erased; there is nothing left to take along."


def export_person(
    actor: Actor,
    patient: Patient,
    file: IO[bytes],
    *,
    target: str,
    on_progress: Callable[[str, int], None] = lambda name, rows: None,
) -> Manifest:
    """Write everything about the person into `file`, and answer what stands in it.

    `target` is the path or command that asks, for the record. `on_progress` is told of each file that is done. Memory
    stays that of a few hundred rows. Raises InputRefused for an erased diary, and for staff who are to read one of the
    person's summaries first.
    """
    # One transaction: a look that is not on record shows nothing, as the file is handed out after the commit.
    with committing("record_access"):
        held = (
            Patient.objects.select_for_update(no_key=True, of=("self",))
            .select_related("organisation")
            .get(pk=patient.pk)
        )
        _require_read(actor, held)
        record_access(actor=actor.user, actor_label=actor.label, patient_id=held.pk, action="export", target=target)
        _note_shown(actor, held)
        return _write(held, file, on_progress)


def archive_name(patient: Patient) -> str:
    """The name of the file: the day and the person's id, never a code, which may be a name."""
    return f"sessionbridge-{timezone.now():%Y-%m-%d}-{patient.pk}.zip"


def _require_read(actor: Actor, patient: Patient) -> None:
    if patient.erased_at is not None:
        raise InputRefused("person", _ERASED)
    withheld = withheld_jobs(actor.user) if actor.user else frozenset()
    if withheld and SessionBridgeVersion.objects.filter(patient=patient, job__in=withheld).exists():
        raise InputRefused("person", AFTER_YOUR_FIRST_READING)


def _note_shown(actor: Actor, patient: Patient) -> None:
    """Staff who take an archive know how each summary in it came about."""
    if actor.user is not None and actor.user.is_staff:
        made = SessionBridgeVersion.objects.filter(patient=patient, job__isnull=False)
        note_shown(actor.user, *made.values_list("job_id", flat=True))


def _write(patient: Patient, file: IO[bytes], on_progress: Callable[[str, int], None]) -> Manifest:
    listed: list[ListedFile] = []
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:

        def add(name: str, lines: Iterable[bytes], *, heads: int = 0) -> None:
            listed.append(_add(archive, name, lines, heads=heads))
            on_progress(name, listed[-1].rows)

        for name in FILES:
            add(name, (line_of(row).encode() for row in READERS[name](patient)))
        for name, (table, columns) in TABLES.items():
            add(table, table_lines(columns, (cells_of(row) for row in READERS[name](patient))), heads=1)
        add(SCHEMA, archive_schema().encode().splitlines(keepends=True))
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(format=FORMAT, version=FORMAT_VERSION, made_at=made_at, files=tuple(listed))
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=2) + "\n")
    return manifest


def _add(archive: ZipFile, name: str, lines: Iterable[bytes], *, heads: int) -> ListedFile:
    digest, number = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as file:
        for number, line in enumerate(lines, 1):  # noqa: B007 - the last is how many there were
            digest.update(line)
            file.write(line)
    return ListedFile(name=name, rows=max(0, number - heads), sha256=digest.hexdigest())
