"""docs/moving-from-therabridge.md names every table, column and problem there is; docs/taking-along.md every file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generation.archives.rows import FILES
from generation.older_system.people import WAVE_COLUMNS
from generation.older_system.report import Problem
from tests.older_system.schema import FIRST, LATER

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "moving-from-therabridge.md").read_text(encoding="utf-8")


def test_every_table_of_the_older_system_has_its_line() -> None:
    tables = re.findall(r"CREATE TABLE (\w+)|RENAME TO (\w+)", FIRST + "".join(LATER.values()))
    assert [name for pair in tables for name in pair if name and f"`{name}`" not in PAGE] == []


@pytest.mark.parametrize("wave", WAVE_COLUMNS)
def test_columns_of_a_wave_are_those_that_are_read(wave: str) -> None:
    assert f"| `{wave}` | {', '.join(f'`{name}`' for name in WAVE_COLUMNS[wave])} |" in PAGE


def test_every_problem_is_explained() -> None:
    assert [problem.value for problem in Problem if f"`{problem}`" not in PAGE] == []


def test_every_file_of_an_archive_is_named() -> None:
    page = (DOCS / "taking-along.md").read_text(encoding="utf-8")
    assert [name for name in FILES if f"| `{name}` |" not in page] == []
