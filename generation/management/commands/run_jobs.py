"""`manage.py run_jobs`: jobs straight from Postgres, where no broker is wanted or Redis is away."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections

from core.database_errors import describe
from generation import transitions
from generation.errors import RunFailed
from generation.execution import run_job


class Command(BaseCommand):
    """A worker anyone can follow:

    1. end what is overdue;
    2. look for the oldest job nobody holds; claim and run it;
    3. where there is none, wait a little and look again;
    4. on SIGTERM or Ctrl-C finish the job in hand and leave.
    """

    help = "Run jobs by polling Postgres, one at a time, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks (default: 1)")
        parser.add_argument("--once", action="store_true", help="run what is there and leave")

    def handle(self, **options: Any) -> None:
        """Run until stopped, or with --once until nothing is left."""
        self._stopping = threading.Event()
        self._listen_for_signals()
        while not self._stopping.is_set():
            found = self._look()
            if not found and options["once"]:
                return
            if not found:
                self._stopping.wait(options["interval"])

    def _look(self) -> bool:
        """Run one job. False: nobody needs one, or the database is away just now."""
        close_old_connections()
        try:
            for overdue in list(transitions.overdue_jobs().values_list("id", flat=True)):
                transitions.time_out(overdue)
            job_id = transitions.claimable_jobs().values_list("id", flat=True).first()
            return job_id is not None and self._run(job_id)
        except Error as error:
            self.stderr.write(f"The database is away ({describe(error)}); looking again.")
            return False

    def _run(self, job_id: UUID) -> bool:
        try:
            ended = run_job(job_id)
        except RunFailed as failure:
            self.stderr.write(f"job {job_id} broke: {failure.code}")
            # Not permanent: the database was the trouble. Not at once again.
            return failure.permanent
        if ended:
            self.stdout.write(f"job {job_id} done")
        return True

    def _listen_for_signals(self) -> None:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, self._stop)
            signal.signal(signal.SIGINT, self._stop)

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self._stopping.set()
