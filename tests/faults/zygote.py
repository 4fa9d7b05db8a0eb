"""A process with everything imported that forks the programs the tests start and kill, so that starting is cheap.

Reads lines of JSON, {"role", "arguments", "environment"}, and answers each with the child's process id. Children end
with it.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from pathlib import Path

import django

_DIE_WITH_PARENT = 1


def main() -> None:
    django.setup()
    from tests.faults import programs

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
