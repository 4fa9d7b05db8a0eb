"""Runs per second with three simulated calls of a second each: our default worker against prefork, two processes."""

from __future__ import annotations

from benchmarks.diarists import diarists, request
from benchmarks.figures import Figure
from benchmarks.workers import wait_for_jobs, worker

CALL_SECONDS = 1
# Four rounds of what each can do at once, so that filling and emptying count little.
RUNS_OF_OURS = 192
RUNS_OF_PREFORK = 8


def measure() -> Figure:
    """Both run the same jobs from the same queue of the same Redis."""
    ours = runs_per_second(RUNS_OF_OURS)
    prefork = runs_per_second(RUNS_OF_PREFORK, "--pool", "prefork", "--concurrency", "2")
    note = f"{ours:.1f} and {prefork:.2f} runs a second"
    return Figure("throughput", ours / prefork, 15, "Celery prefork, two processes", note, at_least=True)


def runs_per_second(runs: int, *options: str) -> float:
    patients = diarists(runs)
    with worker(*options, CALL_SECONDS=str(CALL_SECONDS)):
        ended = wait_for_jobs([request(patient) for patient in patients])
    first = min(job.started_at for job in ended if job.started_at)
    last = max(job.finished_at for job in ended if job.finished_at)
    assert all(job.state == "succeeded" for job in ended)
    return runs / (last - first).total_seconds()
