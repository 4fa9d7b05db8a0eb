"""Where the services keep their data and sockets, and what they refuse to keep it in."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from sessionbridge.embedded.accounts import Account, can_reach
from sessionbridge.embedded.errors import EmbeddedServiceError
from sessionbridge.embedded.folders import make_own_folder, make_private_folder
from sessionbridge.embedded.places import FALLBACK_PARENT, LONGEST_SOCKET_PATH, find_places
from tests.embedded.commands import Seen
from tests.embedded.conftest import StartCommand

OWN = Account(os.geteuid(), os.getegid())
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="root only")


def test_places_are_worked_out_and_nothing_is_made(local: Path) -> None:
    places = find_places(local)
    assert places == find_places(local)
    assert not local.exists()


def test_everything_lies_below_the_local_folder(local: Path) -> None:
    places = find_places(local)
    assert places.home == local / "embedded"
    assert places.database_url == (
        f"postgres://sessionbridge@/sessionbridge?host={str(places.sockets).replace('/', '%2F')}&port=5432"
    )
    assert places.redis_url == f"unix://{places.sockets}/valkey.sock"


def test_long_path_gets_short_sockets(project: Path) -> None:
    places = find_places(project / ("long" * 25) / ".local")
    assert len(os.fsencode(places.sockets / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH
    assert places.home == project / ("long" * 25) / ".local" / "embedded"


def test_services_run_in_a_long_path_with_spaces_and_quotes(project: Path, start: StartCommand) -> None:
    folder = project / ('it\'s long, "odd" & ünusual ' * 4)
    folder.mkdir(mode=0o755)
    local = folder / ".local"
    command = start(local=local)
    seen = Seen.of(command.answer())
    assert seen.query("SELECT 1") == 1
    assert seen.valkey().ping()
    command.end()
    shutil.rmtree(seen.sockets)


@as_root
def test_project_closed_to_others_moves_its_data_and_says_so(project: Path, start: StartCommand) -> None:
    project.chmod(0o700)
    command = start(arguments={"umask": 0o077})
    seen = Seen.of(command.answer())
    assert seen.home.parent == FALLBACK_PARENT
    assert str(seen.home) in (project / ".local/embedded.json").read_text()
    said = command.end()
    assert f"keep their data in {seen.home}" in said
    assert project.stat().st_mode & 0o777 == 0o700


@as_root
def test_moved_data_is_found_again_after_the_project_was_opened(project: Path, start: StartCommand) -> None:
    project.chmod(0o700)
    first = start()
    moved = first.answer()
    first.end()
    project.chmod(0o755)
    assert start().answer() == moved


@pytest.mark.parametrize("mode", [0o777, 0o770])
def test_folder_others_may_write_to_is_refused(project: Path, mode: int) -> None:
    folder = project / "open"
    folder.mkdir()
    folder.chmod(mode)
    with pytest.raises(EmbeddedServiceError, match="may write to"):
        make_private_folder(folder, OWN)


def test_link_in_place_of_a_folder_is_refused(project: Path) -> None:
    (project / "link").symlink_to(project)
    with pytest.raises(EmbeddedServiceError, match="is not a folder"):
        make_own_folder(project / "link")


def test_folder_is_seen_by_nobody_before_it_is_finished(project: Path) -> None:
    """Another command that starts meanwhile would take a closed one for one its servers cannot enter."""
    folder, seen, done = project / "new", set[int](), Event()

    def look() -> None:
        while not done.is_set():
            with suppress(FileNotFoundError):
                seen.add(folder.stat().st_mode & 0o777)

    looking = Thread(target=look)
    looking.start()
    for _ in range(500):
        make_own_folder(folder)
        folder.rmdir()
    done.set()
    looking.join()
    assert seen == {0o711 if os.geteuid() == 0 else 0o700}
    assert list(project.iterdir()) == []


def test_folder_that_another_command_made_meanwhile_is_taken(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, chmod = project / "new", Path.chmod

    def made_by_another(path: Path, mode: int) -> None:
        chmod(path, mode)
        folder.mkdir(mode)
        chmod(folder, mode)
        (folder / "start.lock").touch()

    monkeypatch.setattr(Path, "chmod", made_by_another)
    make_own_folder(folder)
    assert list(project.iterdir()) == [folder]
    assert (folder / "start.lock").exists()


@as_root
def test_folder_of_another_account_is_refused(project: Path) -> None:
    folder = project / "theirs"
    folder.mkdir()
    os.chown(folder, 65534, 65534)
    with pytest.raises(EmbeddedServiceError, match="belongs to another account"):
        make_own_folder(folder)


@pytest.mark.parametrize(("mode", "reachable"), [(0o755, True), (0o711, True), (0o700, False)])
def test_other_account_reaches_what_the_mode_allows(project: Path, mode: int, *, reachable: bool) -> None:
    project.chmod(mode)
    assert can_reach(Account(OWN.uid + 4000, OWN.gid + 4000), project) is reachable
