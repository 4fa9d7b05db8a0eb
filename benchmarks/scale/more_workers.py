"""Throughput and waiting with 1, 2 and 4 worker processes on one database: a burst of requests, real stages."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median, quantiles

from benchmarks.diarists import diarists, request
from benchmarks.workers import wait_for_jobs, workers

RUNS = 240
PROCESSES = (1, 2, 4)
# Of a model's call, where calls are simulated: three a run.
CALL_SECONDS = (0, 1)


def workers_in_numbers() -> Iterator[str]:
    """Lines of Markdown. A ratio is to one process of the same row's calls."""
    yield f"{RUNS} requests at once, a diary of 60 messages each."
    yield ""
    yield "| s of a call | processes | runs/s | ratio | waited, median s | waited, p95 s | a run itself, s |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for seconds in CALL_SECONDS:
        of_one = 0.0
        for number in PROCESSES:
            speed, waited, ran = _burst(number, seconds)
            of_one = of_one or speed
            yield (
                f"| {seconds} | {number} | {speed:.1f} | {speed / of_one:.2f} | {median(waited):.1f}"
                f" | {quantiles(waited, n=20)[-1]:.1f} | {median(ran):.2f} |"
            )


def _burst(number: int, seconds: float) -> tuple[float, list[float], list[float]]:
    """Runs a second, how long each waited, how long each ran."""
    patients = diarists(RUNS)
    with workers(number, REAL_STAGES="1", CALL_SECONDS=str(seconds), CPU_PLACES="2"):
        ended = wait_for_jobs([request(patient) for patient in patients])
    assert all(job.state == "succeeded" for job in ended)
    times = [(job.created_at, job.started_at, job.finished_at) for job in ended if job.started_at and job.finished_at]
    whole = max(end for _, _, end in times) - min(begin for _, begin, _ in times)
    waited = [(begin - asked).total_seconds() for asked, begin, _ in times]
    return RUNS / whole.total_seconds(), waited, [(end - begin).total_seconds() for _, begin, end in times]
