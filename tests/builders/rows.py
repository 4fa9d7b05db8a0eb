"""Rows of the tables that carry promises, valid unless a test says otherwise, and what refuses the others."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.database_errors import constraint_of
from core.models import Patient
from core.salted_hashes import salted_sha256
from generation.lifecycle.generation_metadata import create_generation_metadata
from generation.models import (
    GateResult,
    GenerationJob,
    SessionBridgeVersion,
    StageArtifact,
    VersionOrigin,
    YourJourneyVersion,
)
from generation.models.artifact import first_chain_hash
from tests.builders.jobs import held_job, make_job

TEXT = "1. Time Window & Scope"


def refused_by(act: Any) -> str:
    """The constraint or trigger that refuses `act`, leaving the test's transaction usable."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return constraint_of(caught.value)


def hashed(job: GenerationJob, text: str = TEXT) -> str:
    """The hash of `text` as this job stores it."""
    assert job.salt is not None
    return salted_sha256(job.salt, text)


def artifact(job: GenerationJob, **fields: Any) -> StageArtifact:
    values = {
        "job": job,
        "epoch": job.epoch,
        "position": 0,
        "stage": "text",
        "body": TEXT,
        "salt": job.salt,
        "sha256": hashed(job),
        "prev_chain_hash": first_chain_hash(job.id),
        "chain_hash": hashed(job),
    }
    return StageArtifact(**{**values, **fields})


def gate_result(job: GenerationJob, **fields: Any) -> GateResult:
    values = {
        "job": job,
        "epoch": job.epoch,
        "ordinal": 0,
        "text_sha256": hashed(job),
        "verdict": "pass",
        "policy_gate_version": "gate-1",
        "judge": "not_run",
        "findings": [],
    }
    return GateResult(**{**values, **fields})


def version(made_by: GenerationJob, **fields: Any) -> SessionBridgeVersion:
    values = {
        "patient": made_by.patient,
        "version": 1,
        "job": made_by,
        "epoch": made_by.epoch,
        "text": TEXT,
        "salt": made_by.salt,
        "text_sha256": hashed(made_by),
        "verdict": "pass",
        "generation_context": "{}",
        "input_hash": made_by.input_hash,
        "planner_version": "planner-1",
        "prompt_version_canonicalizer": "rules-1",
        "prompt_version_writer": "rules-5",
        "policy_gate_version": "gate-1",
        "repair_attempts": 0,
        "outcome": "first_pass",
    }
    return SessionBridgeVersion(**{**values, **fields})


def published(job: GenerationJob | None = None) -> SessionBridgeVersion:
    job = job or held_job()
    gate_result(job).save()
    row = version(job)
    row.save()
    return row


def imported(**fields: Any) -> SessionBridgeVersion:
    job = make_job()
    origin = {"origin": VersionOrigin.IMPORTED, "job": None, "epoch": None, "verdict": None, "outcome": ""}
    return version(job, **{**origin, **fields})


def journey(job: GenerationJob) -> YourJourneyVersion:
    return YourJourneyVersion(
        patient=job.patient,
        version=1,
        origin=VersionOrigin.IMPORTED,
        text=TEXT,
        salt=job.salt,
        text_sha256=hashed(job),
        generation_context="{}",
        prompt_version="unknown",
        policy_gate_version="unknown",
    )


def imported_journey(patient: Patient) -> YourJourneyVersion:
    """A journey of an older system, with its metadata."""
    version = journey(make_job(patient))
    version.save()
    create_generation_metadata(
        version, sessions_analyzed=0, total_sessions=0, model_used="m", generation_duration_ms=5,
        generation_timestamp=version.created_at,
    )  # fmt: skip
    return version
