"""Why some mutants that survive may: those read and found to change nothing that anybody could see."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.mutants.mutant import Mutant, changed_lines


class Reason(NamedTuple):
    """`diff` has the lines taken out and put in, as the report prints them, without the space around them."""

    file: str
    diff: str
    reason: str


@cache
def reasons() -> tuple[Reason, ...]:
    written = tomllib.loads(Path(__file__).with_name("reasons.toml").read_text(encoding="utf-8"))
    return tuple(Reason(**row) for row in written.get("survivor", ()))


def reason_for(mutant: Mutant) -> str:
    """The reason written down for this mutant, "" where there is none."""
    diff = tidy(changed_lines(mutant))
    return next((row.reason for row in reasons() if row.file == mutant.file and tidy(row.diff) == diff), "")


def tidy(diff: str) -> str:
    return "\n".join(f"{line[0]} {line[1:].strip()}" for line in diff.strip().splitlines())
