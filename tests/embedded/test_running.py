"""The file by which `make down` finds what `make up` started."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sessionbridge.running import RunningFile


def test_program_is_found_again_that_was_written_down_the_instant_it_began(tmp_path: Path) -> None:
    file = RunningFile(tmp_path)
    for _ in range(20):
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
            file.write({"web": process.pid})
            assert file.read()["web"].pid == process.pid
            process.kill()


def test_program_that_has_ended_is_not_found(tmp_path: Path) -> None:
    file = RunningFile(tmp_path)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        file.write({"web": process.pid})
        process.kill()
    assert file.read() == {}
