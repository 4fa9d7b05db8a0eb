"""Postgres publishes only the bytes that passed the gate, to the person they are about."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from generation.models import (
    GenerationMetadata,
    PatientSessionBridge,
)
from tests.builders.jobs import held_job
from tests.builders.people import make_patient
from tests.builders.rows import artifact, gate_result, hashed, imported, published, refused_by, version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"position": 1}, "stage_artifacts_first_writer_wins"),
        ({"stage": "gate"}, "stage_artifacts_position_unique"),
        ({"stage": "gate", "position": 1, "sha256": "0" * 64}, "stage_artifacts_hash_is_of_the_body"),
        ({"stage": "gate", "position": 1, "body": None}, "stage_artifacts_body_null_only_when_erased"),
    ],
)
def test_second_artifact_that_contradicts_the_chain_is_refused(fields: dict[str, Any], constraint: str) -> None:
    job = held_job()
    artifact(job).save()
    assert refused_by(artifact(job, **fields).save) == constraint


def test_gate_says_one_thing_once() -> None:
    job = held_job()
    gate_result(job).save()
    assert refused_by(gate_result(job, ordinal=1).save) == "gate_results_said_once"


def test_same_bytes_may_fail_and_then_pass() -> None:
    job = held_job()
    gate_result(job, verdict="fail", rule_ids=["SB101"]).save()
    gate_result(job, ordinal=1).save()
    assert job.gate_results.count() == 2


def test_pass_with_findings_is_refused() -> None:
    row = gate_result(held_job(), rule_ids=["SB101"])
    assert refused_by(row.save) == "gate_results_pass_has_no_findings"


def test_text_the_gate_never_passed_is_not_published() -> None:
    job = held_job()
    gate_result(job, verdict="fail", rule_ids=["SB101"]).save()
    assert refused_by(version(job).save) == "session_bridge_versions_only_gated_bytes"


def test_bytes_other_than_the_gated_ones_are_not_published() -> None:
    job = held_job()
    gate_result(job).save()
    other = version(job, text="2. Something else", text_sha256=hashed(job, "2. Something else"))
    assert refused_by(other.save) == "session_bridge_versions_only_gated_bytes"


def test_text_under_another_hash_is_not_published() -> None:
    job = held_job()
    gate_result(job).save()
    assert refused_by(version(job, text="2. Something else").save) == "session_bridge_versions_hash_is_of_the_text"


@pytest.mark.parametrize("fields", [{"job": None}, {"verdict": None}, {"verdict": "fail"}, {"origin": "imported"}])
def test_version_is_gated_or_imported(fields: dict[str, Any]) -> None:
    job = held_job()
    gate_result(job).save()
    assert refused_by(version(job, **fields).save) == "session_bridge_versions_gated_or_imported"


def test_imported_version_passes_without_job_and_gate() -> None:
    row = imported(generation_context='{"b":1, "a":2}')
    row.save()
    row.refresh_from_db()
    assert (row.generation_context, row.is_gated) == ('{"b":1, "a":2}', False)


def test_pointer_shows_nobody_somebody_elses_version() -> None:
    pointer = PatientSessionBridge(patient=make_patient(), current=published())
    assert refused_by(pointer.save) == "patient_session_bridge_current_is_theirs"


def test_metadata_belongs_to_exactly_one_version() -> None:
    row = GenerationMetadata(
        sessions_analyzed=0,
        total_sessions=0,
        model_used="none",
        generation_timestamp=timezone.now(),
        generation_duration_ms=1,
    )
    assert refused_by(row.save) == "generation_metadata_of_one_version"


@pytest.mark.parametrize("reason", ["deadline", "findings", "no_answer", "refused", "budget"])
def test_rules_text_has_one_of_five_reasons(reason: str) -> None:
    job = held_job()
    gate_result(job).save()
    version(job, outcome="rules", outcome_reason=reason).save()


@pytest.mark.parametrize("reason", ["", "weather"])
def test_rules_text_without_a_known_reason_is_refused(reason: str) -> None:
    job = held_job()
    gate_result(job).save()
    row = version(job, outcome="rules", outcome_reason=reason)
    assert refused_by(row.save) == "session_bridge_versions_rules_have_a_reason"


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "first_pass"},
        {"outcome": "repaired", "repair_attempts": 1},
        {"outcome": "fallback"},
        {"outcome": "first_pass", "prompt_version_writer": "template-1"},
    ],
)
def test_reason_of_any_other_outcome_is_refused(fields: dict[str, Any]) -> None:
    job = held_job()
    gate_result(job).save()
    row = version(job, **{"outcome_reason": "findings", **fields})
    assert refused_by(row.save) == "session_bridge_versions_only_rules_have_a_reason"


@pytest.mark.parametrize("reason", ["findings", "deadline"])
def test_fallback_of_the_first_text_keeps_its_reason(reason: str) -> None:
    job = held_job()
    gate_result(job).save()
    version(job, outcome="fallback", outcome_reason=reason, prompt_version_writer="template-1").save()
