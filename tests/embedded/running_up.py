"""`make up` as a process, on a copy of the project."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from sessionbridge.running import RunningFile
from tests.embedded.commands import REPOSITORY, clean_environment
from tests.embedded.conftest import temporary_project

PARTS = ("sessionbridge", "core", "generation", "audit", "templates")


class Up:
    """A running `make up`."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sessionbridge.up"],
            cwd=folder,
            env={**clean_environment(), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def wait_for(self, words: str) -> str:
        """Read on until a line holds the words; returns that line."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return line.strip()
        raise AssertionError(f"ended without saying {words!r}:\n{self.said}")

    def read_on(self) -> None:
        """Until it ends."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def wait_for_programs(self) -> dict[str, psutil.Process]:
        """The programs as soon as all are started, before they answer."""
        # The last to be started.
        while "beat" not in (found := self.programs()):
            assert self.process.poll() is None, self.process.communicate()[0]
            time.sleep(0.05)
        return found

    def programs(self) -> dict[str, psutil.Process]:
        """Those that run now."""
        return RunningFile(self.folder / ".local").read()

    def finish(self) -> int:
        self.said += self.process.communicate(timeout=60)[0]
        return self.process.returncode


@contextmanager
def project_copy() -> Iterator[Path]:
    """What `make up` needs of the project, in a folder of its own; whatever runs there ends with the block."""
    with temporary_project() as folder:
        # With what is compiled already, which is known by the times of its sources; not what another is still writing.
        for part in PARTS:
            shutil.copytree(REPOSITORY / part, folder / part, ignore=shutil.ignore_patterns("*.pyc.*"))
        shutil.copy(REPOSITORY / "manage.py", folder)
        yield folder
        down(folder)


@contextmanager
def running_up(folder: Path, **environment: str) -> Iterator[Up]:
    command = Up(folder, **environment)
    yield command
    if command.process.poll() is None:
        command.process.terminate()
        command.finish()


def down(folder: Path) -> str:
    """What `make down` says."""
    return subprocess.check_output(
        [sys.executable, "-m", "sessionbridge.down"], cwd=folder, env=clean_environment(), text=True
    )
