"""What `make up` has running, kept in a file so that `make down` finds it, whatever became of `make up`."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil

from sessionbridge.embedded.processes import end_processes

UP = "up"


class RunningFile:
    """The processes of `make up` by name. A process is its number and its command line: numbers come again,
    and the time a process began changes with the clock.
    """

    def __init__(self, local: Path) -> None:
        self._path = local / "up.json"

    def write(self, pids: Mapping[str, int]) -> None:
        """Record these processes, but for those that have ended, in place of any earlier ones."""
        content = {}
        for name, pid in pids.items():
            with suppress(psutil.NoSuchProcess):
                content[name] = [pid, _command_line(psutil.Process(pid))]
        partial = self._path.with_suffix(".new")
        partial.write_text(json.dumps(content) + "\n")
        partial.replace(self._path)

    def read(self) -> dict[str, psutil.Process]:
        """Those recorded processes that still run."""
        try:
            content = json.loads(self._path.read_text())
        except (OSError, ValueError):
            return {}
        found = {}
        for name, (pid, command) in content.items():
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                process = psutil.Process(pid)
                if process.cmdline() == command:
                    found[name] = process
        return found

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)


def _command_line(process: psutil.Process) -> list[str]:
    """What it is called. A process just started has none yet for the instant in which it becomes its program."""
    while not (words := process.cmdline()):
        time.sleep(0.001)
    return list(words)


def end_running(running: Mapping[str, psutil.Process]) -> None:
    """End `make up`, which ends its children; then whatever of them it left."""
    if UP in running:
        end_processes([running[UP]], signal.SIGTERM)
    end_processes((p for name, p in running.items() if name != UP), signal.SIGTERM)
