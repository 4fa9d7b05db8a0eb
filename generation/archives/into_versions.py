"""Rows of an archive into the tables of what was made: analyses, journeys and summaries, all of them `imported`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.models import Patient, TherapySession
from core.salted_hashes import new_salt, salted_sha256
from generation.archives.rows import AnalysisRow, JourneyRow, SummaryRow, VersionRow
from generation.lifecycle.generation_metadata import AnyVersion, create_generation_metadata
from generation.models import (
    SessionAnalysis,
    SessionBridgeVersion,
    SummaryWithdrawal,
    VersionOrigin,
    YourJourneyVersion,
)

_MADE_BY = {
    *("input_hash", "planner_version", "prompt_version_canonicalizer", "prompt_version_writer", "policy_gate_version"),
    *("prompt_hash_canonicalizer", "prompt_hash_writer", "model_canonicalizer", "model_writer"),
    *("repair_attempts", "outcome", "outcome_reason"),
}
_JOURNEY = {"input_hash", "policy_gate_version", "prompt_version", "evidence_dropped"}
_KEPT = {"id", "version", "text", "cost", "created_at", "erased_at"}


def import_analyses(patient: Patient, rows: Sequence[AnalysisRow]) -> None:
    del patient  # the sessions are the person's
    SessionAnalysis.objects.bulk_create(
        SessionAnalysis(
            session_id=row.session,
            origin=VersionOrigin.IMPORTED,
            review_rule_ids=list(row.review_rule_ids),
            **row.model_dump(exclude={"session", "origin", "review_rule_ids", "data_sha256"}),
        )
        for row in rows
    )


def import_journeys(patient: Patient, rows: Sequence[JourneyRow]) -> None:
    for row in rows:
        rules = list(row.review_rule_ids)
        made = YourJourneyVersion(**_version(patient, row), review_rule_ids=rules, **row.model_dump(include=_JOURNEY))
        _publish(patient, made, row)


def import_summaries(patient: Patient, rows: Sequence[SummaryRow]) -> None:
    """Objections are of a login of their own system: they stay in the kept row."""
    for row in rows:
        made = SessionBridgeVersion(**_version(patient, row), **row.model_dump(include=_MADE_BY))
        _publish(patient, made, row)


def _version(patient: Patient, row: VersionRow) -> dict[str, Any]:
    values = {**row.model_dump(include=_KEPT), "patient": patient, "origin": VersionOrigin.IMPORTED}
    if row.text is None:
        return {**values, "salt": None, "text_sha256": row.kept_sha256, "generation_context": None}
    salt = new_salt()
    was_imported = row.origin == VersionOrigin.IMPORTED
    # What an older system published keeps what that system said of it.
    context = row.generation_context if was_imported else row.canonical_text()
    return {**values, "salt": salt, "text_sha256": salted_sha256(salt, row.text), "generation_context": context}


def _publish(patient: Patient, version: AnyVersion, row: VersionRow) -> None:
    version.save(force_insert=True)
    if row.metadata is not None:
        last_id = row.metadata.last_session
        last = TherapySession.objects.filter(patient=patient, pk=last_id).first() if last_id else None
        values = row.metadata.model_dump(exclude={"last_session"})
        create_generation_metadata(version, last_session=last, **values)
    if row.withdrawal is not None:
        key = "session_bridge_version" if isinstance(version, SessionBridgeVersion) else "your_journey_version"
        SummaryWithdrawal.objects.create(**{key: version}, **row.withdrawal.model_dump(exclude={"by"}))
