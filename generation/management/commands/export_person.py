"""`manage.py export_person PERSON FILE`: everything about a person as one ZIP."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actors import command_actor
from core.database_ready import require_tables
from core.management.commands.import_messages import find_patient
from core.refusals import InputRefused
from generation.archives.making import export_person


class Command(BaseCommand):
    help = (
        "Write everything about a person into one ZIP file: JSON Lines with a schema and a SHA-256 of every file and "
        "row, and tables for a spreadsheet. Whoever runs it is recorded as having looked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="id or code (P-0042)")
        parser.add_argument("file", type=Path, help="the ZIP file to write; it must not be there yet")

    def handle(self, *, person: str, file: Path, **options: Any) -> None:
        """Write the file, readable by its owner alone. Ends with a non-zero code, and no file, where it is refused."""
        require_tables()
        try:
            patient = find_patient(person)
            opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except InputRefused as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        try:
            with os.fdopen(opened, "w+b") as archive:
                manifest = export_person(
                    command_actor("export_person"), patient, archive, target="manage.py export_person"
                )
        except BaseException as error:
            file.unlink(missing_ok=True)
            if isinstance(error, InputRefused):
                raise CommandError(str(error)) from None
            raise
        for listed in manifest.files:
            self.stdout.write(f"{listed.sha256}  {listed.rows:>9,}  {listed.name}")
        self.stdout.write(f"{file}: everything about {patient.code}. It holds their words: keep it as you keep them.")
