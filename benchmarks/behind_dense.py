"""A small diary asked for while six of 250 KB are under way: what its person waits for, and what memory a worker takes.

With the real stages in a worker for each core. Whenever one of the six is done, another one is asked for.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psutil

from benchmarks.diarists import diarists, request
from benchmarks.figures import Figure
from benchmarks.inputs import diary
from benchmarks.workers import wait_for_jobs, workers
from core.models import Patient
from generation.models import ACTIVE_STATES, GenerationJob
from sessionbridge.cores import count_cores
from sessionbridge.up import PLACES_OF_A_WORKER

SMALL_ONES = 30
SMALL_ALONE = 10
AT_ONCE = 6
# Nearly all that a window takes.
DENSE = diary(400, 5)


class Waits(NamedTuple):
    """What people with a small diary waited for, in seconds, and the most megabytes of a worker meanwhile."""

    behind: list[float]
    alone: list[float]
    most: dict[str, float]

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.behind, n=20)[-1]


def measure() -> list[Figure]:
    waits = waits_behind_dense(count_cores())
    note = f"median {statistics.median(waits.behind):.1f} s; with nobody else {statistics.median(waits.alone):.1f} s"
    size = f"{sum(len(message.text.encode()) for message in DENSE.messages) // 1024} KB"
    without = f"{waits.most['alone']:.0f} MB without the processes of its dense diaries"
    return [
        Figure("behind_dense.p95_seconds", waits.p95, 3, f"{SMALL_ONES} behind {AT_ONCE} of {size}", note),
        Figure("behind_dense.megabytes", waits.most["with children"], 700, "a worker and all it started", without),
    ]


def waits_behind_dense(processes: int) -> Waits:
    """With so many worker processes."""
    small, dense = list(diarists(SMALL_ONES + SMALL_ALONE)), diarists(AT_ONCE + 2 * SMALL_ONES, DENSE)
    running: list[GenerationJob] = []
    with workers(processes, REAL_STAGES="1", CPU_PLACES=PLACES_OF_A_WORKER) as started, watched(started) as most:
        alone = [seconds_for(patient) for patient in small[SMALL_ONES:]]
        behind = []
        for patient in small[:SMALL_ONES]:
            running = keep_busy(running, dense)
            behind.append(seconds_for(patient))
        # The dense ones that are left still count for the memory.
        ended = wait_for_jobs(running)
    assert all(job.state == "succeeded" and job.attempts == 1 for job in ended)
    return Waits(behind, alone, most)


def seconds_for(patient: Patient) -> float:
    """From request to published."""
    began = time.monotonic()
    [job] = wait_for_jobs([request(patient)], every=0.02)
    assert job.state == "succeeded"
    return time.monotonic() - began


def keep_busy(running: list[GenerationJob], waiting: Iterator[Patient]) -> list[GenerationJob]:
    """The dense jobs under way, filled up to six."""
    ids = [job.id for job in running]
    still = list(GenerationJob.objects.filter(id__in=ids, state__in=ACTIVE_STATES))
    return [*still, *(request(next(waiting)) for _ in range(AT_ONCE - len(still)))]


@contextmanager
def watched(processes: list[psutil.Process]) -> Iterator[dict[str, float]]:
    """The most memory, in MB, that any of the workers took meanwhile, alone and with its children."""
    most = {"alone": 0.0, "with children": 0.0}
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.2):
            for process in processes:
                alone = resident(process)
                most["alone"] = max(most["alone"], alone)
                most["with children"] = max(most["with children"], alone + sum(map(resident, process.children())))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def resident(process: psutil.Process) -> float:
    try:
        size: int = process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0.0
    return size / 1024**2
