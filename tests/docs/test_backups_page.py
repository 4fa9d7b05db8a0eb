"""docs/backups.md lists every kind of row that a restore does again, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from audit.backups.taken_back import KINDS

PAGE = Path(__file__).resolve().parents[2] / "docs/backups.md"


def test_every_kind_of_the_list_is_on_the_page() -> None:
    tables = PAGE.read_text(encoding="utf-8").split("| kind |")[1:]
    first_cells = [line.split("|")[1] for table in tables for line in table.splitlines() if line.startswith("| `")]
    assert sorted(name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)) == sorted(KINDS)
