"""`manage.py import_messages FILE --patient ID --timezone ZONE`: a diary file into the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from rich.console import Console
from rich.progress import Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from core.actors import command_actor
from core.database_errors import describe
from core.database_ready import require_tables
from core.diary_formats.diary_file import Diary, read_diary, read_in_passing
from core.diary_formats.rows_in_passing import ReadAgain
from core.importing import ImportResult, RowNote
from core.management.diary_options import add_diary_options, read_options
from core.models import Patient
from core.practice.diaries import import_diary
from core.refusals import InputRefused
from core.zones import require_zone


class Command(BaseCommand):
    """Reads the file, imports all of it or nothing, and says what it did, line by line."""

    help = (
        "Import a diary (JSON, CSV, XLSX, text, chats, and what diary apps export) as messages of one person. "
        "Importing the same file again changes nothing."
    )
    # They would load every page and route first, which takes as long as some 10,000 messages do.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        add_diary_options(parser)
        parser.add_argument("--patient", required=True, help="the person: id or code (P-0042)")
        parser.add_argument(
            "--timezone",
            required=True,
            help="IANA zone of local times in the file, such as Europe/Berlin",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be imported, and store nothing")

    def handle(self, **options: Any) -> None:
        """Import. Ends with a non-zero code and nothing stored where the file is refused."""
        require_tables()
        try:
            zone = require_zone(options["timezone"], field="--timezone")
            patient = find_patient(options["patient"], field="--patient")
            read = read_options(options, zone, ZoneInfo(patient.zone))
            try:
                diary = read_in_passing(options["file"], read, options["format"])
                result = self._import(patient, diary, options)
            except ReadAgain:
                diary = read_diary(options["file"], read, options["format"])
                result = self._import(patient, diary, options)
        except InputRefused as refusal:
            raise CommandError(str(refusal)) from None
        except Error as error:
            # The error's own text may hold a row of the diary.
            raise CommandError(f"The database refused ({describe(error)}). Nothing was imported; try again.") from None
        if zone.key != patient.zone:
            self.stderr.write(
                f"Local times were read in {zone.key}; {patient.code}'s days are those of {patient.zone}.",
                style_func=self.style.WARNING,
            )
        self._report(patient, diary, result, is_kept=not options["dry_run"])

    def _import(self, patient: Patient, diary: Diary, options: Mapping[str, Any]) -> ImportResult:
        with self._progress(diary) as advance:
            return import_diary(
                command_actor("import_messages"),
                patient,
                diary,
                skip_bad=options["skip_bad"],
                keep=not options["dry_run"],
                on_progress=advance,
            )

    @contextmanager
    def _progress(self, diary: Diary) -> Iterator[Callable[[int], None]]:
        console = Console(stderr=True)
        columns = (
            *Progress.get_default_columns()[:2],
            TextColumn("{task.percentage:>3.0f}%"),
            _Rate(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Importing", total=diary.expected)
            yield lambda done: progress.update(task, advance=done, total=diary.expected)

    def _report(self, patient: Patient, diary: Diary, result: ImportResult, *, is_kept: bool) -> None:
        self._list(result.bad, self.style.ERROR)
        if not result.stored:
            raise CommandError(
                f"Nothing was imported: {len(result.bad):,} of {len(diary.rows):,} rows are bad. "
                "Correct them, or leave them out with --skip-bad."
            )
        self._list(result.adjusted, self.style.WARNING)
        self._list(result.empty, self.style.WARNING)
        said = ", ".join(result.counts(always=("new", "revised", "unchanged")))
        self.stdout.write(f"{patient.code}, from {diary.format}: {said}.{'' if is_kept else ' Nothing was stored.'}")
        if len(result.bad) == len(diary.rows):
            raise CommandError("Nothing was imported: no row of the file can be read.")

    def _list(self, notes: Sequence[RowNote], style: Callable[[str], str]) -> None:
        for note in notes:
            self.stderr.write(f"{note.where}: {note.text}", style_func=style)


class _Rate(ProgressColumn):
    """Rows a second, as of late."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f} rows/s" if task.speed else "")


def find_patient(name: str, *, field: str = "person") -> Patient:
    """The person of that id or code. Raises InputRefused, about `field`, where there is none, or more than one."""
    try:
        found = Patient.objects.filter(pk=UUID(name))
    except ValueError:
        found = Patient.objects.filter(code=name)
    patients = list(found[:2])
    if not patients:
        raise InputRefused(field, f"there is no person with the id or code {name[:64]!r}.")
    if len(patients) > 1:
        raise InputRefused(field, f"several organisations have a {name[:64]!r}. Give the person's id.")
    return patients[0]
