"""A diary file of 100,000 messages through `manage.py import_messages`, beside a bare COPY of the same rows."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta
from os import environ
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

import psutil
from django.db import connection

from benchmarks.figures import Figure
from benchmarks.workers import places
from core.models import Organisation, Patient

ROWS = 100_000
_BEGAN = datetime(2010, 1, 1)  # noqa: DTZ001 - a local time, as files have it
_WORDS = "Couldn't sleep, anxious about the exam. Maybe 5.5 h, then a walk along the river until it was light again."


def measure() -> list[Figure]:
    organisation = Organisation.objects.create(name=f"bench {uuid4()}")
    patient = Patient.objects.create(organisation=organisation, code="F-1", zone="Europe/Berlin")
    rows = [(f"m{n}", (_BEGAN + timedelta(minutes=50 * n)).isoformat(), f"{n}. {_WORDS}") for n in range(ROWS)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "diary.jsonl"
        path.write_text("".join(json.dumps({"id": a, "sent_at": b, "text": c}) + "\n" for a, b, c in rows))
        bare = min(_bare_copy(rows) for _ in range(3))
        seconds, peak = _import(path, patient)
    note = f"{seconds:.1f} s, {peak:.0f} MB"
    return [
        Figure(
            "import_rows_per_second",
            ROWS / seconds,
            12_000,
            "a second, with the start of the command",
            note,
            at_least=True,
        ),
        Figure("import_against_copy", seconds / bare, 50, "a bare COPY", f"{bare:.2f} s for {ROWS:,} rows"),
        Figure("import_peak_memory", peak, 150, "MB"),
    ]


def _bare_copy(rows: list[tuple[str, str, str]]) -> float:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bare (id text, sent_at timestamptz, text text)")
        began = perf_counter()
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        taken = perf_counter() - began
        cursor.execute("DROP TABLE bare")
    return taken


def _import(path: Path, patient: Patient) -> tuple[float, float]:
    """Seconds, and the most memory at once in MB."""
    program = [sys.executable, "manage.py", "import_messages", str(path)]
    options = ["--patient", str(patient.pk), "--timezone", "Europe/Berlin"]
    began, peak = perf_counter(), 0
    process = subprocess.Popen([*program, *options], env={**environ, **places()}, stdout=subprocess.DEVNULL)
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            peak = max(peak, watched.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
    assert process.wait() == 0
    return perf_counter() - began, peak / 1e6
