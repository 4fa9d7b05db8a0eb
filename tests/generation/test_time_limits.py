"""Guards how long a job may take: the limits promised, the reserve of the fallback, and the sum of the worst cases."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from generation.generators.session_bridge import session_bridge_stages
from generation.lifecycle import transitions
from generation.models import GenerationJob
from generation.pipeline.contracts import MAX_REPAIRS
from generation.time_limits import FALLBACK_RESERVE, HEARTBEAT, JOB_DEADLINE, LEASE
from generation.worker.execution import run_job, time_left
from generation.worker.heartbeat import Hold
from tests.builders.jobs import make_job, requested_job
from tests.faults.cluster import ROOT


def worst_case() -> timedelta:
    """From acceptance to publication where everything takes as long as it may and one worker dies on the way.

    Its task was lost too, which shows once a later one has been under way for as long; every stage of a model in full,
    the judge once more after each repair; the lease of the dead worker and the sweep that finds it; the reserve, in
    which the rules' text is made.
    """
    stages = settings.MODEL_STAGE_SECONDS
    models = stages["canonicalizer"] + stages["bridge_choice"]
    models += MAX_REPAIRS * stages["bridge_repair"] + (MAX_REPAIRS + 1) * stages["bridge_judge"]
    lost_task = 2 * settings.JOB_SEND_AGAIN_SECONDS + settings.SWEEP_SECONDS
    dead_worker = settings.JOB_LEASE_SECONDS + settings.SWEEP_SECONDS
    return timedelta(seconds=lost_task + models + dead_worker + settings.JOB_FALLBACK_RESERVE_SECONDS)


def test_worst_case_stays_under_14_minutes() -> None:
    assert timedelta(minutes=10) < worst_case() < timedelta(minutes=14)


def test_limits_are_those_promised() -> None:
    limits = (JOB_DEADLINE, FALLBACK_RESERVE, LEASE, HEARTBEAT)
    assert [limit.total_seconds() for limit in limits] == [900, 45, 30, 10]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("JOB_DEADLINE_SECONDS", "901", "within 15 minutes"), ("JOB_LEASE_SECONDS", "15", "more than twice")],
)
def test_settings_that_break_a_promise_are_refused(name: str, value: str, said: str) -> None:
    environment = {**os.environ, name: value}
    program = "import sessionbridge.settings.base"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert said in done.stderr


@pytest.mark.django_db
def test_time_left_keeps_the_reserve_of_the_rules_text_back() -> None:
    job = transitions.claim(make_job().id)
    assert job is not None
    assert 840 < time_left(Hold(job))() <= 855


@pytest.mark.django_db
def test_nothing_is_left_of_a_lost_hold() -> None:
    job = transitions.claim(make_job().id)
    assert job is not None
    assert time_left(Hold(job, is_lost=True))() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "reason"), [(44, "deadline"), (100, "")])
def test_under_45_seconds_left_the_rules_text_is_published(seconds: int, reason: str) -> None:
    job = requested_job()
    near = make_job(
        deadline_at=job.created_at + timedelta(seconds=seconds), created_at=job.created_at, window_last=job.window_last
    )
    assert run_job(near.id)
    version = GenerationJob.objects.get(id=near.id).sessionbridgeversion
    assert (version.outcome_reason, version.outcome == "rules") == (reason, bool(reason))


@pytest.mark.django_db
def test_time_that_runs_out_before_the_gate_makes_the_rules_text() -> None:
    answers = iter([100.0, 0.0])
    job = requested_job()

    def stages(inputs: Any, stored: Any, *_: Any) -> Any:
        return session_bridge_stages(inputs, stored, lambda: next(answers), None)

    assert run_job(job.id, stages)
    job.refresh_from_db()
    version = job.sessionbridgeversion
    assert (version.outcome, version.outcome_reason) == ("rules", "deadline")
    assert list(job.artifacts.values_list("stage", "ordinal")) == [
        ("canonical", 0),
        ("plan", 0),
        ("composition", 0),
        ("text", 0),
        ("composition", 1),
        ("text", 1),
        ("gate", 1),
    ]
