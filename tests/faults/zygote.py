"""A process with everything imported, and the word lists read, that forks the programs the tests start and kill, so
that starting is cheap.

Reads lines of JSON, {"role", "arguments", "environment"}, and answers each with the child's process id. Children end
with it.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import django

_DIE_WITH_PARENT = 1


def main() -> None:
    django.setup()
    from tests.faults import programs

    _summarise_once()
    log = os.open(Path(os.environ["PROGRAMS_LOG"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become_program(log, order["environment"])
            programs.ROLES[order["role"]](*order["arguments"])
            os._exit(0)
        print(pid, flush=True)


def _summarise_once() -> None:
    """Whatever is read when the first summary is made is read here, once for all the programs.

    So none of them is killed while it reads the word lists; what reads them has no state to lose.
    """
    from generation.pipeline.contracts import InputMessage
    from generation.pipeline.inputs import make_input, window_ending
    from generation.pipeline.sequence import run_stages

    sent = datetime(2026, 3, 1, 8, tzinfo=UTC)
    message = InputMessage(id="m1", revision=1, sent_at=sent, text="Felt calm. Slept 7 h.")
    steps = run_stages(make_input("UTC", window_ending(sent.date()), [message]), {})
    output = next(steps)
    with suppress(StopIteration):
        while True:
            output = steps.send(output.body)


def _become_program(log: int, environment: dict[str, str]) -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for target, source in ((0, nothing), (1, log), (2, log)):
        os.dup2(source, target)
    os.environ.update(environment)


if __name__ == "__main__":
    main()
