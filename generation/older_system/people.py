"""`patients`, and `therapy_sessions` with what its columns say of analyses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from psycopg import sql

from core.calendar import local_date
from core.faultpoints import committing
from core.models import Organisation, Patient, TherapySession
from core.practice.sessions import TRANSCRIPT_MAX_BYTES
from core.salted_hashes import sender_id_hmac
from generation.models import SessionAnalysis, VersionOrigin
from generation.older_system.report import Count, Problem, Report
from generation.older_system.source import OlderDatabase, Row
from generation.older_system.storing import Made, People, chunks_of, id_of, store

_SESSION = {
    "id": "uuid",
    "patient_id": "uuid",
    "session_date": "instant",
    "transcript": "json",
    "created_at": "instant",
}
# What each wave wrote, column by column; the last is when.
WAVE_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "mood": (
            *("mood", "mood_score", "mood_confidence", "mood_rationale", "mood_indicators", "emotional_tone"),
            "mood_analyzed_at",
        ),
        "topics": (
            *("topics", "action_items", "technique", "summary", "extraction_confidence"),
            "topics_extracted_at",
        ),
        "action_items": ("action_items_summary", "topics_extracted_at"),
        "breakthrough": ("has_breakthrough", "breakthrough_label", "breakthrough_data", "breakthrough_analyzed_at"),
        "deep": ("deep_analysis", "deep_analyzed_at"),
        "prose": ("prose_analysis", "prose_generated_at"),
        "insights": ("key_insights", "deep_analyzed_at"),
    }
)
# Said of every session, also of those nobody analysed; and times that belong to another wave.
_NO_SIGN = {"has_breakthrough"}


def bring_people(db: OlderDatabase, report: Report, organisation: Organisation, zone: ZoneInfo) -> Iterator[int]:
    """Under their id and a code made of it, without names or logins."""
    for chunk in chunks_of(db.rows("patients", {"id": "uuid", "created_at": "instant"})):
        with committing("import_file"):
            report.count("patients", Count.READ, len(chunk))
            store(report, "patients", [_person(row, organisation, zone) for row in chunk])
        yield len(chunk)


def _person(row: Row, organisation: Organisation, zone: ZoneInfo) -> Made:
    more = {"created_at": row["created_at"]} if row["created_at"] else {}
    patient = Patient(
        id=row["id"], organisation=organisation, code=f"TB-{row['id'].hex[:12].upper()}", zone=zone.key, **more
    )
    return Made(patient, lambda stored: stored.organisation_id == organisation.pk)


def bring_sessions(db: OlderDatabase, report: Report, organisation: Organisation, zone: ZoneInfo) -> Iterator[int]:
    """Under their id; `session_date` becomes the local date in the zone given."""
    table = "therapy_sessions"
    for chunk in chunks_of(db.rows(table, _SESSION)):
        with committing("import_file"):
            report.count(table, Count.READ, len(chunk))
            people = People(organisation, (row["patient_id"] for row in chunk))
            made = []
            for row in chunk:
                patient = people.find(report, table, row["id"], row["patient_id"])
                if patient is not None and row["session_date"] is None:
                    report.leave(table, row["id"], Problem.NO_DATE)
                elif patient is not None:
                    made.append(_session(report, row, patient, zone))
            store(report, table, made)
        yield len(chunk)


def _session(report: Report, row: Row, patient: Patient, zone: ZoneInfo) -> Made:
    client_id = f"therabridge:{row['id']}"
    session = TherapySession(
        id=row["id"],
        patient=patient,
        client_id=client_id,
        client_id_hmac=sender_id_hmac(bytes(patient.hash_key or b""), client_id),
        session_date=local_date(row["session_date"], zone),
        held_at=row["session_date"],
        transcript=_transcript(report, row),
        **({"created_at": row["created_at"]} if row["created_at"] else {}),
    )
    return Made(
        session,
        lambda stored: (stored.held_at, stored.transcript) == (session.held_at, session.transcript),
    )


def _transcript(report: Report, row: Row) -> str | None:
    """The turns as lines "Speaker: words". None, and reported, where it is too long."""
    turns = json.loads(row["transcript"] or "null")
    if turns in (None, "", [], {}):
        return None
    try:
        lines = [f"{turn['speaker']}: {turn.get('text', turn.get('content')) or ''}" for turn in turns]
        text = "\n".join(lines)
    except (TypeError, KeyError, AttributeError):
        report.note("therapy_sessions", row["id"], Problem.TRANSCRIPT_SHAPE)
        text = turns if isinstance(turns, str) else row["transcript"]
    if len(text.encode()) > TRANSCRIPT_MAX_BYTES:
        report.note("therapy_sessions", row["id"], Problem.TRANSCRIPT_TOO_LONG)
        return None
    return text


def bring_analyses(db: OlderDatabase, report: Report) -> Iterator[int]:
    """The analysis columns of sessions that are here, each wave as one imported reading, its columns by name."""
    for chunk in chunks_of(db.asked(_analyses(db))):
        with committing("import_file"):
            here = TherapySession.objects.in_bulk([row["id"] for row in chunk])
            made = [
                _analysis(row, wave)
                for row in chunk
                for wave in WAVE_COLUMNS
                if row[wave] is not None and row["id"] in here and here[row["id"]].erased_at is None
            ]
            report.count("analyses", Count.READ, sum(row[wave] is not None for row in chunk for wave in WAVE_COLUMNS))
            store(report, "analyses", made)
        yield len(chunk)


def _analysis(row: Row, wave: str) -> Made:
    at = row[f"{wave}_at"] or row["created_at"]
    analysis = SessionAnalysis(
        id=id_of(row["id"], wave),
        session_id=row["id"],
        wave=wave,
        origin=VersionOrigin.IMPORTED,
        data=row[wave],
        cost=None,
        **({"created_at": at} if at else {}),
    )
    return Made(analysis, lambda stored: stored.data is None or stored.data == analysis.data)


def _analyses(db: OlderDatabase) -> sql.Composed:
    """One column of JSON a wave, NULL where it wrote nothing, and one of when."""
    table = "therapy_sessions"
    fields: list[sql.Composable] = [
        sql.SQL("id::uuid"),
        db.read(table, "created_at", "instant") + sql.SQL(" AS created_at"),
    ]
    for wave, columns in WAVE_COLUMNS.items():
        held = [name for name in columns[:-1] if db.has(table, name)]
        signs = [name for name in held if name not in _NO_SIGN]
        if "has_breakthrough" in held:
            signs.append("breakthrough_analyzed_at") if db.has(table, "breakthrough_analyzed_at") else None
        fields += [_wave(wave, [*held, columns[-1]] if db.has(table, columns[-1]) else held, signs)]
        fields += [db.read(table, columns[-1], "instant") + sql.SQL(" AS ") + sql.Identifier(f"{wave}_at")]
    return sql.SQL("SELECT {} FROM therapy_sessions ORDER BY id").format(sql.SQL(", ").join(fields))


def _wave(wave: str, held: list[str], signs: list[str]) -> sql.Composable:
    if not signs:
        return sql.SQL("NULL::text AS {}").format(sql.Identifier(wave))
    pairs: list[Any] = [sql.SQL("{}, {}").format(sql.Literal(name), sql.Identifier(name)) for name in held]
    return sql.SQL("CASE WHEN num_nonnulls({}) > 0 THEN jsonb_build_object({})::text END AS {}").format(
        sql.SQL(", ").join(map(sql.Identifier, signs)), sql.SQL(", ").join(pairs), sql.Identifier(wave)
    )
