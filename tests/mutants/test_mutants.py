"""That the tester itself bites: `make mutants` in small, over a module made for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.mutant import ROOT
from tests.mutants.operators import mutants_in
from tests.mutants.reasons import Reason, reasons, tidy
from tests.mutants.rooms import ROOMS, Room, files_of


def changes(source: str) -> set[str]:
    """The texts that the mistakes make of a source."""
    text = source.encode()
    return {(text[: one.start] + one.replacement.encode() + text[one.end :]).decode() for one in mutants_in("", text)}


@pytest.mark.parametrize(
    ("source", "mistaken"),
    [
        ("a < b", "a <= b"),
        ("(a) is not (b)", "(a) is (b)"),
        ("a and b", "a or b"),
        ("a and b and c", "((a) and (c))"),
        ("a = not b", "a = (b)"),
        ("a = 3", "a = 4"),
        ("a = 0", "a = (-1)"),
        ("a = True", "a = False"),
        ("a = b[c:]", "a = b[(c) + 1:]"),
        ("f(a, b)", "f(b, a)"),
        ("f(a, b)", "pass"),
        ("if a: b()", "if (not (a)): b()"),
        ("[a for a in b if a]", "[a for a in b if True]"),
        ("rows.filter(a=b, c=d)", "rows.filter(c=d)"),
        ("@fenced\ndef f(): g()", "\ndef f(): g()"),
        ("def f(): return a", "def f(): return None"),
        ("any(a)", "all(a)"),
        ("a += b", "a -= b"),
    ],
)
def test_mistake_is_tried(source: str, mistaken: str) -> None:
    assert mistaken in changes(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""1 < 2"""',
        'a = f"{1 + 2}"',
        "a: Literal[1]",
        "a = zip(b, strict=True)",
        "@property\ndef f(): ...",
        "a = b",
        "if TYPE_CHECKING:\n    f(a, b)",
    ],
)
def test_what_nobody_could_notice_is_left_alone(source: str) -> None:
    assert changes(source) == set()


def test_the_two_of_which_the_greater_is_taken_are_not_swapped() -> None:
    assert "a = max(c, b)" not in changes("a = max(b, c)")
    assert "a = max(c, b, key=d)" in changes("a = max(b, c, key=d)")


def test_none_is_not_tried_for_false() -> None:
    assert "def f(): return None" not in changes("def f(): return False")


def test_offsets_count_bytes() -> None:
    assert 'f("ä") <= "ö"' in changes('f("ä") < "ö"')


@pytest.mark.timeout(400)
def test_caught_and_surviving_mistakes_are_told_apart(tmp_path: Path) -> None:
    report = tmp_path / "mutants.jsonl"
    command = [sys.executable, "-m", "tests.mutants", "--room", "specimen", "--number", "0", "--jobs", "1"]
    # As in a shell, which names no settings.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [*command, "--report", str(report), "--least", "100"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    survived = {line["diff"] for line in lines if line["survived"]}
    caught = {line["diff"]: line["caught_by"].rpartition("::")[2] for line in lines if not line["survived"]}
    assert survived == {"-    seen.sort()\n+    pass"}, done.stderr[-3000:]
    assert "-    seen.sort()" in done.stdout
    assert "took no part" not in done.stderr
    assert caught["-    return number >= MIN\n+    return number > MIN"] == "test_three_is_enough_and_two_is_not"
    assert caught["-    return 3\n+    return 4"] == "test_three_is_enough_and_two_is_not"
    assert done.returncode == 1


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_room_names_code_and_tests_that_are_there(room: Room) -> None:
    assert files_of(room)
    assert [name for name in (*room.code, *room.tests) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("known", reasons(), ids=lambda known: known.file)
def test_reason_is_about_code_that_is_there(known: Reason) -> None:
    code = {line.strip() for line in (ROOT / known.file).read_text(encoding="utf-8").splitlines()}
    taken_out = [line[2:] for line in tidy(known.diff).splitlines() if line.startswith("-")]
    assert [line for line in taken_out if line not in code] == []
