"""Keeping the leases of the jobs this process runs: one thread, one UPDATE every ten seconds for all of them.

The thread has a database connection of its own: were it to wait for the pool behind the runs, their leases would lapse.

A job whose lease could not be renewed (somebody else has it, it ended, or the database stayed away until the lease ran
out) is given up: its hold is lost, and the run leaves at the next stage. The fence would refuse its writes anyway.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import Error, connection

from core.connections import keep_own_connection
from core.database_errors import describe
from generation.lifecycle import transitions
from generation.models import GenerationJob
from generation.time_limits import HEARTBEAT, LEASE
from generation.worker.shutdown import Stopping, process_stopping

logger = logging.getLogger(__name__)


@dataclass(eq=False)
class Hold:
    """A job this process has claimed. `is_lost` is set once its lease could not be renewed."""

    job: GenerationJob
    renewed: float = field(default_factory=time.monotonic)
    is_lost: bool = False


class Heartbeat:
    """The thread begins with the first hold and sleeps while there is none. Times are seconds."""

    def __init__(
        self,
        every: float = HEARTBEAT.total_seconds(),
        lease: float = LEASE.total_seconds(),
        stopping: Stopping = process_stopping,
    ) -> None:
        self.every = every
        self._lease = lease
        self._stopping = stopping
        self._changed = threading.Condition()
        self._holds: set[Hold] = set()
        self._thread: threading.Thread | None = None
        # A forked child has neither the thread nor the jobs.
        os.register_at_fork(after_in_child=self._forget)

    @contextmanager
    def keep(self, job: GenerationJob) -> Iterator[Hold]:
        """Renew the lease of a claimed job for as long as the block runs."""
        hold = Hold(job)
        with self._changed:
            self._holds.add(hold)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)
                self._thread.start()
            elif len(self._holds) == 1:
                self._changed.notify()
        try:
            yield hold
        finally:
            with self._changed:
                self._holds.discard(hold)

    def _forget(self) -> None:
        self._changed = threading.Condition()
        self._holds = set()
        self._thread = None

    def _run(self) -> None:
        keep_own_connection()
        while True:
            with self._changed:
                while not self._holds:
                    connection.close()
                    self._changed.wait()
            self._pause()
            with self._changed:
                holds = list(self._holds)
            if holds:
                self._beat(holds)

    def _pause(self) -> None:
        """Until the next beat, or until what is held must be given back."""
        end = time.monotonic() + self.every
        while time.monotonic() < end and not self._stopping.is_urgent:
            time.sleep(min(self.every, 1.0))

    def _beat(self, holds: list[Hold]) -> None:
        try:
            # If the server was restarted since the last beat, this one reconnects.
            connection.close_if_unusable_or_obsolete()
            if self._stopping.is_urgent:
                self._give_back(holds)
            else:
                self._renew(holds)
        except (Error, OSError) as error:
            what = describe(error) if isinstance(error, Error) else type(error).__name__
            logger.warning("leases could not be renewed: %s", what)
            self._give_up_lapsed(holds)

    def _renew(self, holds: list[Hold]) -> None:
        began = time.monotonic()
        renewed = transitions.renew_leases([hold.job for hold in holds])
        for hold in holds:
            if (hold.job.id, hold.job.epoch) in renewed:
                hold.renewed = began
            elif not hold.is_lost:
                logger.info("job %s is given up: it ended, or its lease was not renewed", hold.job.id)
                hold.is_lost = True

    def _give_back(self, holds: list[Hold]) -> None:
        for hold in holds:
            if not hold.is_lost:
                hold.is_lost = True
                transitions.release(hold.job)

    def _give_up_lapsed(self, holds: list[Hold]) -> None:
        now = time.monotonic()
        for hold in holds:
            if now - hold.renewed >= self._lease:
                hold.is_lost = True


process_heartbeat = Heartbeat()
