"""What probes and Prometheus are told: by the database alone, and details to those who may see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from audit.health import checks
from audit.health.checks import missing_migrations, run_checks
from core.last_runs import record_run
from core.models import LastRun, Run
from generation.models import Feature, GenerationJob, JobState
from tests.audit.desks import make_item
from tests.builders.jobs import held_job, make_job, summarise
from tests.builders.people import make_person

pytestmark = pytest.mark.django_db

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}
TOKEN = "a token of at least twenty characters"


def readyz(**headers: str) -> tuple[int, dict[str, Any]]:
    answer = Client(**headers).get("/readyz")
    return answer.status_code, answer.json()


def trouble() -> dict[str, str]:
    return {check.name: check.says for check in run_checks() if not check.is_well}


def all_running() -> None:
    for run in Run:
        record_run(run)


def test_all_is_well_where_sweep_and_beat_ran() -> None:
    all_running()
    status, body = readyz()
    assert (status, body["status"], set(body["checks"].values())) == (200, "ready", {"well"})


def test_beat_that_never_ran_is_trouble_and_requests_are_answered() -> None:
    record_run(Run.SWEEP)
    status, body = readyz()
    assert (status, body["status"]) == (200, "troubled")
    assert body["checks"]["beat"] == "has never run: start beat and a worker"


def test_sweep_that_stands_still_is_named_with_its_age() -> None:
    all_running()
    LastRun.objects.filter(name=Run.SWEEP).update(at=timezone.now() - timedelta(seconds=90))
    assert trouble() == {"sweep": "ran 90 s ago: look after beat and the workers"}


def test_run_is_recorded_once_however_often() -> None:
    all_running()
    all_running()
    assert LastRun.objects.count() == len(Run)


def test_job_nobody_takes_is_trouble() -> None:
    all_running()
    make_job(created_at=timezone.now() - timedelta(minutes=5))
    assert list(trouble()) == ["queue"]


def test_missing_migration_is_no_readiness() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core' AND name = '0033_last_runs'")
    assert missing_migrations() == ["core.0033_last_runs"]
    status, body = readyz()
    assert (status, body["status"]) == (503, "away")
    assert "manage.py migrate" in body["checks"]["migrations"]


def test_migration_of_newer_code_is_no_trouble() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_later', now())")
    assert missing_migrations() == []


def test_trigger_that_is_switched_off_is_no_readiness() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE messages DISABLE TRIGGER USER")
    status, body = readyz()
    assert status == 503
    assert "is disabled" in body["checks"]["guards"]


def test_clock_that_differs_is_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    all_running()
    monkeypatch.setattr(checks.time, "time", lambda: timezone.now().timestamp() - 60)
    assert list(trouble()) == ["clock"]


def test_redis_away_is_trouble_and_requests_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    all_running()
    monkeypatch.setattr(checks, "redis_trouble", lambda: "away")
    assert list(trouble()) == ["redis"]
    assert readyz()[0] == 200


@pytest.mark.parametrize(
    ("headers", "sees"),
    [
        ({}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        (ELSEWHERE, False),
        ({"REMOTE_ADDR": ""}, False),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, False),
        ({"HTTP_X_FORWARDED_PROTO": "https"}, False),
        ({**ELSEWHERE, "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, True),
        ({**ELSEWHERE, "HTTP_AUTHORIZATION": "Bearer "}, False),
        ({**ELSEWHERE, "HTTP_AUTHORIZATION": f"Bearer {TOKEN}x"}, False),
    ],
)
def test_details_are_for_this_machine_and_the_token(headers: dict[str, str], sees: bool, settings: Any) -> None:
    settings.HEALTH_TOKEN = TOKEN
    assert ("checks" in readyz(**headers)[1]) is sees
    assert Client(**headers).get("/metrics").status_code == (200 if sees else 403)


def test_empty_token_opens_nothing() -> None:
    assert Client(**ELSEWHERE, HTTP_AUTHORIZATION="Bearer ").get("/metrics").status_code == 403


def test_process_is_alive_without_asking_anything(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Client(**ELSEWHERE).get("/livez").json() == {"status": "alive"}


def test_answers_are_never_kept() -> None:
    assert "no-store" in Client().get("/readyz").headers["Cache-Control"]


def samples() -> dict[tuple[str, tuple[str, ...]], float]:
    text = Client().get("/metrics").content.decode()
    return {
        (sample.name.removeprefix("sessionbridge_"), tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_jobs_stages_gate_and_reviews_are_counted_from_the_database() -> None:
    all_running()
    job = summarise(make_person())
    make_item(job)
    held_job()
    make_job(created_at=timezone.now() - timedelta(seconds=30))
    found = samples()
    assert found["jobs_ended_total", (Feature.SESSION_BRIDGE, JobState.SUCCEEDED)] == 1
    assert found["jobs_active", (Feature.SESSION_BRIDGE, JobState.QUEUED)] == 1
    assert 30 <= found["queue_oldest_seconds", ()] < 60
    stages = set(job.artifacts.values_list("stage", flat=True))
    assert {labels[1] for (name, labels) in found if name == "stage_runs"} == stages
    assert found["reviews_waiting", ("sample",)] == 1
    assert found["database_up", ()] == 1
    assert found["last_run_seconds", (Run.BEAT,)] < 60
    [gate] = [value for (name, labels), value in found.items() if name == "gate_results_total" and "pass" in labels]
    assert gate == 1


def test_metrics_name_no_person_and_no_word() -> None:
    person = make_person()
    summarise(person)
    text = Client().get("/metrics").content.decode()
    assert person.code not in text
    assert str(person.pk) not in text
    assert person.organisation.name not in text


def test_answer_names_the_request() -> None:
    assert Client(HTTP_X_REQUEST_ID="from-the-proxy-1").get("/livez").headers["X-Request-ID"] == "from-the-proxy-1"
    assert len(Client().get("/livez").headers["X-Request-ID"]) == 36


def test_jobs_in_tables_are_untouched_by_asking() -> None:
    make_job()
    before = list(GenerationJob.objects.values_list("state", "epoch"))
    samples()
    assert list(GenerationJob.objects.values_list("state", "epoch")) == before
