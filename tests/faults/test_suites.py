"""The short form of `make chaos` and `make faults`; `make campaign` runs the long one."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from core.faultpoints import COMMITS, FAULTPOINTS
from tests.faults.cluster import ROOT
from tests.faults.every_fault import ACTIONS, cases

pytestmark = pytest.mark.usefixtures("migrated_tables")

SEED = 20261122


def run(module: str, *arguments: str) -> dict[str, Any]:
    """The report of a run in a process of its own; it has its own servers."""
    command = [sys.executable, "-m", f"tests.faults.{module}", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr[-3000:]
    # The last words of the programs, which pytest shows of a test that fails.
    print(done.stderr[-6000:])
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_every_faultpoint_meets_every_fault() -> None:
    cuts = len(COMMITS)
    assert len(cases()) == len(FAULTPOINTS) * (len(ACTIONS) - 1) + cuts


@pytest.mark.timeout(400)
def test_eight_faults_by_the_seed_break_no_promise() -> None:
    report = run("every_fault", "--number", "8", "--seed", str(SEED))
    assert (report["cases"], report["wrong"], report["logs_with_diary_words"]) == (8, {}, [])


@pytest.mark.timeout(400)
def test_half_a_minute_of_chaos_breaks_no_promise() -> None:
    report = run("chaos", "--minutes", "0.5", "--seed", str(SEED))
    assert (report["clean"], report["logs_with_diary_words"]) == (True, []), report["reasons"]
    assert report["kills"] > 0
    assert report["jobs"]["succeeded"] > 0
    # How many are erased in the time is the machine's.
    assert report["erased"] > 0
