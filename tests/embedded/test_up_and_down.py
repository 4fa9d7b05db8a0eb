"""`make up` and `make down` on a copy of the project: real web server, workers and beat."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from sessionbridge.cores import count_cores
from sessionbridge.embedded.places import find_places
from sessionbridge.embedded.processes import is_gone
from tests.embedded.commands import REPOSITORY, Seen, clean_environment
from tests.embedded.conftest import temporary_project

PARTS = ("sessionbridge", "core", "generation", "audit", "templates")


class Up:
    """A running `make up`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sessionbridge.up"],
            cwd=folder,
            env=clean_environment(),
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

    def wait_for_programs(self) -> dict[str, psutil.Process]:
        """The programs as soon as all are started, before they answer."""
        content: dict[str, tuple[int, list[str]]] = {}
        # The last to be started.
        while "beat" not in content:
            assert self.process.poll() is None, self.process.communicate()[0]
            time.sleep(0.05)
            with suppress(OSError):
                content = json.loads((self.folder / ".local/up.json").read_text())
        return {name: psutil.Process(pid) for name, (pid, _) in content.items()}

    def finish(self) -> int:
        self.said += self.process.communicate(timeout=60)[0]
        return self.process.returncode


@pytest.fixture(scope="module")
def copy() -> Iterator[Path]:
    with temporary_project() as folder:
        for part in PARTS:
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(REPOSITORY / part, folder / part, ignore=ignored)
        yield folder
        down(folder)


@pytest.fixture
def up(copy: Path) -> Iterator[Up]:
    command = Up(copy)
    yield command
    if command.process.poll() is None:
        command.process.terminate()
        command.finish()


def test_up_answers_and_ctrl_c_stops_everything(up: Up) -> None:
    address = up.wait_for("Admin:").split()[-1]
    assert len(up.wait_for("Password:").split()[-1]) >= 16
    programs = up.wait_for_programs()
    assert [name for name in programs if "worker" in name] == [f"worker {n + 1}" for n in range(count_cores())]
    with urllib.request.urlopen(address) as page:  # noqa: S310 - the address it just printed
        assert b"csrfmiddlewaretoken" in page.read()
    up.process.send_signal(signal.SIGINT)
    assert up.finish() == 0
    assert "Everything is stopped." in up.said
    assert not [name for name, process in programs.items() if not is_gone(process)]
    assert down(up.folder) == "Nothing was running.\n"


def test_killed_programs_and_services_are_started_again(up: Up) -> None:
    first = up.wait_for_programs()
    first["beat"].kill()
    up.wait_for("The beat ended by itself (exit code -9); starting it again in 1 s.")
    # The account was made by the test before, with its password printed then.
    assert "manage.py reset_admin_password" in up.wait_for("Password:")
    worker = next(name for name in first if name.startswith("worker"))
    first[worker].kill()
    up.wait_for(f"The {worker} ended by itself (exit code -9); starting it again in 1 s.")
    places = find_places(up.folder / ".local")
    seen = Seen(places.home, places.sockets)
    seen.postmaster().kill()
    up.wait_for("An embedded service had stopped; starting it again.")
    end = time.monotonic() + 20
    while (now := up.wait_for_programs()).keys() != first.keys() or now[worker] == first[worker]:
        assert time.monotonic() < end
        time.sleep(0.1)
    assert now["beat"] != first["beat"]
    up.process.terminate()
    assert up.finish() == 0


def test_down_stops_what_a_killed_up_left(up: Up) -> None:
    programs = up.wait_for_programs()
    up.process.kill()
    said = down(up.folder)
    up.finish()
    # The last program out may have stopped the services before down comes to them.
    names = ", ".join(name for name in programs if name != "up")
    assert said in {f"Stopped: {names}.\n", f"Stopped: {names}, embedded services.\n"}
    assert not [name for name, process in programs.items() if not is_gone(process)]


def down(folder: Path) -> str:
    return subprocess.check_output(
        [sys.executable, "-m", "sessionbridge.down"], cwd=folder, env=clean_environment(), text=True
    )
