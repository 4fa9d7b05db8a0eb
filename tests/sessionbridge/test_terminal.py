"""What a command prints reaches any terminal, and a pipe that closes early ends it without a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.conftest import Services

WORDS = "Zoë said “fine” 🏃"
BEGINNING = "import sys; from sessionbridge.terminal import terminal_output\nwith terminal_output():\n  "
# However an encoding comes about: by Python's own variable, or by a locale without any.
NARROW = [
    {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
]
PROGRAM_OF_MAKE = re.compile(r"\$\(PYTHON\) (?:-m )?((?:sessionbridge|benchmarks|tests|manage)[\w.]*)")


def run(program: str, environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", BEGINNING + program]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env={**os.environ, **environment}, capture_output=True, check=False
    )


def run_until(lines: int, *command: str, environment: dict[str, str] | None = None) -> tuple[int, str]:
    """The exit code and standard error of a command whose reader leaves after so many lines."""
    with subprocess.Popen(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=environment or dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for _ in range(lines):
            process.stdout.readline()
        process.stdout.close()
        return process.wait(60), process.stderr.read().decode()


@pytest.mark.parametrize("environment", NARROW)
def test_what_a_terminal_cannot_show_is_written_as_json_writes_it(environment: dict[str, str]) -> None:
    done = run(f"print({WORDS!a})", environment)
    assert (done.stdout.strip(), done.stderr) == (json.dumps(WORDS).strip('"').encode(), b"")


def test_what_latin_1_can_show_stays() -> None:
    done = run(f"print({WORDS!r})", {"PYTHONIOENCODING": "latin-1"})
    assert done.stdout.startswith("Zoë said \\u201c".encode("latin-1"))


def test_half_a_character_is_no_trouble_for_utf_8() -> None:
    assert run(r"print('\udcff', file=sys.stderr); print('\ud83d')", {}).stdout == b"\\ud83d\n"


@pytest.mark.parametrize("ending", ["", "; sys.exit(3)"], ids=["returns", "exits"])
def test_reader_that_leaves_ends_a_command_quietly(ending: str) -> None:
    assert run_until(0, "-c", f"{BEGINNING}import time; time.sleep(0.2); print('late'){ending}") == (141, "")


def test_reader_that_leaves_in_the_middle_ends_a_command_quietly() -> None:
    assert run_until(3, "-c", f"{BEGINNING}[print(number) for number in range(100_000)]") == (141, "")


def test_other_pipe_that_breaks_is_still_an_error() -> None:
    done = run("raise BrokenPipeError", {})
    assert (done.returncode, b"BrokenPipeError" in done.stderr) == (1, True)


def test_every_program_of_the_makefile_prints_this_way() -> None:
    base = Path(settings.BASE_DIR)
    programs = set(PROGRAM_OF_MAKE.findall((base / "Makefile").read_text()))
    # It prints nothing itself.
    programs -= {"tests.llm.with_server"}
    assert len(programs) >= 7
    for program in programs:
        path = base / (program if program.endswith(".py") else program.replace(".", "/") + ".py")
        source = path if path.exists() else path.with_suffix("") / "__main__.py"
        assert "with terminal_output()" in source.read_text(), program


@pytest.mark.django_db(transaction=True)
def test_summary_is_printed_on_ascii_and_to_a_reader_that_left(services: Services) -> None:
    command = ["manage.py", "summarize", "demo/dense.jsonl", "--timezone", "Europe/Amsterdam", "--as-of", "2025-11-01"]
    environment = {**services.environment(), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, *command, "--json"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Zoë" in json.loads(done.stdout)["text"] + str(json.loads(done.stdout)["bullets"])
    assert run_until(0, *command, environment=services.environment()) == (141, "")
