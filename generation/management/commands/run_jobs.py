"""`manage.py run_jobs`: jobs straight from Postgres, where no broker is wanted or Redis is away."""

from __future__ import annotations

import random
import signal
import threading
from types import FrameType
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, close_old_connections

from core.database_errors import describe
from core.database_ready import require_tables
from generation.database_guards import GuardsMissing, require_database_guards
from generation.lifecycle import transitions
from generation.models import Feature
from generation.run.errors import RunFailed
from generation.scheduling.look import ask_for_scheduled
from generation.session_waves import look_at_sessions
from generation.summaries_anew import ask_for_due
from generation.worker.execution import run_job
from generation.worker.scheduled_tasks import time_out_overdue
from generation.worker.shutdown import process_stopping
from generation.worker.side_by_side import run_jobs_side_by_side

# Jobs looked at before looking anew.
_AT_A_LOOK = 20


class Command(BaseCommand):
    """A worker anyone can follow:

    1. end what is overdue, and ask for the summaries and waves that are due;
    2. look for the jobs nobody holds; run waves side by side, as they mostly wait, and of the others the oldest;
    3. where there is none, wait a little and look again;
    4. on SIGTERM or Ctrl-C finish the job in hand, or give it back where that takes long, and leave.
    """

    help = "Run jobs by polling Postgres, one at a time, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks, about (default: 1)")
        parser.add_argument("--once", action="store_true", help="run what is there and leave")

    def handle(self, **options: Any) -> None:
        """Run until stopped, or with --once until nothing is left."""
        require_tables()
        _require_guards()
        self._wake = threading.Event()
        self._listen_for_signals()
        while not process_stopping.has_begun:
            found = self._look()
            if not found and options["once"]:
                return
            if not found:
                # Pollers that lost the same database do not all come back at the same instant.
                self._wake.wait(options["interval"] * random.uniform(0.5, 1.5))  # noqa: S311 - guards nothing

    def _look(self) -> bool:
        """Run one job. False: nobody needs one, or the database is away just now."""
        close_old_connections()
        try:
            time_out_overdue()
            ask_for_due()
            ask_for_scheduled()
            look_at_sessions()
            claimable = transitions.claimable_jobs()
            waves = claimable.filter(feature=Feature.SESSION_WAVE)
            together = list(waves.values_list("id", flat=True)[:_AT_A_LOOK])
            others = claimable.exclude(feature=Feature.SESSION_WAVE)
            waiting = list(others.values_list("id", flat=True)[:_AT_A_LOOK])
        except Error as error:
            self.stderr.write(f"The database is away ({describe(error)}); looking again.")
            return False
        done = self._run_together(together)
        # One that cannot be run does not keep the younger ones waiting.
        return any(self._run(job_id) for job_id in waiting) or done

    def _run_together(self, waves: list[UUID]) -> bool:
        """Whether any of the waves came to a good end."""
        done = run_jobs_side_by_side(waves) if waves else 0
        if done:
            self.stdout.write(f"{done} waves done")
        return done > 0

    def _run(self, job_id: UUID) -> bool:
        """Whether the job needs nothing more from this look."""
        if process_stopping.has_begun:
            return True
        try:
            ended = run_job(job_id)
        except RunFailed as failure:
            self.stderr.write(f"job {job_id} broke: {failure.code}")
            # Not permanent: the database was the trouble. Not at once again.
            return failure.permanent
        except Error as error:
            self.stderr.write(f"job {job_id} could not be taken: {describe(error)}")
            close_old_connections()
            return False
        if ended:
            self.stdout.write(f"job {job_id} done")
        return ended

    def _listen_for_signals(self) -> None:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, self._stop)
            signal.signal(signal.SIGINT, self._stop)

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        process_stopping.begin()
        self._wake.set()


def _require_guards() -> None:
    try:
        require_database_guards()
    except GuardsMissing as missing:
        raise CommandError(str(missing)) from None
