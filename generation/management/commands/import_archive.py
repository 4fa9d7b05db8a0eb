"""`manage.py import_archive FILE`: what `export_person` wrote, into an installation that does not know the person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from core.actors import Actor, command_actor
from core.database_errors import describe
from core.database_ready import require_tables
from core.faultpoints import committing
from core.models import Organisation
from core.practice.organisations import create_organisation
from core.refusals import InputRefused
from generation.archives.importing import Imported, import_archive, person_of
from generation.archives.opening import OpenArchive


class Command(BaseCommand):
    help = (
        "Read the archive of a person: all of it or nothing. Texts, ids and times stay as they are; summaries become "
        "imported ones, which are shown as not gated."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the ZIP file that export_person or the app made")
        parser.add_argument(
            "--organisation", default="", help="its name, made where there is none (default: that of the archive)"
        )
        parser.add_argument("--code", default="", help="another code for the person than that of the archive")

    def handle(self, *, file: Path, organisation: str, code: str, **options: Any) -> None:
        """Import. Ends with a non-zero code and nothing stored where the file is refused."""
        require_tables()
        try:
            with OpenArchive(file) as archive, committing("import_file"):
                actor = command_actor("import_archive")
                imported = _import(actor, archive, organisation, code)
        except InputRefused as refusal:
            raise CommandError(f"{refusal} Nothing was imported.") from None
        except Error as error:
            # The error's own text may hold a row of the archive.
            raise CommandError(f"The database refused ({describe(error)}). Nothing was imported.") from None
        rows = ", ".join(f"{count:,} {name.removesuffix('.jsonl')}" for name, count in imported.rows.items())
        self.stdout.write(f"{imported.patient.code} of {imported.patient.organisation.name}: {rows}.")


def _import(actor: Actor, archive: OpenArchive, organisation: str, code: str) -> Imported:
    name = organisation or person_of(archive).organisation
    practice = Organisation.objects.filter(name__iexact=name.strip()).first() or create_organisation(actor, name)
    return import_archive(actor, archive, practice, code=code)
