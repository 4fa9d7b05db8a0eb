"""docs/erasure.md says which columns are blanked, which commands there are and how the embedded server is scrubbed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from core.erasure import all_kept_words
from core.kept_names import KEPT_NAMES
from core.scrubbing import _LOG_FILES

PAGE = (Path(__file__).resolve().parents[2] / "docs/erasure.md").read_text(encoding="utf-8")


def test_every_blanked_column_is_listed() -> None:
    listed = {
        table: re.findall(r"`(\w+)`", columns)
        for tables, columns in re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| (`\w+`.*) \|$", PAGE, re.MULTILINE)
        for table in re.findall(r"`(\w+)`", tables)
    }
    declared = {words.table: list(words.columns) for words in all_kept_words()}
    names = {kept.table: [*kept.columns, *kept.texts] for kept in KEPT_NAMES}
    assert listed == {**declared, **names, "patients": ["hash_key"]}


@pytest.mark.parametrize("name", sorted(set(re.findall(r"manage\.py (\w+)", PAGE))))
def test_every_command_named_exists(name: str) -> None:
    assert name in get_commands()


def test_commands_for_other_servers_are_those_of_the_scrub() -> None:
    source = (Path(__file__).resolve().parents[2] / "core/scrubbing.py").read_text(encoding="utf-8")
    for block in re.findall(r"```\n(.+?)```", PAGE, re.DOTALL):
        for statement in filter(None, (line.strip(" ;") for line in block.splitlines())):
            assert statement in source or statement == _LOG_FILES
