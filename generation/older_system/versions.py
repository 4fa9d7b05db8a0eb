"""Both kinds of versions with their metadata: imported, shown as not gated, their JSON kept as `jsonb::text`.

`generation_context` of ours holds what that system said of a version, each piece as text, byte for byte.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Max
from psycopg import sql

from core.faultpoints import committing
from core.models import Organisation, Patient, TherapySession
from core.salted_hashes import new_salt, salted_sha256
from generation.lifecycle.generation_metadata import AnyVersion, create_generation_metadata
from generation.lifecycle.pointers import move_pointers
from generation.models import GenerationMetadata, SessionBridgeVersion, VersionOrigin, YourJourneyVersion
from generation.older_system.metadata_shape import FIELDS, as_json, read_metadata
from generation.older_system.report import Count, Problem, Report
from generation.older_system.source import OlderDatabase, Row
from generation.older_system.storing import Made, People, chunks_of, id_of, store
from generation.pipeline.contracts import canonical_json

_UNKNOWN = "unknown"
# No hash has this value: what it was made of is not known.
_NO_INPUT = "0" * 64
_MAX_COST = 10**6


class Kind(NamedTuple):
    """One of the two features: its tables there, before and after migration 014, and its columns."""

    model: type[SessionBridgeVersion | YourJourneyVersion]
    tables: tuple[str, ...]
    data: str
    number: str
    metadata_key: str
    pointers: tuple[str, ...]


JOURNEYS = Kind(
    YourJourneyVersion,
    ("your_journey_versions", "roadmap_versions"),
    *("roadmap_data", "version", "your_journey_version_id"),
    ("patient_your_journey", "patient_roadmap"),
)
SUMMARIES = Kind(
    SessionBridgeVersion,
    ("session_bridge_versions",),
    *("bridge_data", "version_number", "session_bridge_version_id"),
    ("patient_session_bridge",),
)
_COLUMNS = {
    "patient_id": "uuid",
    "metadata": "json",
    "generation_context": "json",
    "model_used": "text",
    "cost": "float8",
    "generation_duration_ms": "int8",
    "created_at": "instant",
}
_METADATA = {
    "id": "uuid",
    "sessions_analyzed": "int8",
    "total_sessions": "int8",
    "model_used": "text",
    "generation_timestamp": "instant",
    "generation_duration_ms": "int8",
    "last_session_id": "uuid",
    "compaction_strategy": "text",
    "metadata_json": "json",
}


def bring_versions(db: OlderDatabase, report: Report, organisation: Organisation, kind: Kind) -> Iterator[int]:
    """Every version under its id and number."""
    table = db.table(*kind.tables)
    if table is None:
        return
    for chunk in chunks_of(db.asked(_versions(db, kind, table))):
        with committing("import_file"):
            report.count(table, Count.READ, len(chunk))
            people = People(organisation, (row["patient_id"] for row in chunk))
            sessions = _sessions_of(chunk)
            made = []
            for row in chunk:
                patient = people.find(report, table, row["id"], row["patient_id"])
                if patient is not None and row["data"] is None:
                    report.leave(table, row["id"], Problem.NO_DATA)
                elif patient is not None:
                    made.append(_version(report, table, kind, row, patient, sessions))
            store(report, table, made)
            for patient_id in {each.row.patient_id for each in made}:  # type: ignore[attr-defined]  # both have one
                move_pointers(patient_id)
        yield len(chunk)


def bring_current_journeys(db: OlderDatabase, report: Report, organisation: Organisation) -> Iterator[int]:
    """What a person was shown and no newest version says: one version more."""
    pointers, versions = db.table(*JOURNEYS.pointers), db.table(*JOURNEYS.tables)
    if pointers is None or not db.has(pointers, "roadmap_data"):
        return
    for chunk in chunks_of(db.asked(_current(db, pointers, versions))):
        with committing("import_file"):
            report.count(pointers, Count.READ, len(chunk))
            people = People(organisation, (row["patient_id"] for row in chunk))
            for row in chunk:
                _bring_current(report, pointers, row, people)
        yield len(chunk)


def check_current_summaries(db: OlderDatabase, report: Report) -> None:
    """Say where another version than the newest was shown: here the newest is."""
    [pointers], [versions] = SUMMARIES.pointers, SUMMARIES.tables
    if not db.has(pointers, "current_version_id") or db.table(versions) is None:
        return
    query = sql.SQL(
        "SELECT patient_id::uuid FROM {0} AS shown WHERE current_version_id IS DISTINCT FROM "
        "(SELECT id FROM {1} AS held WHERE held.patient_id = shown.patient_id ORDER BY version_number DESC LIMIT 1)"
    ).format(sql.Identifier(pointers), sql.Identifier(versions))
    for row in db.asked(query):
        report.note(pointers, row["patient_id"], Problem.CURRENT)


def check_orphans(db: OlderDatabase, report: Report) -> None:
    """Say of which rows of metadata there is no version."""
    if db.table("generation_metadata") is None:
        return
    columns = dict.fromkeys(("id", JOURNEYS.metadata_key, SUMMARIES.metadata_key), "uuid")
    for chunk in chunks_of(db.rows("generation_metadata", columns)):
        for kind in (JOURNEYS, SUMMARIES):
            ids = {row[kind.metadata_key]: row["id"] for row in chunk if row[kind.metadata_key] is not None}
            here = set(kind.model.objects.filter(pk__in=ids).values_list("pk", flat=True))
            for version_id in ids.keys() - here:
                report.note("generation_metadata", ids[version_id], Problem.METADATA_ORPHAN)


def _versions(db: OlderDatabase, kind: Kind, table: str) -> sql.Composed:
    """The versions, each with the newest row of metadata that names it, and how many do."""
    fields = [sql.SQL("v.id::uuid AS id"), db.read(table, kind.data, "json", of="v") + sql.SQL(" AS data")]
    fields.append(db.read(table, kind.number, "int8", of="v") + sql.SQL(" AS number"))
    fields += [
        db.read(table, name, read, of="v") + sql.SQL(" AS ") + sql.Identifier(name) for name, read in _COLUMNS.items()
    ]
    joined: sql.Composable = sql.SQL("")
    if db.has("generation_metadata", kind.metadata_key):
        fields += [
            db.read("generation_metadata", name, read, of="m") + sql.SQL(" AS ") + sql.Identifier(f"m_{name}")
            for name, read in _METADATA.items()
        ]
        fields.append(sql.SQL("coalesce(m.number, 0) AS m_number"))
        joined = sql.SQL(
            " LEFT JOIN LATERAL (SELECT g.*, count(*) OVER () AS number FROM generation_metadata AS g "
            "WHERE g.{} = v.id ORDER BY g.created_at DESC NULLS LAST, g.id LIMIT 1) AS m ON true"
        ).format(sql.Identifier(kind.metadata_key))
    return sql.SQL("SELECT {} FROM {} AS v{} ORDER BY v.id").format(
        sql.SQL(", ").join(fields), sql.Identifier(table), joined
    )


def _current(db: OlderDatabase, pointers: str, versions: str | None) -> sql.Composed:
    newest: sql.Composable = sql.SQL("false")
    if versions is not None:
        newest = sql.SQL(
            "coalesce((SELECT v.roadmap_data = p.roadmap_data FROM {} AS v WHERE v.patient_id = p.patient_id "
            "ORDER BY v.version DESC, v.id LIMIT 1), false)"
        ).format(sql.Identifier(versions))
    return sql.SQL("SELECT p.patient_id::uuid AS patient_id, {}, {}, {} FROM {} AS p WHERE NOT {} ORDER BY 1").format(
        db.read(pointers, "roadmap_data", "json", of="p") + sql.SQL(" AS data"),
        db.read(pointers, "metadata", "json", of="p") + sql.SQL(" AS metadata"),
        db.read(pointers, "updated_at", "instant", of="p") + sql.SQL(" AS created_at"),
        sql.Identifier(pointers),
        newest,
    )


def _bring_current(report: Report, table: str, row: Row, people: People) -> None:
    patient = people.find(report, table, row["patient_id"], row["patient_id"])
    if patient is None or row["data"] is None:
        return
    key = id_of(row["patient_id"], "current journey", row["data"])
    known = YourJourneyVersion.objects.filter(pk=key).values_list("version", flat=True).first()
    newest = YourJourneyVersion.objects.filter(patient=patient).aggregate(newest=Max("version"))["newest"]
    whole = {**dict.fromkeys(_COLUMNS), **row, "id": key, "number": known or (newest or 0) + 1}
    report.note(table, row["patient_id"], Problem.CURRENT)
    store(report, table, [_version(report, table, JOURNEYS, whole, patient, _sessions_of([whole]))])
    move_pointers(patient.pk)


def _version(report: Report, table: str, kind: Kind, row: Row, patient: Patient, sessions: Mapping[UUID, UUID]) -> Made:
    salt = new_salt()
    made: dict[str, Any] = {
        "id": row["id"],
        "patient": patient,
        "version": row["number"],
        "origin": VersionOrigin.IMPORTED,
        "text": row["data"],
        "salt": salt,
        "text_sha256": salted_sha256(salt, row["data"]),
        "generation_context": _context(table, row),
        "cost": _cost(report, table, row),
        "policy_gate_version": _UNKNOWN,
        **({"created_at": row["created_at"]} if row["created_at"] else {}),
    }
    version: AnyVersion
    if kind is JOURNEYS:
        version = YourJourneyVersion(**made, prompt_version=_UNKNOWN)
    else:
        parts = ("planner_version", "prompt_version_canonicalizer", "prompt_version_writer")
        version = SessionBridgeVersion(
            **made, **dict.fromkeys(parts, _UNKNOWN), input_hash=_NO_INPUT, repair_attempts=0, outcome=""
        )
    return Made(
        version,
        lambda stored: stored.text is None or (stored.text, stored.version) == (row["data"], row["number"]),
        lambda: _bring_metadata(report, table, version, row, sessions),
    )


def _bring_metadata(report: Report, table: str, version: AnyVersion, row: Row, sessions: Mapping[UUID, UUID]) -> None:
    """The row of ours for a version that is here; nothing where it has one.

    Says where TheraBridge says other things of the version now than it did.
    """
    key = "your_journey_version" if isinstance(version, YourJourneyVersion) else "session_bridge_version"
    stored = type(version)._default_manager.filter(pk=version.pk, erased_at=None)  # noqa: SLF001 - Django's public name
    if stored.exclude(generation_context=version.generation_context).exists():
        report.note(table, version.pk, Problem.CHANGED, "generation_context")
    if GenerationMetadata.objects.filter(**{f"{key}_id": version.pk}).exists():
        return
    if row.get("m_number", 0) > 1:
        report.note(table, version.pk, Problem.METADATA_TWICE)
    of_table = {name: row.get(f"m_{name}") for name in FIELDS}
    own = {name: row.get(name) for name in ("model_used", "generation_duration_ms")}
    sources = [of_table, as_json(row.get("m_metadata_json")), as_json(row["metadata"]), own]
    if not any(value is not None for source in sources[:3] for value in source.values()):
        report.note(table, version.pk, Problem.METADATA_MISSING, "all")
        return
    at = row["created_at"]
    read = read_metadata(sources, created_at=at, is_journey=key == "your_journey_version") if at else None
    if read is None:
        report.note(table, version.pk, Problem.NO_TIME)
        return
    for problem, detail in read.problems:
        report.note(table, version.pk, problem, detail)
    if read.values is None:
        return
    if read.values["sessions_analyzed"] > read.values["total_sessions"]:
        report.note(table, version.pk, Problem.METADATA_CONTRADICTS, "sessions_analyzed")
        return
    last = read.values.pop("last_session_id")
    if last is not None and sessions.get(last) != version.patient_id:
        report.note(table, version.pk, Problem.LAST_SESSION)
        last = None
    create_generation_metadata(
        version, id=row.get("m_id") or id_of(version.pk, "metadata"), last_session_id=last, **read.values
    )


def _sessions_of(chunk: list[Row]) -> Mapping[UUID, UUID]:
    """Whose the sessions are that metadata of this chunk names."""
    named = set()
    for row in chunk:
        for held in (row.get("m_last_session_id"), *(as_json(row.get(at)).get("last_session_id") for at in _JSON)):
            try:
                named.add(UUID(str(held)))
            except ValueError:
                continue
    return dict(TherapySession.objects.filter(pk__in=named).values_list("pk", "patient_id"))


_JSON = ("metadata", "m_metadata_json")


def _context(table: str, row: Row) -> str:
    """What that system said of the version, in its own bytes: JSON whose values are texts."""
    kept = {
        name: value for name, value in row.items() if name not in {"id", "patient_id", "data", "number", "m_number"}
    }
    said = {name: value if value is None or isinstance(value, str) else str(value) for name, value in kept.items()}
    return canonical_json({"table": table, **said})


def _cost(report: Report, table: str, row: Row) -> Decimal | None:
    cost = row.get("cost")
    if cost is None:
        return None
    if not math.isfinite(cost) or not 0 <= cost < _MAX_COST:
        report.note(table, row["id"], Problem.COST)
        return None
    return round(Decimal(str(cost)), 6)
