"""What stands in each file of an archive, one row a line: the published schema is made from these.

Instants are UTC. `text_sha256` is over the UTF-8 bytes of a text. What was erased has null for its words and keeps the
salted hash that stayed behind, which nobody can try again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from generation.history.left_out import LeftOutOfKind
from generation.history.sources import BulletWithSources
from generation.pipeline.contracts import Value


class PersonRow(Value):
    """Whose archive it is. `zone` is the person's now; the code is the practice's name for them."""

    id: UUID
    organisation: str
    code: str
    zone: str
    created_at: datetime


class ZoneRow(Value):
    """From `valid_from` on the person's days are counted in `zone`; of several that fit, the highest number counts."""

    id: UUID
    number: int
    zone: str
    valid_from: date
    created_at: datetime


class ConsentRow(Value):
    """One answer to one wording. The highest number counts. No wording: carried over from before there were any."""

    id: UUID
    number: int
    allowed: bool
    at: datetime
    on_word_of: str
    recorded_by: str
    wording_version: int | None
    wording: str | None
    wording_made_by: str | None
    wording_at: datetime | None


class RevisionRow(Value):
    """What a message said at one time."""

    id: UUID
    number: int
    text: str | None
    text_sha256: str | None
    kept_sha256: str | None
    created_at: datetime
    erased_at: datetime | None


class MessageRow(Value):
    """One message with all its revisions, oldest first. Deleted ones have no words and no sender's id."""

    id: UUID
    client_id: str | None
    sent_at: datetime
    current_revision: int
    created_at: datetime
    deleted_at: datetime | None
    revisions: tuple[RevisionRow, ...]


class SessionRow(Value):
    id: UUID
    client_id: str | None
    session_date: date
    held_at: datetime | None
    transcript: str | None
    transcript_sha256: str | None
    created_at: datetime
    erased_at: datetime | None


class AnalysisRow(Value):
    """What one wave published about a session: a model's reading. `data` is JSON as text."""

    id: UUID
    session: UUID
    wave: str
    attempt: int
    origin: str
    data: str | None
    data_sha256: str | None
    prompt_version: str
    model: str
    review_rule_ids: tuple[str, ...]
    evidence_dropped: int
    cost: Decimal | None
    created_at: datetime
    erased_at: datetime | None


class MetadataRow(Value):
    """How a version was made, as it was measured; `notes` are what staff had to say about it."""

    id: UUID
    sessions_analyzed: int
    total_sessions: int
    model_used: str
    generation_timestamp: datetime
    generation_duration_ms: int
    last_session: UUID | None
    compaction_strategy: str
    notes: str | None
    created_at: datetime
    erased_at: datetime | None


class WithdrawalRow(Value):
    """The version is not shown any more. `reason` is somebody's own words, '' where the cause says all."""

    id: UUID
    cause: str
    reason: str | None
    by: str | None
    at: datetime
    erased_at: datetime | None


class ObjectionRow(Value):
    """What the person said against a bullet, or the whole text (`bullet` ''). `by` is a login's name."""

    id: UUID
    bullet: str
    words: str | None
    by: str
    at: datetime
    erased_at: datetime | None


class WindowRow(Value):
    """The 15 local calendar dates, both inclusive, in their zone."""

    first: date
    last: date
    zone: str


class VersionRow(Value):
    """A published text of either feature. `generation_context` is JSON as text, kept byte for byte."""

    id: UUID
    version: int
    origin: str
    text: str | None
    text_sha256: str | None
    kept_sha256: str | None
    verdict: str | None
    generation_context: str | None
    cost: Decimal | None
    created_at: datetime
    erased_at: datetime | None
    metadata: MetadataRow | None
    withdrawal: WithdrawalRow | None
    policy_gate_version: str


class JourneyRow(VersionRow):
    input_hash: str
    prompt_version: str
    review_rule_ids: tuple[str, ...]
    evidence_dropped: int


class SummaryRow(VersionRow):
    """A summary with what made it, the words each bullet rests on, and everything of the diary that it leaves out.

    `bullets` and `left_out` are null where the steps were erased, or an earlier version of the program made them.
    """

    window: WindowRow | None
    input_hash: str
    planner_version: str
    prompt_version_canonicalizer: str
    prompt_version_writer: str
    prompt_hash_canonicalizer: str
    prompt_hash_writer: str
    model_canonicalizer: str
    model_writer: str
    repair_attempts: int
    outcome: str
    outcome_reason: str
    reviewed: bool
    bullets: tuple[BulletWithSources, ...] | None
    left_out: tuple[LeftOutOfKind, ...] | None
    objections: tuple[ObjectionRow, ...]


class AccessRow(Value):
    """Somebody was about to see what the person wrote."""

    id: UUID
    at: datetime
    who: str
    action: str
    target: str


# Every file of rows, in the order in which it is read again.
FILES: Mapping[str, type[Value]] = MappingProxyType(
    {
        "person.jsonl": PersonRow,
        "zones.jsonl": ZoneRow,
        "consents.jsonl": ConsentRow,
        "messages.jsonl": MessageRow,
        "sessions.jsonl": SessionRow,
        "analyses.jsonl": AnalysisRow,
        "journeys.jsonl": JourneyRow,
        "summaries.jsonl": SummaryRow,
        "accesses.jsonl": AccessRow,
    }
)
