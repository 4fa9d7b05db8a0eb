"""The same as an ordinary user, in a project that the user owns and nobody else may enter."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from tests.embedded.commands import Seen
from tests.embedded.conftest import StartCommand

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="all other tests run as ordinary user")


@pytest.fixture
def home(project: Path) -> Path:
    """A folder of an ordinary user's."""
    entry = pwd.getpwnam("nobody")
    folder = project / "home"
    folder.mkdir()
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    folder.chmod(0o700)
    return folder


def test_ordinary_user_starts_joins_and_stops(home: Path, start: StartCommand) -> None:
    first, second = (start("as=nobody", local=home / ".local") for _ in range(2))
    seen = Seen.of(first.answer())
    assert seen == Seen.of(second.answer())
    assert seen.home == home / ".local/embedded"
    assert {seen.postmaster().username(), seen.valkey_server().username()} == {"nobody"}
    first.end()
    assert seen.query("SELECT 1") == 1
    second.end()
    assert not seen.is_up()


def test_root_joins_what_an_ordinary_user_started_and_leaves_nothing_of_its_own(
    home: Path, start: StartCommand
) -> None:
    user = start("as=nobody", local=home / ".local")
    seen = Seen.of(user.answer())
    postmaster = seen.postmaster()
    user.kill()
    root = start(local=home / ".local")
    assert Seen.of(root.answer()).postmaster() == postmaster
    root.end()
    assert {path.owner() for path in home.rglob("*")} == {"nobody"}


def test_ordinary_user_is_told_whose_the_services_are(local: Path, start: StartCommand) -> None:
    root = start()
    root.answer()
    root.end()
    assert f"{local} belongs to another account (uid 0" in start("as=nobody").answer()["error"]
