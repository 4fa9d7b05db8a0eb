"""One mistake: a piece of one file replaced by another."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Mutant:
    """`start` and `end` are offsets into the bytes of `file`, whose path counts from the root of the project.

    `function` is the dotted name of the outermost function around it, "" where the code runs on import. `first` and
    `last` are the lines of the statement around it, which some test has to reach before it can notice.
    """

    file: str
    operator: str
    start: int
    end: int
    replacement: str
    line: int
    first: int
    last: int
    function: str

    @property
    def name(self) -> str:
        """What stays the same from run to run: the same seed names the same mutants."""
        return f"{self.file}:{self.line} {self.operator} {self.start}-{self.end} {self.replacement}"


def mutated_source(mutant: Mutant) -> str:
    source = (ROOT / mutant.file).read_bytes()
    return (source[: mutant.start] + mutant.replacement.encode() + source[mutant.end :]).decode()


def changed_lines(mutant: Mutant) -> str:
    """The lines taken out and put in, as a diff shows them."""
    before = (ROOT / mutant.file).read_text(encoding="utf-8").splitlines()
    compared = difflib.unified_diff(before, mutated_source(mutant).splitlines(), lineterm="", n=0)
    return "\n".join(line for line in compared if not line.startswith(("---", "+++", "@@")))
