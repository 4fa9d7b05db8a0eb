"""Every process that `make up` starts, killed with -9 in turn while a job is under way."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple, TypeVar

import psutil
import pytest

from sessionbridge.embedded.lifetime import EmbeddedServices
from sessionbridge.embedded.places import find_places
from tests.builders.migrated_tables import put_tables_in
from tests.embedded.commands import Seen, clean_environment
from tests.embedded.running_up import Up, project_copy, running_up

# As in production but for the unit; see docs/jobs.md.
SHORT = {
    "JOB_LEASE_SECONDS": "3",
    "JOB_HEARTBEAT_SECONDS": "1",
    "JOB_SEND_AGAIN_SECONDS": "2",
    "SWEEP_SECONDS": "0.5",
    "WORKER_PROCESSES": "2",
    # So that this diary is computed in a process of its own, of which there must be one to kill.
    "DENSE_DIARY_KB": "33",
}
FIRST_DAY = date(2026, 3, 1)
ENTRY = "Slept 6.5 h, woke twice. Felt anxious before the call with the landlord, calmer after lunch. Mood 5/10. " * 6
ENTRIES = 60
MENDED_WITHIN = 45.0
STAGES = "generation.worker.stage_program"

Found = TypeVar("Found")


class Site(NamedTuple):
    """A running `make up`, its database seen from outside, and the person whose summaries are asked for."""

    up: Up
    seen: Seen
    users_lock: Path
    address: str
    token: str

    def ask_for_summary(self, as_of: date) -> str:
        """The id of its job."""
        request = urllib.request.Request(  # noqa: S310 - the address it printed
            f"{self.address}/api/v1/summaries/",
            json.dumps({"as_of": as_of.isoformat()}).encode(),
            {"Authorization": f"Token {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
            assert answer.status == 202
            return str(json.load(answer)["id"])

    def health(self) -> dict[str, Any]:
        """What /readyz says; nothing while nobody answers."""
        with suppress(OSError), urllib.request.urlopen(f"{self.address}/readyz", timeout=10) as answer:  # noqa: S310
            return dict(json.load(answer))
        return {}

    def all_have_joined(self) -> bool:
        """Whether each program uses the services. One that is still starting would mend them itself, unsaid."""
        for process in self.up.programs().values():
            try:
                files = {file.path for file in process.open_files()}
            except psutil.NoSuchProcess:
                return False
            if str(self.users_lock) not in files:
                return False
        return True

    def stage_process(self) -> psutil.Process | None:
        """The process in which a diary is computed at this moment."""
        workers = [process for name, process in self.up.programs().items() if name.startswith("worker")]
        for worker in workers:
            with suppress(psutil.NoSuchProcess):
                for child in worker.children():
                    if STAGES in child.cmdline():
                        return child
        return None


@pytest.fixture(scope="module")
def site(migrated_tables: Path | None) -> Iterator[Site]:
    with project_copy() as folder, with_tables(folder, migrated_tables), running_up(folder, **SHORT) as up:
        address = up.wait_for("Admin:").split()[-1].removesuffix("/admin/")
        token = up.wait_for("Try it:").split()[-1].removesuffix("'")
        # Otherwise the pipe fills up, and whoever says something waits.
        Thread(target=up.read_on, daemon=True).start()
        import_diary(folder)
        places = find_places(folder / ".local")
        yield Site(up, Seen(places.home, places.sockets), places.users_lock, address, token)


@contextmanager
def with_tables(folder: Path, tables: Path | None) -> Iterator[None]:
    """What `make up` does in an empty database is another test's."""
    services = EmbeddedServices(folder / ".local")
    services.start()
    try:
        if tables:
            put_tables_in(services.places.database_url, tables)
        yield
    finally:
        services.release()


def import_diary(folder: Path) -> None:
    """Four days, which several windows hold."""
    file = folder / "diary.jsonl"
    with file.open("w") as lines:
        for number in range(ENTRIES):
            day = FIRST_DAY + timedelta(days=number * 4 // ENTRIES)
            sent_at = f"{day}T{8 + number % 12:02}:{number % 60:02}"
            lines.write(json.dumps({"id": str(number), "sent_at": sent_at, "text": f"{number}. {ENTRY}"}) + "\n")
    words = ("import_messages", str(file), "--patient", "Demo", "--timezone", "Europe/Berlin")
    subprocess.run([sys.executable, "manage.py", *words], cwd=folder, env=clean_environment(), check=True)


def wait_until(look: Callable[[], Found], within: float, what: str) -> Found:
    """The first answer that is not empty."""
    end = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < end, what
        time.sleep(0.1)
    return found


def other_worker(site: Site, stages: psutil.Process) -> psutil.Process:
    return next(p for name, p in site.up.programs().items() if name.startswith("worker") and p.pid != stages.ppid())


def process_of_postgres(site: Site, _stages: psutil.Process) -> psutil.Process:
    return next(p for p in site.seen.postmaster().children() if "walwriter" in " ".join(p.cmdline()))


# Each is found by the process that computes the job.
VICTIMS: dict[str, Callable[[Site, psutil.Process], psutil.Process]] = {
    "web": lambda site, _: site.up.programs()["web"],
    "beat": lambda site, _: site.up.programs()["beat"],
    "another worker": other_worker,
    "valkey": lambda site, _: site.seen.valkey_server(),
    "the stages of the job": lambda _, stages: stages,
    "the worker of the job": lambda _, stages: psutil.Process(stages.ppid()),
    "postgres": lambda site, _: site.seen.postmaster(),
    "a process of postgres": process_of_postgres,
}
# Those of one job are killed one after the other.
JOBS = (
    ("web", "beat", "another worker", "valkey"),
    ("the stages of the job", "the worker of the job"),
    ("postgres", "a process of postgres"),
)


def test_whatever_is_killed_comes_back_and_the_job_under_way_ends(site: Site) -> None:
    assert set(site.up.programs()) == {"up", "web", "beat", "worker 1", "worker 2"}
    for number, names in enumerate(JOBS):
        job = site.ask_for_summary(FIRST_DAY + timedelta(days=3 + number))
        for name in names:
            kill_while_it_is_under_way(site, name)
        ended = wait_until(partial(state_at_its_end, site.seen, job), MENDED_WITHIN, f"{names}: the job stands still")
        assert ended == "succeeded", names
        published = f"SELECT count(*) FROM session_bridge_versions WHERE job_id = '{job}'"  # noqa: S608 - an id
        assert site.seen.query(published) == 1, names
    ended = re.findall(
        r"The (web|beat|worker)(?: \d)? ended by itself \(exit code -9\); starting it again", site.up.said
    )
    assert Counter(ended) == {"web": 1, "beat": 1, "worker": 2}
    assert site.up.said.count("An embedded service had stopped; starting it again.") >= 2


def kill_while_it_is_under_way(site: Site, name: str) -> None:
    """Wait until all is well again; meanwhile the job's stages stand still, if they live."""
    before = site.up.programs().keys()
    stages = wait_until(site.stage_process, MENDED_WITHIN, f"the job was not gone on with before the kill of {name}")
    stages.suspend()
    victim = VICTIMS[name](site, stages)
    victim.kill()
    victim.wait(5)
    try:
        wait_until(partial(is_well, site, before), MENDED_WITHIN, f"{name} did not come back")
    finally:
        # It may have been the victim, or given up since.
        with suppress(psutil.NoSuchProcess):
            stages.resume()


def is_well(site: Site, before: Set[str]) -> bool:
    is_whole = site.up.programs().keys() == before and site.all_have_joined()
    return is_whole and site.health().get("status") == "ready"


def state_at_its_end(seen: Seen, job: str) -> str:
    """Nothing while it is under way."""
    state = seen.query(f"SELECT state FROM generation_jobs WHERE id = '{job}'")  # noqa: S608 - an id
    return "" if state in {"queued", "running"} else str(state)
