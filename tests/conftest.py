"""The services the tests run on, with a database of its own for each test process.

Nothing starts before the first test that asks for a database or for `services`. Several runs, and several
processes of one run, may go on at once on one checkout: each holds a numbered slot.
"""

from __future__ import annotations

import fcntl
import gc
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches

from generation.worker.heartbeat import process_heartbeat
from sessionbridge.celery import app
from sessionbridge.embedded import start_embedded_services
from sessionbridge.embedded.folders import make_own_folder
from sessionbridge.settings.connections import broker_url
from tests.builders.migrated_tables import VARIABLE, keep_tables, template_of_tables
from tests.wire.canaries import LOGGERS, Listener, left_in_exceptions, left_in_redis

SLOTS = 64
# A run holds some million values to its end, and pages are made of thousands: walked through less often, it is shorter
# by a twentieth.
gc.set_threshold(50_000, 20, 20)


def pytest_configure(config: pytest.Config) -> None:
    """Generated examples are the same wherever and whenever these tests run; `make fuzz` draws new ones."""
    if config.getoption("--hypothesis-profile") is None:
        hypothesis.settings.register_profile("same", derandomize=True)
        hypothesis.settings.load_profile("same")


def pytest_collection() -> None:
    """Load the pages, as a server does: they come with the addresses, and some tests name them while collected."""
    import_module("sessionbridge.urls")


@dataclass(frozen=True)
class Services:
    """What this test process has for itself."""

    database_name: str
    redis_url: str

    def environment(self) -> dict[str, str]:
        """The environment of a program that shall work on this process's test database and Redis."""
        database_url = urlsplit(settings.TEST_DATABASE_URL)._replace(path=f"/{self.database_name}")
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "sessionbridge.settings.tests",
            "DATABASE_URL": database_url.geturl(),
            "REDIS_URL": self.redis_url,
        }


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    """PostgreSQL and Redis answer; the embedded ones unless DATABASE_URL and REDIS_URL are set."""
    running = start_embedded_services()
    slot, lock = take_slot()
    redis_url = settings.TEST_REDIS_URL
    if redis_url.startswith("unix:"):
        redis_url = f"{redis_url}?db={slot}"
    # Pytest looks at every name of a module: `cache` there would be connected before this, to another's Redis.
    assert not hasattr(caches._connections, "default")
    caches.settings["default"].update(LOCATION=redis_url, KEY_PREFIX=f"test{slot}")
    app.conf.update(broker_url=broker_url(redis_url), task_default_queue=f"test{slot}")
    yield Services(database_name=f"test_sessionbridge_{slot}", redis_url=redis_url)
    assert left_in_redis() == []
    os.close(lock)
    if running is not None:
        running.release()


@pytest.fixture(autouse=True, scope="session")
def no_canary_is_left() -> Iterator[None]:
    """Listens for the whole session at every logger that keeps its records to itself: no key, prompt or diary."""
    listener = Listener()
    for name in LOGGERS:
        logging.getLogger(name).addHandler(listener)
    yield
    for name in LOGGERS:
        logging.getLogger(name).removeHandler(listener)
    assert listener.heard == []
    assert list(left_in_exceptions()) == []


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    """What one test asked does not count against the next: nearly all ask from one address, several times a minute."""
    if settings.CACHES["default"]["KEY_PREFIX"]:  # `services` has named this process's own keys
        caches["default"].delete_pattern("throttle/*")


@pytest.fixture(autouse=True, scope="session")
def no_beat_of_the_process() -> None:
    """Most tests keep their rows in a transaction that no other connection sees: a beat would give their jobs up."""
    process_heartbeat.every = timedelta(hours=1).total_seconds()


@pytest.fixture(scope="session")
def tables_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first process of a run that has migrated leaves its tables for the others."""
    folder = tmp_path_factory.getbasetemp()
    return (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "tables.sql"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(services: Services, tables_of_the_run: Path) -> Iterator[None]:
    """Before pytest-django makes the test database: a name of this process's own, and tables where there are some."""
    test = settings.DATABASES["default"]["TEST"]
    test["NAME"] = services.database_name
    if not tables_of_the_run.exists():
        yield
        return
    test["TEMPLATE"] = f"{services.database_name}_tables"
    with template_of_tables(settings.TEST_DATABASE_URL, test["TEMPLATE"], tables_of_the_run):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, services: Services, tables_of_the_run: Path) -> None:
    """Pytest-django's, and the tables for others."""
    if not tables_of_the_run.exists():
        keep_tables(services.environment()["DATABASE_URL"], tables_of_the_run)


@pytest.fixture(scope="session")
def migrated_tables(django_db_setup: None, tables_of_the_run: Path) -> Iterator[Path | None]:
    """The tables for a server of a test's own; programs find them in their environment."""
    file = tables_of_the_run if tables_of_the_run.exists() else None
    with pytest.MonkeyPatch.context() as patch:
        if file:
            patch.setenv(VARIABLE, str(file))
        yield file


def take_slot() -> tuple[int, int]:
    """A number no other living test process on this checkout has, and the lock that keeps it."""
    folder = settings.LOCAL_DIR / "tests"
    make_own_folder(folder.parent)
    make_own_folder(folder)
    for number in range(SLOTS):
        lock = os.open(folder / f"slot-{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
        else:
            return number, lock
    raise RuntimeError(f"more than {SLOTS} test processes on one checkout")
