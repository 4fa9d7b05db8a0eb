"""A job and its summary as the API shows them. Dates are local, in the zone of the window; instants are UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.urls import reverse

from generation.history.left_out import LeftOutPiece, left_out_of
from generation.history.next_steps import what_to_do
from generation.history.sources import BulletWithSources, Source, bullets_with_sources
from generation.history.stored_run import read_run
from generation.models import GenerationJob, SessionBridgeVersion, StageArtifact
from generation.pipeline.contracts import CanonicalRecord, LeftOutKind, RenderedReport, sha256_hex
from generation.pipeline.sequence import Stage
from generation.pipeline.writer.layout import SECTION_TITLES

Json = dict[str, Any]

_LEFT_OUT_NAMES = {
    LeftOutKind.SENTENCE: "sentences",
    LeftOutKind.FEELING: "feelings",
    LeftOutKind.NUMBER: "numbers",
}


def location_of(job: GenerationJob) -> str:
    """The address of a job, below the host."""
    return reverse("api:summary", args=[job.id])


def published_version(job: GenerationJob) -> SessionBridgeVersion | None:
    """The version this job published, if it did."""
    return getattr(job, "sessionbridgeversion", None)


def shows_text(job: GenerationJob) -> bool:
    """Whether `show_job` shows what the person wrote: the access must be recorded first."""
    version = published_version(job)
    return version is not None and version.text is not None and not _is_withdrawn(version)


def show_job(job: GenerationJob) -> Json:
    """One job. With its version and withdrawal selected along: one query where there is a text, else none."""
    version = published_version(job)
    ending = what_to_do(job)
    return {
        "id": str(job.id),
        "state": job.state,
        "patient": str(job.patient_id),
        "window": {
            "first": job.window_first.isoformat(),
            "last": job.window_last.isoformat(),
            "zone": job.zone,
        },
        "requested_at": _instant(job.created_at),
        "deadline_at": _instant(job.deadline_at),
        "finished_at": _instant(job.finished_at),
        "summary": None if version is None else _show_version(job, version),
        "problem": {"error_code": job.error_code, "what_to_do": ending} if ending else None,
    }


def _show_version(job: GenerationJob, version: SessionBridgeVersion) -> Json:
    shown = shows_text(job)
    report, record = _rendered(job, version.text or "") if shown else (None, None)
    return {
        "version": version.version,
        "created_at": _instant(version.created_at),
        "outcome": version.outcome,
        "outcome_reason": version.outcome_reason,
        "verdict": version.verdict,
        "repair_attempts": version.repair_attempts,
        "withdrawn_at": _instant(version.withdrawal.at) if _is_withdrawn(version) else None,
        "erased_at": _instant(version.erased_at),
        "text": version.text if shown else None,
        "text_sha256": sha256_hex(version.text) if shown and version.text is not None else None,
        "sections": _sections(report, record) if report and record else [],
        "left_out": _left_out(report, record) if report and record else None,
        "versions": {
            "canonicalizer": version.prompt_version_canonicalizer,
            "planner": version.planner_version,
            "writer": version.prompt_version_writer,
            "policy_gate": version.policy_gate_version,
        },
    }


def _rendered(job: GenerationJob, text: str) -> tuple[RenderedReport | None, CanonicalRecord | None]:
    """The text with its places, and the record; None where they were erased or an earlier version made them."""
    run = read_run(StageArtifact.objects.filter(job=job, stage__in=[Stage.CANONICAL, Stage.TEXT]))
    return run.report_of(text), run.record


def _sections(report: RenderedReport, record: CanonicalRecord) -> list[Json]:
    """The sections with each bullet's sources."""
    bullets = bullets_with_sources(report, record)
    return [
        {
            "number": number,
            "title": SECTION_TITLES[number - 1],
            "bullets": [_show_bullet(bullet) for bullet in section],
        }
        for number, section in groupby(bullets, key=lambda bullet: bullet.section)
    ]


def _show_bullet(bullet: BulletWithSources) -> Json:
    return {
        "id": bullet.slot_id,
        "kind": bullet.kind.value,
        "text": bullet.text,
        "start": bullet.start,
        "end": bullet.end,
        "sources": [_show_piece(source) for source in bullet.sources],
    }


def _left_out(report: RenderedReport, record: CanonicalRecord) -> Json:
    """What stands nowhere in the text. `count` is what the limits of the text state."""
    return {
        _LEFT_OUT_NAMES[left.kind]: {"count": left.count, "pieces": [_show_piece(piece) for piece in left.pieces]}
        for left in left_out_of(report, record)
    }


def _show_piece(piece: Source | LeftOutPiece) -> Json:
    return {
        "message": piece.message_id,
        "day": piece.day.isoformat(),
        "local_time": piece.local_time,
        "start": piece.start,
        "end": piece.end,
        "text": piece.text,
    }


def _is_withdrawn(version: SessionBridgeVersion) -> bool:
    return hasattr(version, "withdrawal")


def _instant(instant: datetime | None) -> str | None:
    return (
        None if instant is None else instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )
