"""Publishing: version, metadata, pointer, job, notice and both logs, in one transaction or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from core.faultpoints import committing
from core.salted_hashes import salted_sha256
from generation.lifecycle import transitions
from generation.lifecycle.generation_metadata import create_generation_metadata
from generation.lifecycle.pointers import is_shown, move_pointers
from generation.models import (
    GateVerdict,
    GenerationJob,
    Origin,
    SessionBridgeVersion,
    SummaryWithdrawal,
    WithdrawalCause,
    YourJourneyVersion,
)
from generation.models.published_version import PublishedVersion
from generation.pipeline.contracts import canonical_json
from generation.pipeline.sequence import RunResult
from generation.run.artifact_chain import salt_of
from generation.run.errors import CorrectedNotShown, HoldLost
from generation.run.provenance import Provenance, find_provenance


def publish_session_bridge(job: GenerationJob, result: RunResult) -> SessionBridgeVersion:
    """Publish the text that passed the gate; it is the person's current summary unless another read on further.

    Locks the person, then the job, as every protocol does. Raises HoldLost, or IntegrityError of the fence,
    where the job is no longer held under this epoch, CorrectedNotShown where it corrects what the person does not see
    any more; then nothing was written.
    """
    with committing("publish"):
        lock_patient(job)
        before = read_before_adding(job, SessionBridgeVersion)
        made_with = find_provenance(job.id, result)
        version = _insert_version(job, result, made_with, before.last_version + 1)
        # It reads the diary, no session.
        insert_metadata(job, version, before, model_used=made_with.model_used, sessions_analyzed=0)
        # Behind the fence: whoever has lost the job learns that first.
        if job.origin == Origin.CORRECTION:
            _withdraw_corrected(job)
        move_pointers(job.patient_id)
        if not transitions.succeed(job):
            raise HoldLost
    return version


def _withdraw_corrected(job: GenerationJob) -> None:
    """Whoever withdrew the summary meanwhile wanted it gone, and did not ask for another."""
    if job.corrects_id is None or not is_shown(job.corrects_id):
        raise CorrectedNotShown
    SummaryWithdrawal.objects.create(
        session_bridge_version_id=job.corrects_id, cause=WithdrawalCause.CORRECTED, by_id=job.requested_by_id
    )


def lock_patient(job: GenerationJob) -> None:
    """Lock the person's row until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM patients WHERE id = %s FOR NO KEY UPDATE", [job.patient_id])


class BeforeAdding(NamedTuple):
    """What there is of the person when a version is added. `now` is Postgres's clock."""

    now: datetime
    last_version: int
    total_sessions: int
    last_session_id: UUID | None


_BEFORE_ADDING = """
    SELECT statement_timestamp(),
           (SELECT coalesce(max(version), 0) FROM {versions} WHERE patient_id = %(patient_id)s),
           count(*),
           (array_agg(id ORDER BY session_date DESC, held_at DESC, client_id))[1]
    FROM therapy_sessions WHERE patient_id = %(patient_id)s AND session_date <= %(window_last)s
"""


def read_before_adding(job: GenerationJob, versions: type[PublishedVersion]) -> BeforeAdding:
    """After the lock, in a statement of its own: one that waits for a lock reads what stood before the wait."""
    with connection.cursor() as cursor:
        statement = _BEFORE_ADDING.format(versions=versions._meta.db_table)  # noqa: SLF001 - Django's public name for it
        cursor.execute(statement, {"patient_id": job.patient_id, "window_last": job.window_last})
        return BeforeAdding(*cursor.fetchone())


def _insert_version(job: GenerationJob, result: RunResult, made_with: Provenance, number: int) -> SessionBridgeVersion:
    return SessionBridgeVersion.objects.create(
        patient_id=job.patient_id,
        version=number,
        job=job,
        epoch=job.epoch,
        text=result.report_text,
        salt=job.salt,
        text_sha256=salted_sha256(salt_of(job), result.report_text),
        verdict=GateVerdict(result.gate_report.verdict),
        generation_context=context_of(job),
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


def context_of(job: GenerationJob, **more: object) -> str:
    """What a version was made for, as JSON."""
    return canonical_json(
        {
            "job": str(job.id),
            "origin": job.origin,
            "regen": job.regen,
            "window": [job.window_first.isoformat(), job.window_last.isoformat()],
            "zone": job.zone,
            **more,
        }
    )


def insert_metadata(
    job: GenerationJob,
    version: SessionBridgeVersion | YourJourneyVersion,
    before: BeforeAdding,
    *,
    model_used: str,
    sessions_analyzed: int,
    compaction_strategy: str = "",
) -> None:
    """Describe a version of either feature, in the transaction that publishes it."""
    create_generation_metadata(
        version,
        sessions_analyzed=sessions_analyzed,
        compaction_strategy=compaction_strategy,
        total_sessions=before.total_sessions,
        last_session_id=before.last_session_id,
        model_used=model_used,
        generation_timestamp=before.now,
        generation_duration_ms=int((before.now - job.created_at).total_seconds() * 1000),
    )
