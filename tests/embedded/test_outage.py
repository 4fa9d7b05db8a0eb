"""Postgres stopped under load: 503 with Retry-After meanwhile, well soon after its return, nothing accepted is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from uuid import uuid4

import httpx2 as httpx
import pytest

from sessionbridge.embedded.lifetime import EmbeddedServices
from sessionbridge.up import find_free_port
from tests.builders.migrated_tables import put_tables_in
from tests.embedded.commands import REPOSITORY, Seen, clean_environment

BACK_WITHIN = 2.0
CLIENTS = 4
PERSON = """
import django; django.setup()
from tests.builders.people import make_diarist, make_user, token_for
person = make_diarist(); person.user = make_user(person.organisation); person.save()
print(token_for(person.user))
"""


class Site(NamedTuple):
    address: str
    token: str
    services: EmbeddedServices


@pytest.fixture(scope="module")
def site(shared_local: Path, migrated_tables: Path | None) -> Iterator[Site]:
    services = EmbeddedServices(shared_local)
    services.start()
    if migrated_tables:
        put_tables_in(services.places.database_url, migrated_tables)
    url = f"postgres://sessionbridge@/sessionbridge?host={quote(str(services.places.sockets))}"
    environment = {**clean_environment(), "DATABASE_URL": url, "REDIS_URL": services.places.redis_url}
    environment |= {"DJANGO_SETTINGS_MODULE": "sessionbridge.settings.development", "PYTHONPATH": str(REPOSITORY)}
    run = {"cwd": REPOSITORY, "env": environment}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0", "--skip-checks"], check=True, **run)
    token = subprocess.check_output([sys.executable, "-c", PERSON], text=True, **run).strip()
    port = find_free_port(8750)
    celery = ("celery", "-q", "-A", "sessionbridge")
    programs = [
        ("uvicorn", "sessionbridge.asgi:application", "--port", str(port), "--log-level", "critical"),
        (*celery, "worker", "-n", "worker@outage", "--loglevel", "CRITICAL", "--without-mingle", "--without-gossip"),
        (*celery, "beat", "--loglevel", "CRITICAL", "-s", str(shared_local / "beat")),
    ]
    started = [subprocess.Popen([sys.executable, "-m", *each], stderr=subprocess.DEVNULL, **run) for each in programs]
    address = f"http://127.0.0.1:{port}"
    wait_until_well(address, within=90)
    yield Site(address, token, services)
    for program in started:
        program.terminate()
        program.wait(30)
    services.release()


def wait_until_well(address: str, within: float) -> float:
    """Seconds until requests can be answered."""
    began = time.monotonic()
    while True:
        try:
            if httpx.get(f"{address}/readyz", timeout=10).status_code == 200:
                return time.monotonic() - began
        except httpx.TransportError:
            pass
        assert time.monotonic() - began < within
        time.sleep(0.05)


class Load:
    """Clients that send messages, one after the other, until they are stopped."""

    def __init__(self, site: Site) -> None:
        self._site, self._stop = site, threading.Event()
        self.accepted: list[str] = []
        self.answers: Counter[tuple[int, str]] = Counter()
        self._threads = [threading.Thread(target=self._send) for _ in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def _send(self) -> None:
        with httpx.Client(timeout=30, headers={"Authorization": f"Token {self._site.token}"}) as client:
            while not self._stop.wait(0.5):
                name = uuid4().hex
                message = {"id": name, "sent_at": "2025-10-20T10:00:00Z", "text": "Slept 6 h."}
                answer = client.post(f"{self._site.address}/api/v1/messages/", json={"messages": [message]})
                self.answers[answer.status_code, answer.headers.get("Retry-After", "")] += 1
                if answer.status_code < 300:
                    self.accepted.append(name)

    def end(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "seconds",
    [10, pytest.param(60, marks=pytest.mark.long_faults), pytest.param(300, marks=pytest.mark.long_faults)],
)
def test_postgres_that_stops_and_comes_back_loses_nothing(site: Site, seconds: int) -> None:
    load = Load(site)
    time.sleep(3)
    postgres = site.services._servers[0]
    postgres.stop()
    time.sleep(seconds)
    during = httpx.get(f"{site.address}/readyz", timeout=10)
    postgres.ensure_running()
    took = wait_until_well(site.address, within=30)
    time.sleep(3)
    load.end()
    assert (during.status_code, during.headers["Retry-After"]) == (503, "2")
    assert took < BACK_WITHIN
    print(f"stopped for {seconds} s: well after {took:.2f} s; {dict(load.answers)}")
    refused = {code for code, _ in load.answers if code >= 400} - {503}
    assert refused <= {429}
    assert (503, "2") in load.answers
    assert {retry for code, retry in load.answers if code == 503} == {"2"}
    seen = Seen(site.services.places.home, site.services.places.sockets)
    with seen.connect() as connection:
        stored = {name for (name,) in connection.execute("SELECT client_id FROM messages").fetchall()}
    assert set(load.accepted) - stored == set()
