"""`make up` and `make down` on a copy of the project: real web server, workers and beat."""

from __future__ import annotations

import signal
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from sessionbridge.cores import count_cores
from sessionbridge.embedded.processes import is_gone
from tests.embedded.running_up import Up, down, project_copy, running_up


@pytest.fixture(scope="module")
def copy() -> Iterator[Path]:
    with project_copy() as folder:
        yield folder


@pytest.fixture
def up(copy: Path) -> Iterator[Up]:
    with running_up(copy) as command:
        yield command


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


def test_password_of_the_admin_is_printed_once(up: Up) -> None:
    # The account was made by the test before.
    assert "manage.py reset_admin_password" in up.wait_for("Password:")
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
