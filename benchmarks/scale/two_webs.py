"""Two web processes and four workers on one database: a crowd that asks over HTTP, and a small diary behind dense ones.

Workers make summaries by rules alone, with the real stages. All processes are on this machine.
"""

from __future__ import annotations

import json
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from benchmarks.behind_dense import AT_ONCE, SMALL_ONES, waits_behind_dense
from benchmarks.crowd import MESSAGES, NO_CONNECTION, PEOPLE, seconds_from_first_to_last
from benchmarks.diarists import diarists, token_of
from benchmarks.inputs import LAST_DAY, diary
from benchmarks.web import web_server
from benchmarks.workers import wait_for_jobs, workers
from generation.models import GenerationJob
from generation.worker.tasks import run_generation_job
from sessionbridge.celery import app
from sessionbridge.up import PLACES_OF_A_WORKER

WORKERS = 4
# Requests under way at a time.
CLIENTS = 50


class _Asked(NamedTuple):
    port: int
    token: str
    path: str
    body: dict[str, str] | None = None

    def seconds(self) -> float:
        """How long its answer took. An answer that is no success is an error."""
        began = time.monotonic()
        headers = {"Authorization": f"Token {self.token}", "Content-Type": "application/json"}
        data = None if self.body is None else json.dumps(self.body).encode()
        address = f"http://127.0.0.1:{self.port}/api/v1/{self.path}"
        urllib.request.urlopen(urllib.request.Request(address, data, headers)).close()
        return time.monotonic() - began


def two_webs_in_numbers() -> Iterator[str]:
    """Lines of Markdown."""
    yield f"{PEOPLE} people with {MESSAGES} messages each ask at once, {CLIENTS} requests under way at a time."
    yield ""
    yield "| what | seen |"
    yield "| --- | ---: |"
    for what, seen in [*_crowd(), *_behind_dense()]:
        yield f"| {what} | {seen} |"


def _crowd() -> Iterator[tuple[str, str]]:
    patients = list(diarists(PEOPLE, diary(MESSAGES)))
    tokens = [token_of(patient) for patient in patients]
    ask = {"as_of": LAST_DAY.isoformat()}
    with tempfile.NamedTemporaryFile() as log:
        with workers(WORKERS, log=log, REAL_STAGES="1", CPU_PLACES=PLACES_OF_A_WORKER):
            web = {"DJANGO_SETTINGS_MODULE": "benchmarks.worker_settings", "QUEUE": app.conf.task_default_queue}
            site = "sessionbridge.asgi:application"
            with web_server(site, log=log, **web) as (one, _), web_server(site, log=log, **web) as (other, _):
                asked = [
                    _Asked(port, token, "summaries/", ask)
                    for port, token in zip(cycle((one, other)), tokens, strict=False)
                ]
                asking = _at_once(asked)
                jobs = list(GenerationJob.objects.filter(patient__in=patients))
                ended = wait_for_jobs(jobs, every=0.5)
                # From the process that had not been asked.
                reading = _at_once(
                    [
                        _Asked(port, token, "summaries/latest/")
                        for port, token in zip(cycle((other, one)), tokens, strict=False)
                    ]
                )
            tasks = _tasks_received()
        waits = len(NO_CONNECTION.findall(Path(log.name).read_text(errors="replace")))
    yield "asking, median and p95", _milliseconds(asking)
    yield "reading the summary at the other process, median and p95", _milliseconds(reading)
    yield "runs/s", f"{PEOPLE / seconds_from_first_to_last(ended):.1f}"
    yield "jobs of so many people that ended with a summary", str(sum(job.state == "succeeded" for job in ended))
    yield "tasks a job", f"{tasks / PEOPLE:.2f}"
    yield "leases lost", str(sum(job.attempts > 1 for job in ended))
    yield "waits for a connection in vain", str(waits)


def _at_once(asked: Sequence[_Asked]) -> list[float]:
    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(clients.map(_Asked.seconds, asked))


def _tasks_received() -> int:
    """By the workers of the figure's queue, of runs."""
    queue = app.conf.task_default_queue
    answers = app.control.inspect(timeout=5).stats()
    ours = [answer for name, answer in answers.items() if name.startswith(queue)]
    assert len(ours) == WORKERS
    return sum(answer["total"].get(run_generation_job.name, 0) for answer in ours)


def _behind_dense() -> Iterator[tuple[str, str]]:
    waits = waits_behind_dense(WORKERS)
    what = f"a small diary behind {AT_ONCE} dense ones, median and p95 of {SMALL_ONES}"
    yield what, f"{median(waits.behind):.1f} and {waits.p95:.1f} s"
    yield "most memory of a worker with all it started", f"{waits.most['with children']:.0f} MB"


def _milliseconds(seconds: Sequence[float]) -> str:
    return f"{median(seconds) * 1e3:.0f} and {quantiles(seconds, n=20)[-1] * 1e3:.0f} ms"
