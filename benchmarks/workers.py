"""Celery workers on the scratch database, as processes of their own with a queue of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from urllib.parse import urlsplit
from uuid import uuid4

import psutil
from django.conf import settings
from django.db import connection

from generation.models import ACTIVE_STATES, GenerationJob
from generation.worker.scheduled_tasks import sweep
from sessionbridge.celery import app

_START_SECONDS = 60


@contextmanager
def worker(*options: str, **environment: str) -> Iterator[None]:
    """A worker that takes what this process sends until the block ends."""
    with workers(1, *options, **environment):
        yield


@contextmanager
def workers(
    number: int, *options: str, log: IO[bytes] | None = None, **environment: str
) -> Iterator[list[psutil.Process]]:
    """So many of them on one queue. What they have to say goes to `log`, by default to where this process speaks."""
    queue = f"bench-{uuid4().hex[:8]}"
    usual = app.conf.task_default_queue
    app.conf.task_default_queue = queue
    app.amqp.queues.clear()
    app.amqp.queues.select_add(queue)
    program = [sys.executable, "-m", "celery", "-q", "-A", "benchmarks.worker_app", "worker", "-Q", queue]
    quiet = ["--loglevel", "ERROR", "--without-mingle", "--without-gossip"]
    names = [f"{queue}-{each}@bench" for each in range(number)]
    processes = [
        subprocess.Popen(
            [*program, *quiet, "-n", name, *options],
            env={**os.environ, **places(), **environment},
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        for name in names
    ]
    try:
        for name, process in zip(names, processes, strict=True):
            _wait_until_it_answers(name, process)
        yield [psutil.Process(process.pid) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
        app.conf.task_default_queue = usual


def wait_for_jobs(jobs: list[GenerationJob], *, every: float = 0.05) -> list[GenerationJob]:
    """The jobs once all have ended. Sweeps as beat would."""
    ids = [job.id for job in jobs]
    next_sweep = time.monotonic() + settings.SWEEP_SECONDS
    while GenerationJob.objects.filter(id__in=ids, state__in=ACTIVE_STATES).exists():
        if time.monotonic() >= next_sweep:
            sweep()
            next_sweep = time.monotonic() + settings.SWEEP_SECONDS
        time.sleep(every)
    return list(GenerationJob.objects.filter(id__in=ids))


def places() -> dict[str, str]:
    """The scratch database and the Redis of this process, as URLs."""
    place = connection.settings_dict
    host = place["OPTIONS"].get("host") or place["HOST"]
    name = place["NAME"]
    redis_url = settings.CACHES["default"]["LOCATION"]
    if host.startswith("/"):
        query = f"host={host.replace('/', '%2F')}&port={place['PORT'] or 5432}"
        return {"DATABASE_URL": f"postgres://{place['USER']}@/{name}?{query}", "REDIS_URL": redis_url}
    url = urlsplit(os.environ["DATABASE_URL"])
    return {"DATABASE_URL": url._replace(path=f"/{name}").geturl(), "REDIS_URL": redis_url}


def _wait_until_it_answers(name: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while not app.control.ping(destination=[name], timeout=0.5):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the worker of the figure did not start")
