"""Web processes on the scratch database."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import psutil
from django.core.cache import cache

from benchmarks.workers import places

_START_SECONDS = 90


@contextmanager
def web_server(
    application: str, *, log: IO[bytes] | None = None, **environment: str
) -> Iterator[tuple[int, psutil.Process]]:
    """Its port and process once it answers. What it has to say goes to `log`, by default to where ours goes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", application, "--port", str(port), "--log-level", "error"]
    # In a session of its own, as `make up` starts it and as workers are: schedulers share the cores among sessions, and
    # what this process computes to make an event happen is not to be counted against those who deliver it.
    variables = {**os.environ, **places(), **environment}
    process = subprocess.Popen(command, env=variables, stderr=log, start_new_session=True)
    try:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, psutil.Process(process.pid)
    finally:
        process.kill()
        process.wait()
        cache.clear()
