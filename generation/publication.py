"""Publishing: version, metadata, pointer, job, notice and both logs, in one transaction or not at all."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.db.models.functions import Coalesce, Now

from core.faultpoints import committing
from core.models import Patient, TherapySession
from generation import transitions
from generation.errors import HoldLost
from generation.models import GateVerdict, GenerationJob, PatientSessionBridge, SessionBridgeVersion
from generation.models.generation_metadata import create_generation_metadata
from generation.pipeline.contracts import canonical_json
from generation.pipeline.sequence import RunResult
from generation.provenance import Provenance, find_provenance


def publish_session_bridge(job: GenerationJob, result: RunResult) -> SessionBridgeVersion:
    """Make the text that passed the gate the person's current summary.

    Locks the person, then the job, as every protocol does. Raises HoldLost, or IntegrityError of the fence,
    where the job is not held under this epoch any more; then nothing was written.
    """
    with committing("publish"):
        now = lock_patient(job)
        made_with = find_provenance(job.id, result)
        version = _insert_version(job, result, made_with)
        _insert_metadata(job, version, now, made_with)
        pointer = PatientSessionBridge(patient_id=job.patient_id, current=version, updated_at=now)
        PatientSessionBridge.objects.bulk_create(
            [pointer],
            update_conflicts=True,
            unique_fields=["patient"],
            update_fields=["current", "updated_at"],
        )
        if not transitions.succeed(job):
            raise HoldLost
    return version


def lock_patient(job: GenerationJob) -> datetime:
    """Lock the person's row until the transaction ends; the time on Postgres's clock."""
    locked = Patient.objects.select_for_update(no_key=True).annotate(clock=Now())
    now: datetime = locked.values_list("clock", flat=True).get(id=job.patient_id)
    return now


def _insert_version(job: GenerationJob, result: RunResult, made_with: Provenance) -> SessionBridgeVersion:
    theirs = SessionBridgeVersion.objects.filter(patient_id=job.patient_id)
    last: int = theirs.aggregate(last=Coalesce(Max("version"), 0))["last"]
    return SessionBridgeVersion.objects.create(
        patient_id=job.patient_id,
        version=last + 1,
        job=job,
        epoch=job.epoch,
        text=result.report_text,
        text_sha256=result.text_sha256,
        verdict=GateVerdict(result.gate_report.verdict),
        generation_context=_context(job),
        input_hash=job.input_hash,
        planner_version=result.planner_version,
        prompt_version_canonicalizer=result.canonicalizer_version,
        prompt_version_writer=result.writer_version,
        policy_gate_version=result.policy_gate_version,
        repair_attempts=result.repair_attempts,
        outcome=result.outcome,
        prompt_hash_canonicalizer=made_with.prompt_hash_canonicalizer,
        prompt_hash_writer=made_with.prompt_hash_writer,
        model_canonicalizer=made_with.model_canonicalizer,
        model_writer=made_with.model_writer,
        cost=made_with.dollars,
        outcome_reason=result.outcome_reason,
    )


def _context(job: GenerationJob) -> str:
    return canonical_json(
        {
            "job": str(job.id),
            "origin": job.origin,
            "regen": job.regen,
            "window": [job.window_first.isoformat(), job.window_last.isoformat()],
            "zone": job.zone,
        }
    )


def _insert_metadata(job: GenerationJob, version: SessionBridgeVersion, now: datetime, made_with: Provenance) -> None:
    held = TherapySession.objects.filter(patient_id=job.patient_id, session_date__lte=job.window_last)
    session_ids = list(held.order_by("-session_date", "-held_at", "client_id").values_list("id", flat=True))
    create_generation_metadata(
        version,
        # It reads the diary, no session.
        sessions_analyzed=0,
        total_sessions=len(session_ids),
        last_session_id=session_ids[0] if session_ids else None,
        model_used=made_with.model_used,
        generation_timestamp=now,
        generation_duration_ms=int((now - job.created_at).total_seconds() * 1000),
    )
