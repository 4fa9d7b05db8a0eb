"""docs/jobs.md says what the settings and the code say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from generation.lifecycle.transitions import TRANSITIONS

PAGE = (Path(__file__).resolve().parents[2] / "docs/jobs.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line", re.findall(r"^\| .+ \| ([\d, ]+) \| (`JOB_.*|`SWEEP.*|`SUMMARY_ANEW.*|`SCHEDULE.*) \|$", PAGE, re.MULTILINE)
)
def test_times_are_those_of_the_settings(line: tuple[str, str]) -> None:
    numbers, names = line
    values = [getattr(settings, name) for name in re.findall(r"`(\w+)`", names)]
    assert [float(number) for number in numbers.split(",")] == values


def test_every_time_of_a_job_is_listed() -> None:
    listed = {name for name in dir(settings) if re.fullmatch(r"JOB_\w+_SECONDS|SWEEP_SECONDS", name)}
    assert listed == set(re.findall(r"`((?:JOB|SWEEP)_\w+)`", PAGE))


def test_every_step_is_in_the_diagram() -> None:
    assert [step.name for step in TRANSITIONS if f"| {step.name} |" not in PAGE] == []
