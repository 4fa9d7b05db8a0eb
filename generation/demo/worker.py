"""A real Celery worker for the length of a command.

Run as a program it is that worker, and ends when the command that started it does, by kill -9 too: the pipe between
them closes then.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

from celery import current_app
from celery.bin.celery import main as celery
from django.conf import settings
from kombu.exceptions import OperationalError as BrokerError

_ANSWER_SECONDS = 1.0
_STOP_SECONDS = 20


class BrokerAway(Exception):
    """No worker can be asked: Redis does not answer."""


def a_worker_answers() -> bool:
    """Whether a worker that takes our jobs is up. Waits for up to a second. Raises BrokerAway."""
    try:
        replies = current_app.control.inspect(timeout=_ANSWER_SECONDS).active_queues() or {}
    except (BrokerError, OSError) as error:
        raise BrokerAway(type(error).__name__) from None
    ours = current_app.conf.task_default_queue
    return any(queue["name"] == ours for queues in replies.values() for queue in queues)


class DemoWorker:
    """`celery worker` with two threads as a child of this process; its words go to a log file in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "demo-worker.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> DemoWorker:
        command = ["-A", current_app.main, "worker", "--pool", "threads", "--concurrency", "2"]
        quiet = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        place = ["--queues", current_app.conf.task_default_queue, "--hostname", f"demo-{os.getpid()}@%h"]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, *command, *quiet, *place],
                cwd=settings.BASE_DIR,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C is for the command, which then ends its worker.
                start_new_session=True,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def is_alive(self) -> bool:
        """Whether the worker still runs."""
        return self._process is not None and self._process.poll() is None


def _end_with_the_command() -> None:
    # Not sys.stdin: a thread that still holds its buffer breaks the interpreter's end.
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with_the_command, daemon=True).start()
    celery()
