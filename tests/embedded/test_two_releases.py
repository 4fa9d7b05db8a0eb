"""Workers of two releases beside each other, on one database and one Redis, as in a rolling restart.

The newer release is a copy of the code that calls its planner and its gate by other versions, has one migration more
and, where a test says so, changes what a stage stores.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from celery import Celery
from django.db.migrations.loader import MigrationLoader

from generation.pipeline.planner.plan import VERSION
from sessionbridge.embedded.lifetime import EmbeddedServices
from sessionbridge.settings.connections import broker_url
from tests.builders.migrated_tables import put_tables_in
from tests.embedded.commands import REPOSITORY, clean_environment
from tests.embedded.running_up import PARTS

NEWER = f"{VERSION}-next"
LEASE_SECONDS = 2
# Of the worker that dies.
SHORT_LEASE = {"JOB_LEASE_SECONDS": f"{LEASE_SECONDS}", "JOB_HEARTBEAT_SECONDS": "0.5"}
# So that neither takes all tasks at once.
AT_ONCE = {"WORKER_CONCURRENCY": "2"}
EACH = 12
WITHIN = 120.0
ASK = """
import django; django.setup()
from generation.summary_requests import request_summary
from tests.builders.people import AS_OF, make_diarist
for _ in range({many}):
    print(request_summary(make_diarist(), as_of=AS_OF).job.id)
"""
# A worker that dies once it has stored its plan.
BEGIN = """
import django; django.setup()
from generation.generators.session_bridge import session_bridge_stages
from generation.lifecycle import transitions
from generation.run.artifact_chain import ArtifactChain
from generation.run.pinned_input import load_input
from tests.builders.jobs import requested_job
job = transitions.claim(requested_job().id)
chain = ArtifactChain(job)
steps = session_bridge_stages(load_input(job), {}, lambda: 800, None)
chain.store(steps.send(chain.store(next(steps))))
print(job.id)
"""
MIGRATION = """
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("generation", "{last}")]
    operations = [migrations.RunSQL("ALTER TABLE generation_jobs ADD COLUMN of_the_next_release text")]
"""


class Release(NamedTuple):
    """Code in a folder, and the servers it works on."""

    folder: Path
    environment: dict[str, str]

    def run(self, *command: str, **environment: str) -> str:
        """What it prints."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def worker(self, name: str) -> Iterator[None]:
        command = ("celery", "-q", "-A", "sessionbridge", "worker", "-n", f"{name}@here", "--loglevel", "WARNING")
        process = subprocess.Popen(
            [sys.executable, "-m", *command, "--without-mingle", "--without-gossip"],
            cwd=self.folder,
            env={**self.environment, **AT_ONCE},
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)


class Releases(NamedTuple):
    older: Release
    newer: Release
    database: str
    broker: str

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database) as connected:
            return connected.execute(statement.encode(), values).fetchall()


@pytest.fixture(scope="module")
def releases(shared_local: Path, migrated_tables: Path | None) -> Iterator[Releases]:
    own = EmbeddedServices(shared_local, durable=False)
    own.start()
    database, redis = own.places.database_url, own.places.redis_url
    if migrated_tables:
        put_tables_in(database, migrated_tables)
    environment = {
        **clean_environment(),
        "DJANGO_SETTINGS_MODULE": "sessionbridge.settings.development",
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "SECRET_KEY": "of the two releases",
        "PYTHONPATH": str(REPOSITORY),
    }
    newer = Release(newer_release(shared_local.parent / "newer", contract=False), environment)
    newer.run("manage.py", "migrate", "-v", "0", "--skip-checks")
    yield Releases(Release(REPOSITORY, environment), newer, database, broker_url(redis))
    own.release()


def newer_release(folder: Path, *, contract: bool) -> Path:
    for part in PARTS:
        shutil.copytree(REPOSITORY / part, folder / part, ignore=shutil.ignore_patterns("*.pyc.*"))
    shutil.copy(REPOSITORY / "manage.py", folder)
    for module in ("planner/plan.py", "policy_gate/gate.py"):
        change(folder / "generation/pipeline" / module, r'^VERSION = "(.+)"', r'VERSION = "\1-next"')
    if contract:
        values = folder / "generation/pipeline/contracts/values.py"
        change(values, r"Literal\[2\]", "Literal[3]")
        change(values, r"= 2$", "= 3")
    [(_, last)] = MigrationLoader(None).graph.leaf_nodes("generation")
    (folder / "generation/migrations/9999_room.py").write_text(MIGRATION.format(last=last))
    return folder


def change(file: Path, old: str, new: str) -> None:
    text, many = re.subn(old, new, file.read_text(), flags=re.MULTILINE)
    assert many, file
    file.write_text(text)


def wait_for_workers(releases: Releases, number: int) -> None:
    celery, end = Celery(broker=releases.broker), time.monotonic() + WITHIN
    while len(celery.control.ping(timeout=1.0)) < number:
        assert time.monotonic() < end, "the workers do not answer"


def wait_for_ends(releases: Releases, jobs: list[str]) -> None:
    end = time.monotonic() + WITHIN
    active = "SELECT count(*) FROM generation_jobs WHERE id = ANY (%s::uuid[]) AND state IN ('queued', 'running')"
    while releases.rows(active, jobs) != [(0,)]:
        assert time.monotonic() < end, "jobs stand still"
        time.sleep(0.2)


RECORDED = """
    SELECT job.state, job.attempts, version.planner_version, version.policy_gate_version,
           plan.body::json ->> 'planner_version', gate.body::json ->> 'policy_gate_version'
    FROM generation_jobs job
    LEFT JOIN session_bridge_versions version ON version.job_id = job.id
    LEFT JOIN stage_artifacts plan ON plan.job_id = job.id AND plan.stage = 'plan'
    LEFT JOIN stage_artifacts gate ON gate.job_id = job.id AND gate.stage = 'gate'
    WHERE job.id = ANY (%s::uuid[])
"""

STORED = """
    SELECT stage, ordinal, body::json ->> 'contract_version' FROM stage_artifacts WHERE job_id = %s ORDER BY position
"""
ENDED = """
    SELECT state, planner_version FROM generation_jobs job JOIN session_bridge_versions ON job_id = job.id
    WHERE job.id = %s
"""


def test_jobs_of_both_releases_end_once_with_workers_of_both(releases: Releases) -> None:
    with releases.older.worker("older"), releases.newer.worker("newer"):
        wait_for_workers(releases, 2)
        jobs = [
            job
            for release in (releases.older, releases.newer)
            for job in release.run("-c", ASK.format(many=EACH)).split()
        ]
        wait_for_ends(releases, jobs)
    found = releases.rows(RECORDED, jobs)
    assert len(found) == 2 * EACH
    assert {(state, attempts) for state, attempts, *_ in found} == {("succeeded", 1)}
    assert all((planner, gate) == made for *_, planner, gate, plan, gated in found for made in [(plan, gated)])
    assert {planner for _, _, planner, *_ in found} == {VERSION, NEWER}
    for release in (releases.older, releases.newer):
        assert "every artifact is what was stored" in release.run("manage.py", "verify", "--skip-checks")


@pytest.mark.parametrize("begun_by", ["older", pytest.param("newer", marks=pytest.mark.long_faults)])
def test_job_begun_by_one_release_is_gone_on_with_by_the_other(releases: Releases, begun_by: str) -> None:
    first, second = (releases.older, releases.newer) if begun_by == "older" else (releases.newer, releases.older)
    job = first.run("-c", BEGIN, **SHORT_LEASE).strip()
    time.sleep(LEASE_SECONDS)
    second.run("manage.py", "run_jobs", "--once", "--skip-checks")
    [(state, attempts, planner, gate, plan, gated)] = releases.rows(RECORDED, [job])
    assert (state, attempts, planner, gate) == ("succeeded", 2, plan, gated)
    # The plan is kept; what is made behind it says who made it.
    made = {"older": (VERSION, True), "newer": (NEWER, False)}[begun_by]
    assert (planner, gate.endswith("-next")) == made


@pytest.mark.parametrize("begun_by", ["older", pytest.param("newer", marks=pytest.mark.long_faults)])
def test_job_whose_plan_the_other_release_cannot_read_is_begun_anew(
    releases: Releases, tmp_path: Path, begun_by: str
) -> None:
    newer = Release(newer_release(tmp_path / "newer", contract=True), releases.newer.environment)
    first, second = (releases.older, newer) if begun_by == "older" else (newer, releases.older)
    job = first.run("-c", BEGIN, **SHORT_LEASE).strip()
    time.sleep(LEASE_SECONDS)
    second.run("manage.py", "run_jobs", "--once", "--skip-checks")
    before, after = ("2", "3") if begun_by == "older" else ("3", "2")
    assert releases.rows(STORED, job) == [
        *((stage, 0, before) for stage in ("canonical", "plan")),
        *((stage, 1, after) for stage in ("canonical", "plan", "composition", "text", "gate")),
    ]
    assert releases.rows(ENDED, job) == [("succeeded", NEWER if begun_by == "older" else VERSION)]
