"""What `make up` has running, kept in a file so that `make down` finds it, whatever became of `make up`."""

from __future__ import annotations

import json
import signal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil

from sessionbridge.embedded.processes import end_processes

UP = "up"


class RunningFile:
    """The processes of `make up` by name. A process is its number and when it began: numbers come again."""

    def __init__(self, local: Path) -> None:
        self._path = local / "up.json"

    def write(self, pids: Mapping[str, int]) -> None:
        """Record these processes in place of any earlier ones."""
        content = {name: [pid, psutil.Process(pid).create_time()] for name, pid in pids.items()}
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
        for name, (pid, began) in content.items():
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(pid)
                if process.create_time() == began and process.status() != psutil.STATUS_ZOMBIE:
                    found[name] = process
        return found

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)


def end_running(running: Mapping[str, psutil.Process]) -> None:
    """End `make up`, which ends its children; then whatever of them it left."""
    if UP in running:
        end_processes([running[UP]], signal.SIGTERM)
    end_processes((p for name, p in running.items() if name != UP), signal.SIGTERM)
