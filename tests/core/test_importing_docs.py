"""docs/importing.md lists every format and the limits in force."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.diary_formats.detect import DiaryFormat
from core.diary_formats.file_text import FILE_MAX_BYTES
from core.text_door import MESSAGE_MAX_BYTES

PAGE = (Path(__file__).parent.parent.parent / "docs" / "importing.md").read_text()


@pytest.mark.parametrize("diary_format", list(DiaryFormat))
def test_the_page_has_a_row_for_each_format(diary_format: DiaryFormat) -> None:
    assert f"\n| `{diary_format}` |" in PAGE


def test_the_page_states_the_limits_in_force() -> None:
    assert f"{MESSAGE_MAX_BYTES:,} bytes" in PAGE
    assert f"{FILE_MAX_BYTES // 2**20} MB" in PAGE
