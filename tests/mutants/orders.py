"""What the processes of the tester are asked, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.mutants.mutant import Mutant


@dataclass(frozen=True)
class Measure:
    """Run these tests and say of each what it took and which lines it reached."""

    tests: list[str]


@dataclass(frozen=True)
class Attempt:
    """Run these tests, in this order up to the first that fails, with the mistake, or without where it is None.

    Beside each test stands the CPU time it may take, in seconds.
    """

    mutant: Mutant | None
    tests: list[tuple[str, float]]


@dataclass
class Measured:
    """`seconds` of CPU; `lines` by file."""

    passed: bool
    seconds: float
    lines: dict[str, set[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Tried:
    """`failed` is the first test that failed. `is_there`: the mistake could be put in."""

    failed: str | None = None
    is_there: bool = True


@dataclass(frozen=True)
class Order:
    """`mutant` is None for no mistake; `template` the database to copy, "" where no test asks one; `answer` a file for
    the test that failed."""

    mutant: Mutant | None
    tests: list[str]
    template: str
    answer: str
