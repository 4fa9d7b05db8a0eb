"""A program of `make up` that ends is started again, later each time."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from sessionbridge.programs import ProgramEnded, Programs

STAYS = "import time; time.sleep(60)"
ENDS = "raise SystemExit(3)"


@pytest.fixture
def recorded() -> dict[str, int]:
    """The processes as they were recorded last."""
    return {}


@pytest.fixture
def make(tmp_path: Path, recorded: dict[str, int]) -> Iterator[Callable[..., Programs]]:
    made: list[Programs] = []

    def record(pids: Mapping[str, int]) -> None:
        recorded.clear()
        recorded.update(pids)

    def make_programs(text: str, **times: float) -> Programs:
        (tmp_path / "thing.py").write_text(text)
        made.append(Programs(tmp_path, record, **times))
        made[-1].start("thing", "thing")
        return made[-1]

    yield make_programs
    for programs in made:
        programs.stop()


def mend_until(programs: Programs, is_done: Callable[[], bool], **options: float) -> None:
    end = time.monotonic() + 20
    while not is_done():
        assert time.monotonic() < end
        programs.mend(**options)
        time.sleep(0.01)


def test_killed_program_is_started_again(make: Callable[..., Programs], recorded: dict[str, int]) -> None:
    programs = make(STAYS, first_wait=0.01)
    first = recorded["thing"]
    os.kill(first, signal.SIGKILL)
    mend_until(programs, lambda: recorded.get("thing", first) != first)


def test_what_waits_to_be_started_is_not_on_record(make: Callable[..., Programs], recorded: dict[str, int]) -> None:
    mend_until(make(ENDS), lambda: not recorded)


def test_waits_grow_up_to_the_longest(make: Callable[..., Programs], capfd: pytest.CaptureFixture[str]) -> None:
    programs = make(ENDS, first_wait=0.01, longest_wait=0.03)
    said = ""

    def has_ended_four_times() -> bool:
        nonlocal said
        said += capfd.readouterr().out
        return said.count("The thing ended by itself (exit code 3)") >= 4

    mend_until(programs, has_ended_four_times)
    assert re.findall(r"again in ([\d.]+) s", said)[:4] == ["0.01", "0.02", "0.03", "0.03"]


def test_one_that_ran_for_long_is_not_made_to_wait(
    make: Callable[..., Programs], capfd: pytest.CaptureFixture[str]
) -> None:
    programs = make(ENDS, first_wait=0.01, steady=0.0)
    said: list[str] = []
    mend_until(programs, lambda: said.append(capfd.readouterr().out) or "".join(said).count("ended") >= 3)  # type: ignore[func-returns-value]
    assert set(re.findall(r"again in ([\d.]+) s", "".join(said))) == {"0.01"}


def test_one_that_cannot_start_is_given_up(make: Callable[..., Programs]) -> None:
    with pytest.raises(ProgramEnded, match=r"exit code 3\), 2 times in a row"):
        mend_until(make(ENDS, first_wait=0.01), lambda: False, give_up_after=2)
