"""The metadata JSON of a version: read into a row, and given back in the same shape.

Of what says the same thing twice the row of `generation_metadata` is believed first, then the JSON, then the version's
own columns; where they differ that is reported. What is missing altogether is not made up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from generation.models import GenerationMetadata
from generation.older_system.report import Problem

COUNTS = ("sessions_analyzed", "total_sessions", "generation_duration_ms")
FIELDS = (*COUNTS, "model_used", "generation_timestamp", "last_session_id", "compaction_strategy")
# Of a strategy; a model has at most 50 there.
_NAME_MAX_LENGTH = 64
_LARGEST = 2**31 - 1


class Read(NamedTuple):
    """The values of our row, None where some of what it needs is known to nobody, and what to report."""

    values: dict[str, Any] | None
    problems: list[tuple[Problem, str]]


def read_metadata(sources: Sequence[Mapping[str, Any]], *, created_at: datetime, is_journey: bool) -> Read:
    """What the sources say, the most believed first. A `generation_timestamp` nobody knows is when the version came."""
    problems: list[tuple[Problem, str]] = []
    found = {name: _one(name, sources, problems) for name in FIELDS}
    if found["generation_timestamp"] is None:
        found["generation_timestamp"] = created_at
        problems.append((Problem.METADATA_MISSING, "generation_timestamp"))
    if found["model_used"] is None:
        found["model_used"] = "unknown"
        problems.append((Problem.METADATA_MISSING, "model_used"))
    if not is_journey and found["compaction_strategy"]:
        problems.append((Problem.METADATA_CONTRADICTS, "compaction_strategy"))
        found["compaction_strategy"] = ""
    found["compaction_strategy"] = found["compaction_strategy"] or ""
    missing = [name for name in COUNTS if found[name] is None]
    problems += [(Problem.METADATA_MISSING, name) for name in missing]
    return Read(None if missing else found, problems)


def older_shape(metadata: GenerationMetadata) -> dict[str, Any]:
    """A row of ours as the older system has it."""
    shape: dict[str, Any] = {
        "sessions_analyzed": metadata.sessions_analyzed,
        "total_sessions": metadata.total_sessions,
        "model_used": metadata.model_used,
        "generation_timestamp": metadata.generation_timestamp.astimezone(UTC).isoformat(),
        "generation_duration_ms": metadata.generation_duration_ms,
        "last_session_id": str(metadata.last_session_id) if metadata.last_session_id else None,
    }
    if metadata.your_journey_version_id is not None:
        shape["compaction_strategy"] = metadata.compaction_strategy or None
    return shape


def as_json(text: str | None) -> dict[str, Any]:
    """The object of a `jsonb::text`; an empty one for anything else."""
    held = json.loads(text or "null")
    return held if isinstance(held, dict) else {}


def _one(name: str, sources: Sequence[Mapping[str, Any]], problems: list[tuple[Problem, str]]) -> Any:
    said = []
    for source in sources:
        value = source.get(name)
        if value is None or value == "":
            continue
        try:
            said.append(_READ[name](value))
        except (TypeError, ValueError, OverflowError):
            problems.append((Problem.METADATA_UNREADABLE, name))
    if any(other != said[0] for other in said[1:]):
        problems.append((Problem.METADATA_CONTRADICTS, name))
    return said[0] if said else None


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
        raise ValueError("no count")
    return value


def _instant(value: object) -> datetime:
    read = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)


def _name(value: object) -> str:
    if not isinstance(value, str) or len(value) > _NAME_MAX_LENGTH:
        raise ValueError("no name")
    return value


_READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(COUNTS, _count),
    "model_used": _name,
    "compaction_strategy": _name,
    "generation_timestamp": _instant,
    "last_session_id": lambda value: UUID(str(value)),
}


def kept_metadata(generation_context: str | None) -> str | None:
    """The `jsonb::text` that came with an imported version; None where none did."""
    held = as_json(generation_context)
    kept = held.get("metadata") or held.get("m_metadata_json") if "table" in held else None
    return kept if isinstance(kept, str) else None
