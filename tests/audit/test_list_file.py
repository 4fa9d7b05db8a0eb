"""The list of what was taken back is whole, of this installation and newer than the backup, or it is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.migrations.recorder import MigrationRecorder

from audit.backups.installation import installation_id
from audit.backups.list_file import FILE_NAME, ListFile, UnusableList, read_list, require_of_backup, write_list
from audit.backups.taken_back import KINDS
from core.erasure import erase_person
from tests.builders.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path: Path) -> Path:
    for _ in range(2):
        erase_person(make_person(), by="the practice")
    return write_list(tmp_path)


def test_whole_list_is_read_and_its_last_line_says_what_it_is(path: Path) -> None:
    found = read_list(path)
    end = json.loads(path.read_text().splitlines()[-1])
    assert (end["kind"], end["lines"]) == ("end", len(found.listed.rows))
    assert found.installation == installation_id()
    assert [kind for kind, _ in found.listed.rows].count("person") == 2


def without(number: int) -> Callable[[list[str]], list[str]]:
    return lambda lines: [line for place, line in enumerate(lines) if place != number]


DAMAGE: dict[str, Callable[[list[str]], list[str]]] = {
    "empty": lambda _: [],
    "cut off": lambda lines: lines[:-1],
    "cut off within the last line": lambda lines: [*lines[:-1], lines[-1][:40]],
    "a line gone": without(0),
    "two lines swapped": lambda lines: [lines[1], lines[0], *lines[2:]],
    "a line altered": lambda lines: [lines[0].replace("person", "message"), *lines[1:]],
    "a line twice": lambda lines: [lines[0], *lines],
    "two ends": lambda lines: [*lines, lines[-1]],
    "the end of another moment": lambda lines: [*lines[:-1], lines[-1].replace('"at": "2', '"at": "3')],
    "no JSON": lambda _: ["{\n"],
    "no row": lambda lines: ["[]\n", *lines],
    "a kind and no ids": lambda lines: ['{"kind": "person"}\n', *lines],
    "no text": lambda _: ["\udcff\n"],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damaged_list_is_refused_with_what_to_do(path: Path, damage: Callable[[list[str]], list[str]]) -> None:
    lines = damage(path.read_text().splitlines(keepends=True))
    path.write_text("".join(lines), errors="surrogateescape")
    with pytest.raises(UnusableList, match=r"taken-back.jsonl (is not whole|was changed).*--list-only"):
        read_list(path)


def test_list_of_newer_code_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = {name: kind for name, kind in KINDS.items() if name != "person"}
    monkeypatch.setattr("audit.backups.list_file.KINDS", older)
    with pytest.raises(UnusableList, match=r"Newer code wrote .* it lists person"):
        read_list(path)


def accept(found: ListFile, *, installation: str, later: timedelta = timedelta(0), is_recovered: bool = False) -> None:
    require_of_backup(Path(FILE_NAME), found, installation, found.at + later, is_recovered=is_recovered)


def test_list_of_now_is_taken(path: Path) -> None:
    accept(read_list(path), installation=installation_id())


def test_list_of_another_installation_is_refused(path: Path) -> None:
    found = read_list(path)
    first = MigrationRecorder.Migration.objects.order_by("pk").first()
    assert first
    first.applied += timedelta(seconds=1)
    first.save()
    with pytest.raises(UnusableList, match="of another installation"):
        accept(found, installation=installation_id())


def test_list_older_than_the_backup_is_refused_unless_that_was_recovered(path: Path) -> None:
    found = read_list(path)
    with pytest.raises(UnusableList, match=r"before the backup of .*--recovered"):
        accept(found, installation=installation_id(), later=timedelta(seconds=1))
    accept(found, installation=installation_id(), later=timedelta(days=1), is_recovered=True)
