"""`manage.py summarize FILE --timezone ZONE`: somebody's own diary file into a summary, in one command."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, transaction

from core.actors import command_actor
from core.consent import is_model_allowed
from core.database_errors import describe
from core.database_ready import require_tables
from core.diary_formats.diary_file import Diary, read_diary
from core.diary_formats.rows import DiaryRow
from core.faultpoints import committing
from core.importing import ImportResult, import_rows
from core.management.diary_options import add_diary_options, read_options
from core.models import ConsentWord, Patient
from core.practice.consents import record_consent
from core.refusals import InputRefused
from core.zones import require_zone
from generation.console.local_people import person_of_file
from generation.console.sheet_printer import print_sheet
from generation.console.summary_sheet import SummarySheet, read_sheet
from generation.language_models.choose import read_model_settings, require_known_model
from generation.models import GenerationJob, JobState
from generation.pipeline.contracts import canonical_json
from generation.pipeline.inputs import date_in_zone
from generation.run.errors import RunFailed
from generation.run.models_for_job import ModelsFor, models_for
from generation.summary_requests import Accepted, Busy, request_summary
from generation.worker.waiting import finish_here

# More than these tell nobody anything new.
_BAD_ROWS_SHOWN = 20


class Command(BaseCommand):
    """Imports the file, asks for the summary as the app would, runs the job here if no worker takes it, prints it."""

    help = (
        "Summarise the last 15 days of a diary file (JSON, CSV, XLSX, text, chats, and what diary apps export). "
        "The same file again shows the stored summary."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_diary_options(parser)
        parser.add_argument(
            "--person",
            help="whose diary it is, by any name you like: a longer file of the same name is the same person's",
        )
        parser.add_argument("--timezone", required=True, help="IANA zone the person lives in, such as Europe/Berlin")
        parser.add_argument("--as-of", type=_date, help="last local day of the window, YYYY-MM-DD (default: today)")
        parser.add_argument(
            "--model", help="have every stage done by this model, which may then read the file; runs anew each time"
        )
        parser.add_argument(
            "--all", action="store_true", help="print everything the text leaves out, and the words of each moment"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object instead")

    def handle(self, **options: Any) -> None:
        """Print the summary. Ends with a non-zero code and one clear message where there is none."""
        require_tables()
        try:
            job, is_new = self._summarize(options)
        except InputRefused as refusal:
            raise CommandError(str(refusal)) from None
        except RunFailed as failure:
            raise CommandError(f"The run broke: {failure.code}. Run the same command to try again.") from None
        except Error as error:
            # The error's own text may hold a row of the diary.
            raise CommandError(f"The database refused ({describe(error)}). Run the same command again.") from None
        if job.state != JobState.SUCCEEDED:
            raise CommandError(f"Job {job.id} ended {job.state}: {job.error_code}. Run the same command to try again.")
        self._show(read_sheet(job, reader=command_actor("summarize").label), is_new=is_new, options=options)

    def _summarize(self, options: dict[str, Any]) -> tuple[GenerationJob, bool]:
        zone = require_zone(options["timezone"], field="--timezone")
        diary = read_diary(options["file"], read_options(options, zone, zone), options["format"])
        models, again = _models(options["model"])
        patient = self._import(diary, zone.key, options)
        answer = request_summary(patient, as_of=options["as_of"], again=again)
        while isinstance(answer, Busy):
            self.stderr.write("The previous summary is still being generated; waiting for it.")
            finish_here(answer.job.id)
            answer = request_summary(patient, as_of=options["as_of"], again=again)
        self._warn_if_empty(answer.job, diary)
        if isinstance(answer, Accepted):
            return finish_here(answer.job.id, models), True
        return answer.job, False

    def _import(self, diary: Diary, zone: str, options: dict[str, Any]) -> Patient:
        with committing("import_file"):
            patient = person_of_file(diary, zone, options["person"])
            if options["model"] is not None and not is_model_allowed(patient.id):
                record_consent(command_actor("summarize"), patient, allowed=True, on_word_of=ConsentWord.PERSON)
            result = import_rows(patient, diary.rows, skip_bad=options["skip_bad"])
            is_read = result.stored and bool(result.new + result.revised + result.unchanged + result.withdrawn)
            if not is_read:
                transaction.set_rollback(True)
        self._report_rows(result)
        if not is_read:
            raise CommandError(
                f"Nothing was stored: {len(result.bad):,} of {len(diary.rows):,} rows are bad. "
                "Correct them, or leave them out with --skip-bad."
            )
        return patient

    def _report_rows(self, result: ImportResult) -> None:
        for notes in (result.bad, result.adjusted, result.empty):
            for note in notes[:_BAD_ROWS_SHOWN]:
                self.stderr.write(f"{note.where}: {note.text}")
        if result.bad or result.empty or result.others or result.untimed:
            self.stderr.write(f"Of the file: {', '.join(result.counts())}.")

    def _warn_if_empty(self, job: GenerationJob, diary: Diary) -> None:
        if job.pinned_messages.exists():
            return
        days = _days(diary.rows, job.zone)
        there = f" Its entries run from {days[0]} to {days[-1]}: try --as-of {days[-1]}." if days else ""
        self.stderr.write(f"The file has no entry from {job.window_first} to {job.window_last}.{there}")

    def _show(self, sheet: SummarySheet, *, is_new: bool, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(canonical_json({**sheet.model_dump(mode="json"), "new": is_new}))
        else:
            note = "new" if is_new else "stored earlier; the same words are not summarised twice"
            print_sheet(sheet, self.stdout, self.style, note=note, is_whole=options["all"])


def _models(name: str | None) -> tuple[ModelsFor, str]:
    """Who makes the summary, and why anew. Whoever names a model for a file of their own lets it read the file."""
    if name is None:
        return models_for, ""
    chosen = read_model_settings()
    if not chosen.has_model:
        raise CommandError("--model needs OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own.")
    try:
        require_known_model(name, chosen)
    except ImproperlyConfigured as refusal:
        raise CommandError(str(refusal)) from None
    return partial(models_for, model_name=name), f"asked for with {name}"[:200]


def _days(rows: Sequence[object], zone: str) -> list[date]:
    return sorted(date_in_zone(row.sent_at, zone) for row in rows if isinstance(row, DiaryRow))


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ArgumentTypeError(f"{value[:32]!r} is not a date such as 2026-11-21 (year, month, day).") from None
