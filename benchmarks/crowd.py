"""500 people with 400 messages ask at once: nothing may be lost, doubled or kept waiting for a connection.

Rules alone make these summaries, with the real stages in a worker for each core. CROWD says how many people.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from celery.signals import before_task_publish

from benchmarks.diarists import diarists, request
from benchmarks.figures import Figure
from benchmarks.inputs import diary
from benchmarks.workers import wait_for_jobs, workers
from generation.worker.tasks import run_generation_job
from sessionbridge.cores import count_cores
from sessionbridge.up import PLACES_OF_A_WORKER

PEOPLE = int(os.environ.get("CROWD", "500"))
MESSAGES = 400
NO_CONNECTION = re.compile("PoolTimeout|OperationalError")


def measure() -> list[Figure]:
    patients = list(diarists(PEOPLE, diary(MESSAGES)))
    with tempfile.NamedTemporaryFile() as log, counted_tasks() as sent:
        places = {"REAL_STAGES": "1", "CPU_PLACES": PLACES_OF_A_WORKER}
        with workers(count_cores(), log=log, **places):
            ended = wait_for_jobs([request(patient) for patient in patients], every=0.5)
        waits = len(NO_CONNECTION.findall(Path(log.name).read_text(errors="replace")))
    seconds = seconds_from_first_to_last(ended)
    states = sum(job.state != "succeeded" for job in ended)
    lost = sum(job.attempts > 1 for job in ended)
    crowd = f"{PEOPLE} people with {MESSAGES} messages"
    return [
        Figure("crowd.tasks_sent", sum(sent) / PEOPLE, 1, crowd, f"{PEOPLE / seconds:.1f} runs a second"),
        Figure("crowd.not_succeeded", states, 0, crowd),
        Figure("crowd.pool_timeouts", waits, 0, crowd),
        Figure("crowd.leases_lost", lost, 0, crowd),
    ]


def seconds_from_first_to_last(ended: list[Any]) -> float:
    first = min(job.created_at for job in ended)
    last: float = (max(job.finished_at for job in ended) - first).total_seconds()
    return last


@contextmanager
def counted_tasks() -> Iterator[list[int]]:
    """A 1 for each task of a run that this process sends, the sweep's among them."""
    sent: list[int] = []

    def count(sender: str | None = None, **_: Any) -> None:
        if sender == run_generation_job.name:
            sent.append(1)

    before_task_publish.connect(count)
    try:
        yield sent
    finally:
        before_task_publish.disconnect(count)
