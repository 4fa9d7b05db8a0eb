"""A web server whose database goes away says so at once, and is well again as soon as the database is."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx2 as httpx
import psutil
import pytest

from sessionbridge.embedded.lifetime import EmbeddedServices
from sessionbridge.up import find_free_port
from tests.builders.migrated_tables import put_tables_in
from tests.embedded.commands import REPOSITORY, clean_environment

TOKEN = {"Authorization": "Token 0"}
SESSION = {"sessionid": "a" * 32}
SOON = 1.0
BACK_WITHIN = 2.0
# To find out whether it is frozen or busy: libpq waits 2 s for an answer, never less.
FROZEN_SOON = 3.5
# Between two questions of one asker.
PAUSE = 0.02


@pytest.fixture(scope="module")
def server(shared_local: Path) -> Iterator[EmbeddedServices]:
    own = EmbeddedServices(shared_local, valkey=False, durable=False)
    own.start()
    yield own
    own.release()


@pytest.fixture(scope="module")
def site(server: EmbeddedServices, migrated_tables: Path | None) -> Iterator[str]:
    """A server of the whole site, with Redis away."""
    url = f"postgres://sessionbridge@/sessionbridge?host={quote(str(server.places.sockets))}"
    environment = {**clean_environment(), "DATABASE_URL": url, "REDIS_URL": "redis://127.0.0.1:1/0"}
    run = {"cwd": REPOSITORY, "env": environment}
    if migrated_tables:
        put_tables_in(url, migrated_tables)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0", "--skip-checks"], check=True, **run)
    port = find_free_port(8700)
    program = ["uvicorn", "sessionbridge.asgi:application", "--port", str(port), "--log-level", "critical"]
    with subprocess.Popen([sys.executable, "-m", *program], **run, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, 401, within=60)
        yield address
        process.terminate()


def status_of(address: str) -> int:
    try:
        return httpx.get(f"{address}/api/v1/summaries/x/", headers=TOKEN, timeout=30).status_code
    except httpx.TransportError:
        return 0


def wait_for(address: str, status: int, within: float) -> float:
    """Seconds until the API answers so."""
    began = time.monotonic()
    while status_of(address) != status:
        assert time.monotonic() - began < within
        time.sleep(0.05)
    return time.monotonic() - began


@pytest.mark.timeout(120)
def test_database_away_is_said_at_once_and_forgotten_on_its_return(server: EmbeddedServices, site: str) -> None:
    with ThreadPoolExecutor(16) as threads:
        assert set(threads.map(status_of, [site] * 32)) == {401}
    server.stop()
    time.sleep(3)
    for _ in range(3):
        began = time.monotonic()
        answer = httpx.get(f"{site}/api/v1/summaries/x/", headers=TOKEN, timeout=30)
        assert time.monotonic() - began < SOON
        assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (
            503,
            "out_of_service",
            "2",
        )
    page = httpx.get(f"{site}/admin/", cookies=SESSION, timeout=30)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "2")
    assert "Out of service for a moment" in page.text
    asked = httpx.get(f"{site}/admin/", cookies=SESSION, headers={"Accept": "application/json"}, timeout=30)
    assert (asked.status_code, asked.json()["code"]) == (503, "out_of_service")
    time.sleep(8)
    server.start()
    assert wait_for(site, 401, within=10) < BACK_WITHIN
    with ThreadPoolExecutor(16) as threads:
        assert set(threads.map(status_of, [site] * 32)) == {401}


@pytest.mark.timeout(120)
def test_frozen_database_is_said_and_forgotten_on_its_return(server: EmbeddedServices, site: str) -> None:
    """Also to those whose query is under way when it freezes: nothing tells them, their connection stays."""
    asked, ended = [], threading.Event()

    def ask_on() -> None:
        while not ended.is_set():
            began = time.monotonic()
            asked.append((began, status_of(site), time.monotonic() - began))
            ended.wait(PAUSE)

    with ThreadPoolExecutor(12) as threads:
        for _ in range(12):
            threads.submit(ask_on)
        try:
            time.sleep(2)
            with frozen(server):
                froze = time.monotonic()
                time.sleep(10)
            returned = time.monotonic()
            well = wait_for(site, 401, within=10)
            time.sleep(1)
        finally:
            ended.set()
    told = [each for each in asked if each[0] + each[2] > froze + 1 and each[0] < returned - 4]
    assert {status for began, status, _ in told if began > froze} == {503}
    # Under way when it froze: what the database had said before is an answer too.
    assert {status for began, status, _ in told if began <= froze} <= {401, 503}
    assert max(seconds for _, _, seconds in told) < FROZEN_SOON
    assert well < BACK_WITHIN
    assert {status for began, status, _ in asked if began > returned + BACK_WITHIN} <= {401}


@contextmanager
def frozen(server: EmbeddedServices) -> Iterator[None]:
    """Every process of the server stands still meanwhile."""
    postmaster = psutil.Process(int((server.places.postgres_data / "postmaster.pid").read_text().split()[0]))
    processes = [postmaster, *postmaster.children(recursive=True)]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()
