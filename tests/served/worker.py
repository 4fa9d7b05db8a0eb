"""A worker beside the test process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sessionbridge.settings.base import BASE_DIR
from tests.conftest import Services


@contextmanager
def running_jobs(services: Services) -> Iterator[None]:
    """Whatever is asked for is made, by `manage.py run_jobs`."""
    command = [sys.executable, "manage.py", "run_jobs", "--interval", "0.2"]
    worker = subprocess.Popen(command, cwd=BASE_DIR, env=services.environment())
    try:
        yield
    finally:
        worker.kill()
        worker.wait()
