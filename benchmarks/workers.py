"""Celery workers on the scratch database, as processes of their own with a queue of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import connection

from generation.models import ACTIVE_STATES, GenerationJob
from sessionbridge.celery import app

_START_SECONDS = 60


@contextmanager
def worker(*options: str, **environment: str) -> Iterator[None]:
    """A worker that takes what this process sends until the block ends."""
    queue = f"bench-{uuid4().hex[:8]}"
    usual = app.conf.task_default_queue
    app.conf.task_default_queue = queue
    app.amqp.queues.clear()
    app.amqp.queues.select_add(queue)
    program = [sys.executable, "-m", "celery", "-q", "-A", "benchmarks.worker_app", "worker", "-Q", queue]
    quiet = ["-n", f"{queue}@bench", "--loglevel", "ERROR", "--without-mingle", "--without-gossip"]
    process = subprocess.Popen(
        [*program, *quiet, *options], env={**os.environ, **_places(), **environment}, stdout=subprocess.DEVNULL
    )
    try:
        _wait_until_it_answers(f"{queue}@bench", process)
        yield
    finally:
        process.kill()
        process.wait()
        app.conf.task_default_queue = usual


def wait_for_jobs(jobs: list[GenerationJob], *, every: float = 0.05) -> list[GenerationJob]:
    """The jobs once all have ended."""
    ids = [job.id for job in jobs]
    while GenerationJob.objects.filter(id__in=ids, state__in=ACTIVE_STATES).exists():
        time.sleep(every)
    return list(GenerationJob.objects.filter(id__in=ids))


def _places() -> dict[str, str]:
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
