"""End to end: the demo's command, a real Celery worker, a real Postgres, a real Redis."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from generation.management.commands.demo import DIARIES
from generation.models import AnalysisProcessingLog, GenerationJob, JobState, LogStatus
from tests.conftest import Services

DEMO = Path(settings.BASE_DIR) / "demo"


def start_demo(*options: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "demo", *options]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def run_demo(services: Services, *options: str) -> str:
    done = start_demo(*options, environment=services.environment())
    assert done.returncode == 0, done.stderr
    return done.stdout


def diary_texts() -> list[str]:
    lines = [line for path in DEMO.glob("*.jsonl") for line in path.read_text().splitlines()]
    return [json.loads(line)["text"] for line in lines]


@pytest.mark.django_db(transaction=True)
def test_demo_runs_once_then_shows_what_is_stored_then_runs_anew(services: Services) -> None:
    first, second, fresh = run_demo(services), run_demo(services), run_demo(services, "--fresh")
    assert [page.count("| new") for page in (first, second, fresh)] == [3, 0, 3]
    assert second.count("| stored earlier") == 3
    assert set(GenerationJob.objects.values_list("state", flat=True)) == {JobState.SUCCEEDED}
    assert AnalysisProcessingLog.objects.filter(status=LogStatus.COMPLETED).count() == 6
    assert len(re.findall(r"^3\. Open Points", first, re.MULTILINE)) < 3
    log = (Path(settings.LOCAL_DIR) / "demo-worker.log").read_text()
    assert not [text for text in diary_texts() if text in log]


@pytest.mark.django_db(transaction=True)
def test_demo_without_redis_says_what_to_do(services: Services, tmp_path: Path) -> None:
    done = start_demo(environment={**services.environment(), "REDIS_URL": f"unix://{tmp_path}/nobody.sock"})
    assert done.returncode == 1
    assert "Redis does not answer. The jobs wait in Postgres" in done.stderr
    assert set(GenerationJob.objects.values_list("state", "queued_at")) == {(JobState.QUEUED, None)}


def test_demo_diaries_are_as_described() -> None:
    days = {
        diary.name: len({json.loads(line)["sent_at"][:10] for line in lines})
        for diary in DIARIES
        for lines in [(DEMO / f"{diary.name}.jsonl").read_text().splitlines()]
    }
    assert days == {"thin": 2, "medium": 5, "dense": 12}


def test_dense_diary_has_the_hour_that_comes_twice() -> None:
    times = [json.loads(line)["sent_at"] for line in (DEMO / "dense.jsonl").read_text().splitlines()]
    assert {"2025-10-26T02:30+02:00", "2025-10-26T02:30+01:00"} <= set(times)
