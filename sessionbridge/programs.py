"""The programs of `make up`: started, started again when they end by themselves, stopped."""

from __future__ import annotations

import math
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

# For a task that is running; what it had not finished is taken up again by the next worker.
END_SECONDS = 20


class ProgramEnded(Exception):
    """One of the programs cannot be started, or never answered."""


@dataclass
class _Program:
    """`ends_in_a_row` counts those soon after a start; `start_at` is set while it waits to be started again."""

    command: tuple[str, ...]
    process: subprocess.Popen[bytes]
    started: float
    ends_in_a_row: int = 0
    start_at: float | None = None

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None


class Programs:
    """The programs this process started in `folder`, by name. Times are seconds.

    One that ends is started again after `first_wait`, doubled with each end up to `longest_wait`; one that ran for
    `steady` begins with the first again. `record` is told the processes whenever they change.
    """

    def __init__(
        self,
        folder: Path,
        record: Callable[[Mapping[str, int]], None],
        *,
        first_wait: float = 1.0,
        longest_wait: float = 60.0,
        steady: float = 60.0,
    ) -> None:
        self._folder = folder
        self._record = record
        self._first_wait = first_wait
        self._longest_wait = longest_wait
        self._steady = steady
        self._programs: dict[str, _Program] = {}

    def start(self, name: str, *command: str) -> None:
        """Start `python -m COMMAND`."""
        self._programs[name] = _Program(command, self._spawn(command), time.monotonic())
        self._record(self._pids())

    def mend(self, give_up_after: float = math.inf) -> None:
        """Start again what has ended and waited long enough, and say so.

        Raises ProgramEnded for one that ended `give_up_after` times in a row.
        """
        for name, program in self._programs.items():
            if program.is_alive:
                continue
            if program.start_at is None:
                self._note_end(name, program, give_up_after)
            elif time.monotonic() >= program.start_at:
                program.process, program.started = self._spawn(program.command), time.monotonic()
                program.start_at = None
                self._record(self._pids())

    def stop(self) -> None:
        """Ask all to end, then insist."""
        for program in self._programs.values():
            program.process.terminate()
        deadline = time.monotonic() + END_SECONDS
        for program in self._programs.values():
            try:
                program.process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                program.process.kill()
                program.process.wait()

    def _note_end(self, name: str, program: _Program, give_up_after: float) -> None:
        now = time.monotonic()
        was_steady = now - program.started >= self._steady
        program.ends_in_a_row = 1 if was_steady else program.ends_in_a_row + 1
        ended = f"The {name} ended by itself (exit code {program.process.returncode})"
        if program.ends_in_a_row >= give_up_after:
            raise ProgramEnded(f"{ended}, {program.ends_in_a_row} times in a row.")
        wait = min(self._longest_wait, self._first_wait * 2.0 ** (program.ends_in_a_row - 1))
        program.start_at = now + wait
        print(f"{ended}; starting it again in {wait:g} s.", flush=True)
        # Its number may be another's by the time somebody looks.
        self._record(self._pids())

    def _pids(self) -> dict[str, int]:
        return {name: program.process.pid for name, program in self._programs.items() if program.is_alive}

    def _spawn(self, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches `make up` alone, which then stops the rest.
        return subprocess.Popen(
            [sys.executable, "-m", *command], cwd=self._folder, stdin=subprocess.DEVNULL, start_new_session=True
        )
