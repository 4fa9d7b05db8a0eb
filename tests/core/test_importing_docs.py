"""docs/importing.md lists every format and the limits in force."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.diary_formats.all_formats import DiaryFormat
from core.diary_formats.diary_file import MAX_ROWS
from core.diary_formats.file_text import FILE_MAX_BYTES
from core.management.commands.import_messages import Command
from core.text_door import MESSAGE_MAX_BYTES

PAGE = (Path(__file__).parent.parent.parent / "docs" / "importing.md").read_text()


@pytest.mark.parametrize("diary_format", list(DiaryFormat))
def test_the_page_has_a_row_for_each_format(diary_format: DiaryFormat) -> None:
    assert f"\n| `{diary_format}` |" in PAGE


@pytest.mark.parametrize(
    "option", ["--format", "--dates", "--columns", "--author", "--encoding", "--skip-bad", "--dry-run"]
)
def test_the_page_and_the_command_have_the_same_options(option: str) -> None:
    assert option in PAGE
    assert option in Command().create_parser("manage.py", "import_messages").format_help()


def test_the_page_states_the_limits_in_force() -> None:
    assert f"{MAX_ROWS:,} entries" in PAGE
    assert f"{MESSAGE_MAX_BYTES:,} bytes" in PAGE
    assert f"{FILE_MAX_BYTES // 2**20} MB" in PAGE
