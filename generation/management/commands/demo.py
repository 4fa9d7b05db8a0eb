"""`manage.py demo`: three invented diaries through a real Celery worker, each summary printed with its sources."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from core.actors import command_actor
from core.database_errors import describe
from core.database_ready import require_tables
from core.diary_formats.diary_file import read_diary
from core.diary_formats.options import ReadOptions
from core.importing import import_rows
from core.models import Patient
from core.zones import require_zone
from generation.console.local_people import demo_person
from generation.console.sheet_printer import print_sheet
from generation.console.summary_sheet import read_sheet
from generation.demo.diaries import DIARIES, DemoDiary
from generation.demo.sessions import demo_session, read_sessions
from generation.demo.worker import BrokerAway, DemoWorker, a_worker_answers
from generation.models import JobState, Origin
from generation.summary_requests import Accepted, Answer, Exists, request_summary
from generation.worker.waiting import wait_for

_WAIT_SECONDS = 120


_NOTES = {Accepted: "new", Exists: "stored earlier; FRESH=1 (--fresh) runs it anew"}
_NEXT = """What to look at next
  make up                     web, worker and beat; prints the admin's address and, once, a password
  /admin/generation/          there: the jobs above, each with its record, plan, findings and text
  docs/architecture.md        the way from a diary to a summary
  docs/report.md              the grammar of the text
  .venv/bin/python manage.py summarize FILE --timezone ZONE
                              the same for a diary of your own"""


class Command(BaseCommand):
    """Loads the diaries, asks for three summaries, lets a worker make them, prints them."""

    help = "Summarise three invented diaries through a real worker. Again: shows the stored summaries."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="run anew, whatever is stored")

    def handle(self, **options: Any) -> None:
        """Ends with a non-zero code and a clear message where a summary does not come out."""
        require_tables()
        try:
            self._show_all(again="the demo was run anew" if options["fresh"] else "")
        except BrokerAway:
            raise CommandError(
                "Redis does not answer. The jobs wait in Postgres: start Redis and run the demo again, "
                "or let `manage.py run_jobs --once` run them without it."
            ) from None
        except Error as error:
            raise CommandError(f"The database refused ({describe(error)}). Run the demo again.") from None

    def _show_all(self, *, again: str) -> None:
        answers = {diary: self._ask(diary, again) for diary in DIARIES}
        if not all(isinstance(answer, Exists) for answer in answers.values()):
            self._let_a_worker_run(answers)
        for answer in answers.values():
            note = _NOTES.get(type(answer), "asked for earlier")
            answer.job.refresh_from_db()
            print_sheet(read_sheet(answer.job, reader=command_actor("demo").label), self.stdout, self.style, note=note)
        actor = command_actor("demo")
        sessions = [demo_session(actor, answer.job.patient, diary) for diary, answer in answers.items()]
        for line in read_sessions(sessions):
            self.stdout.write(line)
        self.stdout.write(_NEXT)

    def _ask(self, diary: DemoDiary, again: str) -> Answer:
        patient = demo_person(diary.name, diary.zone)
        self._load(patient, diary.path)
        return request_summary(patient, as_of=diary.as_of, origin=Origin.STAFF, again=again)

    def _load(self, patient: Patient, path: Path) -> None:
        result = import_rows(patient, read_diary(path, ReadOptions(require_zone(patient.zone))).rows)
        if result.bad:
            raise CommandError(f"{path.name}, line {result.bad[0].line}: {result.bad[0].text}")

    def _let_a_worker_run(self, answers: dict[DemoDiary, Answer]) -> None:
        give_up_at = time.monotonic() + _WAIT_SECONDS
        with ExitStack() as stack:
            worker = None if a_worker_answers() else stack.enter_context(DemoWorker(settings.LOCAL_DIR))
            whose = "the worker that is up" if worker is None else "a worker of its own"
            self.stdout.write(f"{len(answers)} diaries; {whose} summarises them ...\n")
            for diary, answer in answers.items():
                job = wait_for(
                    answer.job.id,
                    still_hopeful=lambda: time.monotonic() < give_up_at and (worker is None or worker.is_alive()),
                )
                if job.state != JobState.SUCCEEDED:
                    why = f": {job.error_code}" if job.error_code else ""
                    hint = f" The worker's last words are in {worker.log}." if worker else ""
                    raise CommandError(f"The summary of {diary.name} did not come out ({job.state}{why}).{hint}")
