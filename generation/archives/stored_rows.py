"""The rows of an archive, read from the database one by one. Whoever calls holds the person's row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import F

from core.models import AccessEvent, Consent, Message, Patient, PatientZone, TherapySession
from generation.archives.rows import (
    AccessRow,
    AnalysisRow,
    ConsentRow,
    JourneyRow,
    MessageRow,
    MetadataRow,
    ObjectionRow,
    PersonRow,
    RevisionRow,
    SessionRow,
    SummaryRow,
    WindowRow,
    WithdrawalRow,
    ZoneRow,
)
from generation.history.left_out import left_out_of
from generation.history.reviewed import reviewed_jobs
from generation.history.sources import bullets_with_sources
from generation.history.stored_run import read_run
from generation.models import SessionAnalysis, SessionBridgeVersion, StageArtifact, YourJourneyVersion
from generation.models.published_version import PublishedVersion
from generation.pipeline.contracts import Value, sha256_hex
from generation.pipeline.sequence import Stage

_CHUNK = 200
_VERSION = ("id", "version", "origin", "text", "verdict", "generation_context", "cost", "created_at", "erased_at")
_MADE = ("input_hash", "policy_gate_version")


def _person(patient: Patient) -> Iterator[PersonRow]:
    fields = _of(patient, "id", "code", "zone", "created_at")
    yield PersonRow(organisation=patient.organisation.name, **fields)


def _zones(patient: Patient) -> Iterator[ZoneRow]:
    for row in PatientZone.objects.filter(patient=patient).order_by("number"):
        yield ZoneRow(**_of(row, "id", "number", "zone", "valid_from", "created_at"))


def _consents(patient: Patient) -> Iterator[ConsentRow]:
    for row in Consent.objects.filter(patient=patient).select_related("text").order_by("number"):
        yield ConsentRow(
            **_of(row, "id", "number", "allowed", "at", "on_word_of"),
            recorded_by=row.recorded_by_label,
            wording_version=row.text and row.text.version,
            wording=row.text and row.text.body,
            wording_made_by=row.text and row.text.made_by_label,
            wording_at=row.text and row.text.created_at,
        )


def _messages(patient: Patient) -> Iterator[MessageRow]:
    rows = Message.objects.filter(patient=patient).prefetch_related("revisions").order_by("sent_at", "id")
    for row in rows.iterator(_CHUNK):
        fields = _of(row, "id", "client_id", "sent_at", "current_revision", "created_at", "deleted_at")
        revisions = sorted(row.revisions.all(), key=lambda revision: revision.number)
        yield MessageRow(
            **fields,
            revisions=tuple(
                RevisionRow(
                    **_of(one, "id", "number", "text", "created_at", "erased_at"),
                    text_sha256=_digest(one.text),
                    kept_sha256=one.text_sha256 if one.text is None else None,
                )
                for one in revisions
            ),
        )


def _sessions(patient: Patient) -> Iterator[SessionRow]:
    names = ("id", "client_id", "session_date", "held_at", "transcript", "created_at", "erased_at")
    for row in TherapySession.objects.filter(patient=patient).order_by("session_date", "id").iterator(_CHUNK):
        yield SessionRow(**_of(row, *names), transcript_sha256=_digest(row.transcript))


def _analyses(patient: Patient) -> Iterator[AnalysisRow]:
    rows = SessionAnalysis.objects.filter(session__patient=patient).order_by("session", "wave", "attempt")
    names = ("id", "wave", "attempt", "origin", "data", "prompt_version", "model", "evidence_dropped", "cost")
    for row in rows.iterator(_CHUNK):
        yield AnalysisRow(
            **_of(row, *names, "created_at", "erased_at"),
            session=row.session_id,
            data_sha256=_digest(row.data),
            review_rule_ids=tuple(row.review_rule_ids),
        )


def _journeys(patient: Patient) -> Iterator[JourneyRow]:
    rows = YourJourneyVersion.objects.filter(patient=patient).select_related("metadata", "withdrawal__by")
    for row in rows.order_by("version").iterator(_CHUNK):
        yield JourneyRow(
            **_version(row),
            **_of(row, *_MADE, "prompt_version", "evidence_dropped"),
            review_rule_ids=tuple(row.review_rule_ids),
        )


def _summaries(patient: Patient) -> Iterator[SummaryRow]:
    rows = SessionBridgeVersion.objects.filter(patient=patient).select_related("job", "metadata", "withdrawal__by")
    reviewed = reviewed_jobs(list(rows.exclude(job=None).values_list("job", flat=True)))
    for row in rows.prefetch_related("objections__by").order_by("version").iterator(_CHUNK):
        bullets, left_out = _read_from(row)
        job = row.job
        yield SummaryRow(
            **_version(row),
            **_of(row, *_MADE, "planner_version", "prompt_version_canonicalizer", "prompt_version_writer"),
            **_of(row, "prompt_hash_canonicalizer", "prompt_hash_writer", "model_canonicalizer", "model_writer"),
            **_of(row, "repair_attempts", "outcome", "outcome_reason"),
            window=job and WindowRow(first=job.window_first, last=job.window_last, zone=job.zone),
            reviewed=row.job_id in reviewed,
            bullets=bullets,
            left_out=left_out,
            objections=tuple(
                ObjectionRow(**_of(one, "id", "words", "at", "erased_at"), bullet=one.slot_id, by=one.by.get_username())
                for one in row.objections.all()
            ),
        )


def _accesses(patient: Patient) -> Iterator[AccessRow]:
    rows = AccessEvent.objects.filter(patient=patient).annotate(who=F("actor_label")).order_by("at", "id")
    for row in rows.iterator(_CHUNK):
        yield AccessRow(**_of(row, "id", "at", "who", "action", "target"))


# What fills each file of `FILES`.
READERS: Mapping[str, Callable[[Patient], Iterable[Value]]] = MappingProxyType(
    {
        "person.jsonl": _person,
        "zones.jsonl": _zones,
        "consents.jsonl": _consents,
        "messages.jsonl": _messages,
        "sessions.jsonl": _sessions,
        "analyses.jsonl": _analyses,
        "journeys.jsonl": _journeys,
        "summaries.jsonl": _summaries,
        "accesses.jsonl": _accesses,
    }
)


def _version(row: PublishedVersion) -> dict[str, Any]:
    metadata, withdrawal = getattr(row, "metadata", None), getattr(row, "withdrawal", None)
    return {
        **_of(row, *_VERSION),
        "text_sha256": _digest(row.text),
        "kept_sha256": row.text_sha256 if row.text is None else None,
        "metadata": metadata
        and MetadataRow(
            **_of(metadata, "id", "sessions_analyzed", "total_sessions", "model_used", "generation_timestamp"),
            **_of(metadata, "generation_duration_ms", "compaction_strategy", "notes", "created_at", "erased_at"),
            last_session=metadata.last_session_id,
        ),
        "withdrawal": withdrawal
        and WithdrawalRow(
            **_of(withdrawal, "id", "cause", "reason", "at", "erased_at"),
            by=withdrawal.by and withdrawal.by.get_username(),
        ),
    }


def _read_from(row: SessionBridgeVersion) -> tuple[Any, Any]:
    """Bullets and what is left out, from the steps that are stored. One query."""
    stages = [Stage.CANONICAL, Stage.TEXT]
    run = read_run(StageArtifact.objects.filter(job_id=row.job_id, stage__in=stages)) if row.job_id else None
    report = run.report_of(row.text) if run and row.text is not None else None
    if run is None or report is None or run.record is None:
        return None, None
    return bullets_with_sources(report, run.record), left_out_of(report, run.record)


def _of(row: object, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _digest(text: str | None) -> str | None:
    return None if text is None else sha256_hex(text)
