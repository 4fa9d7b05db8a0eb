"""500 streams of events on one process: how late events arrive, against a bare shared Redis subscription, and what idle
streams cost, against asking every second. 2,000 streams are reported.

A delivery begins when the sender is told that the event is committed (published), and ends when the client has its
line.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import psutil
from django_redis import get_redis_connection

from benchmarks.diarists import token_of
from benchmarks.figures import Figure
from benchmarks.stage_storage import claimed_jobs
from benchmarks.web import web_server
from generation.lifecycle.run_logs import write_logs
from generation.models import EventName, GenerationJob

# Streams a person, and people.
STREAMS_EACH = 2
CLIENTS, MANY_CLIENTS = 500, 2000
EVENTS, ROUNDS = 400, 5
PAUSE_SECONDS = 0.01
IDLE_SECONDS = 20
POLLS = 200


def measure() -> tuple[Figure, ...]:
    people = _people(MANY_CLIENTS // STREAMS_EACH)
    few = people[: CLIENTS // STREAMS_EACH]
    channel = f"bench-{uuid4().hex}"
    with web_server("sessionbridge.asgi:application") as (port, process):
        with (
            web_server("benchmarks.bare_streams:application", CHANNEL=channel) as (bare_port, _),
            _clients(bare_port, few) as bare_late_of,
            _clients(port, few) as late_of,
        ):
            bare, ours = _in_turns(
                lambda: bare_late_of(lambda job, number: _publish(channel, job, number)), lambda: late_of(_happen)
            )
            idle = _cpu_share(process, IDLE_SECONDS)
        polling = _cpu_of_polls(port, process, few) * CLIENTS
        with _clients(port, people) as late_of:
            many = late_of(_happen)
            memory = process.memory_info().rss / 2**20
    note = f"p95 {ours * 1e3:.1f} and {bare * 1e3:.1f} ms, {CLIENTS} streams on one process"
    return (
        Figure("stream_delivery", ours / bare, 2.0, "a bare shared Redis subscription", note),
        Figure("stream_idle_cpu", idle / polling, 0.1, "asking every second", f"{idle:.3f} and {polling:.2f} cores"),
        Figure(
            "stream_delivery_many", many / bare, None, f"the same with {CLIENTS}",
            f"p95 {many * 1e3:.1f} ms, {MANY_CLIENTS} streams, {memory:.0f} MB",
        ),
    )  # fmt: skip


def _in_turns(*measured: Callable[[], float]) -> list[float]:
    """The median of each over several rounds: what else the machine does meanwhile meets them alike."""
    rounds = [[figure() for figure in measured] for _ in range(ROUNDS)]
    return [statistics.median(figures) for figures in zip(*rounds, strict=True)]


def _people(number: int) -> list[tuple[GenerationJob, str]]:
    """Running jobs of people with a token each."""
    return [(job, token_of(job.patient)) for job in claimed_jobs(number)]


def _happen(job: GenerationJob, _number: int) -> None:
    write_logs(job, event=EventName.DB_UPDATE, log_status=None, details={"stage": "plan", "ordinal": 0, "attempt": 1})


def _publish(channel: str, job: GenerationJob, number: int) -> None:
    data = json.dumps({"job": str(job.id), "number": number, "event": "STAGE", "state": "running", "at": "2026-11-21"})
    get_redis_connection("default").publish(channel, f"{job.id}\nid: {number}\nevent: progress\ndata: {data}\n\n")


Happens = Callable[[GenerationJob, int], None]


@contextmanager
def _clients(port: int, people: list[tuple[GenerationJob, str]]) -> Iterator[Callable[[Happens], float]]:
    """Streams of all these people. What it yields makes events happen and says how late 95 of 100 were at most."""
    wanted = [(str(job.id), token, STREAMS_EACH) for job, token in people]
    program = [sys.executable, "-m", "benchmarks.stream_clients", str(port)]
    clients = subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert clients.stdin is not None
    assert clients.stdout is not None
    out = clients.stdout
    clients.stdin.write(json.dumps(wanted) + "\n")
    clients.stdin.flush()
    while out.readline().strip() != "open":
        assert clients.poll() is None, "the clients of the figure ended"
    # What was told of before the streams were open.
    numbers = {str(job.id): job.events.count() for job, _ in people}
    time.sleep(1)

    def late(happens: Happens) -> float:
        committed = {}
        for turn in range(EVENTS):
            job, _ = people[turn % len(people)]
            numbers[str(job.id)] += 1
            happens(job, numbers[str(job.id)])
            committed[str(job.id), numbers[str(job.id)]] = time.monotonic()
            time.sleep(PAUSE_SECONDS)
        waits: list[float] = []
        while len(waits) < EVENTS * STREAMS_EACH:
            job_id, number, at = out.readline().split()
            if key := committed.get((job_id, int(number))):
                waits.append(max(0.0, float(at) - key))
        return statistics.quantiles(waits, n=20)[-1]

    try:
        yield late
    finally:
        clients.kill()
        clients.communicate()


def _cpu_share(process: psutil.Process, seconds: float) -> float:
    """How many cores it keeps busy."""
    before = sum(process.cpu_times()[:2])
    time.sleep(seconds)
    return (sum(process.cpu_times()[:2]) - before) / seconds


def _cpu_of_polls(port: int, process: psutil.Process, people: list[tuple[GenerationJob, str]]) -> float:
    """CPU seconds of the server for one request for the state of a job."""
    before = sum(process.cpu_times()[:2])
    for turn in range(POLLS):
        job, token = people[turn % len(people)]
        address = f"http://127.0.0.1:{port}/api/v1/jobs/{job.id}/"
        asked = urllib.request.Request(address, headers={"Authorization": f"Token {token}"})
        urllib.request.urlopen(asked).close()  # noqa: S310 - as above
    return (sum(process.cpu_times()[:2]) - before) / POLLS
