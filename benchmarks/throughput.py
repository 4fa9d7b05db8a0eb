"""Runs per second with three simulated calls of a second each: our default worker against prefork, two processes.

The stages cost nothing here; `throughput_real` has the real ones.
"""

from __future__ import annotations

from functools import cache

from benchmarks.diarists import diarists, request
from benchmarks.figures import Figure
from benchmarks.workers import wait_for_jobs, workers

CALL_SECONDS = 1
BASELINE = "Celery prefork, two processes, stages that cost nothing"
# Four rounds of what each can do at once, so that filling and emptying count little.
RUNS_OF_OURS = 192
RUNS_OF_PREFORK = 8


def measure() -> Figure:
    """Both run the same jobs from the same queue of the same Redis."""
    ours = runs_per_second(RUNS_OF_OURS)
    note = f"{ours:.1f} and {prefork():.2f} runs a second"
    return Figure("throughput", ours / prefork(), 15, BASELINE, note, at_least=True)


@cache
def prefork() -> float:
    """The baseline, taken once a run."""
    return runs_per_second(RUNS_OF_PREFORK, 1, "--pool", "prefork", "--concurrency", "2")


def runs_per_second(runs: int, processes: int = 1, *options: str, **environment: str) -> float:
    patients = diarists(runs)
    with workers(processes, *options, CALL_SECONDS=str(CALL_SECONDS), **environment):
        ended = wait_for_jobs([request(patient) for patient in patients])
    first = min(job.started_at for job in ended if job.started_at)
    last = max(job.finished_at for job in ended if job.finished_at)
    assert all(job.state == "succeeded" for job in ended)
    return runs / (last - first).total_seconds()
