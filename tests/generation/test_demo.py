"""End to end: the demo's command, a real Celery worker, a real Postgres, a real Redis."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import call_command

from core.diary_formats.diary_file import read_diary
from core.diary_formats.options import ReadOptions
from core.importing import import_rows
from generation.console.local_people import demo_person
from generation.management.commands.demo import DIARIES
from generation.models import AnalysisProcessingLog, GenerationJob, JobState, LogStatus
from generation.summary_requests import request_summary
from generation.worker.execution import run_job
from tests.conftest import Services

DEMO = Path(settings.BASE_DIR) / "demo"


def start_demo(*options: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "demo", *options]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def diary_texts() -> list[str]:
    lines = [line for path in DEMO.glob("*.jsonl") for line in path.read_text().splitlines()]
    return [json.loads(line)["text"] for line in lines]


def summarise_the_diaries() -> None:
    """What an earlier demo left behind, made here: starting its worker takes seconds."""
    for diary in DIARIES:
        patient = demo_person(diary.name, diary.zone)
        import_rows(patient, read_diary(diary.path, ReadOptions(ZoneInfo(diary.zone))).rows)
        assert run_job(request_summary(patient, as_of=diary.as_of).job.id)


@pytest.mark.django_db(transaction=True)
def test_demo_has_a_real_worker_make_three_summaries(services: Services) -> None:
    done = start_demo(environment=services.environment())
    assert done.returncode == 0, done.stderr
    assert (done.stdout.count("| new"), done.stdout.count("| stored earlier")) == (3, 0)
    assert set(GenerationJob.objects.values_list("state", flat=True)) == {JobState.SUCCEEDED}
    assert AnalysisProcessingLog.objects.filter(status=LogStatus.COMPLETED).count() == 3
    assert len(re.findall(r"^3\. Open Points", done.stdout, re.MULTILINE)) < 3
    log = (Path(settings.LOCAL_DIR) / "demo-worker.log").read_text()
    assert not [text for text in diary_texts() if text in log]


@pytest.mark.django_db
def test_demo_again_shows_what_is_stored_and_starts_nothing() -> None:
    summarise_the_diaries()
    out = StringIO()
    call_command("demo", stdout=out)
    assert (out.getvalue().count("| new"), out.getvalue().count("| stored earlier")) == (0, 3)


@pytest.mark.django_db(transaction=True)
def test_fresh_demo_asks_anew_for_what_is_stored(services: Services, tmp_path: Path) -> None:
    summarise_the_diaries()
    start_demo("--fresh", environment={**services.environment(), "REDIS_URL": f"unix://{tmp_path}/nobody.sock"})
    again = GenerationJob.objects.filter(regen=1)
    assert set(again.values_list("state", "regen_reason")) == {(JobState.QUEUED, "the demo was run anew")}
    assert again.count() == 3


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
