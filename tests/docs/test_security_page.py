"""Every row of docs/security.md names a test that there is, or says why it needs none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/security.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| who |", "| section |", "| risk |"))
]


def test_every_chapter_and_risk_has_a_row() -> None:
    first = " ".join(row[0] for row in ROWS)
    assert [n for n in range(1, 18) if not re.search(rf"\bV{n}[. ]", first)] == []
    assert [n for n in range(1, 11) if f"LLM{n:02}" not in first] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_row_names_a_test_or_says_why_not(row: list[str]) -> None:
    if row[-1].startswith("not applicable, because "):
        return
    named = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", row[-1])
    assert named, row[-1]
    source = (ROOT / named[1]).read_text(encoding="utf-8")
    assert re.search(rf"^(async )?def {named[2]}\(", source, re.MULTILINE)
