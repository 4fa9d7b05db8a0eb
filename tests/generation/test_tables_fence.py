"""Postgres refuses what anybody but the present holder of a job writes for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from generation.lifecycle import transitions
from tests.builders.jobs import held_job, make_job
from tests.builders.people import make_patient
from tests.builders.rows import artifact, gate_result, refused_by, version

pytestmark = pytest.mark.django_db


def test_holder_may_write() -> None:
    job = held_job()
    artifact(job).save()
    assert job.artifacts.count() == 1


@pytest.mark.parametrize("make", [artifact, gate_result, version])
def test_earlier_holder_is_refused(make: Any) -> None:
    job = held_job()
    transitions.release(job)
    transitions.claim(job.id)
    row = make(job)
    assert refused_by(row.save) == f"{row._meta.db_table}_fence"


@pytest.mark.parametrize("make", [artifact, gate_result, version])
def test_nobody_writes_for_a_job_that_has_ended(make: Any) -> None:
    job = held_job()
    transitions.fail(job, "code")
    row = make(job, epoch=job.epoch + 1)
    assert refused_by(row.save) == f"{row._meta.db_table}_fence"


def test_nobody_writes_after_the_deadline() -> None:
    accepted = timezone.now() - timedelta(hours=1)
    overdue = make_job(
        state="running",
        lease_until=timezone.now() + timedelta(hours=1),
        created_at=accepted,
        deadline_at=accepted + timedelta(minutes=15),
    )
    assert refused_by(artifact(overdue).save) == "stage_artifacts_fence"


def test_summary_never_reaches_somebody_else() -> None:
    job = held_job()
    gate_result(job).save()
    stranger = version(job, patient=make_patient())
    assert refused_by(stranger.save) == "session_bridge_versions_fence"
