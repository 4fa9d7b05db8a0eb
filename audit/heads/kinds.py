"""Which rows the log holds, in which order, and what of a row its leaf commits to.

`columns` never change. `words` are what an erasure may take: of them a leaf holds a salted hash. What else a row has
may change and is not committed to (`free`, so that a new column is thought about: a test holds these lists against the
models). A column added later needs a second kind of the same table, so that leaves of before stay what they are.
"""

from __future__ import annotations

from dataclasses import dataclass

# When words went: beside the words, so that nobody calls them erased that are there.
MARKS = ("erased_at", "deleted_at")
_JOBS_OF = "SELECT id FROM generation_jobs WHERE patient_id = %(patient)s"
_BRIDGES_OF = "SELECT id FROM session_bridge_versions WHERE patient_id = %(patient)s"
_JOURNEYS_OF = "SELECT id FROM your_journey_versions WHERE patient_id = %(patient)s"
_OF_A_JOB = f"t.job_id IN ({_JOBS_OF})"
_THEIRS = "t.patient_id = %(patient)s"


@dataclass(frozen=True)
class LeafKind:
    """One table's rows in the log. Conditions are SQL over a row `t`.

    `blanked`: an erasure took words of the row. `theirs`: the row is the person's; '' for names of logins, which stand
    anywhere; `again`: they may go one by one. `ready`: the row will no longer change. `closed_by`: the column that
    names the job, version or review after whose end no such row comes. `since`: when it says that it was written;
    `imported`: it may come from elsewhere with its time of then, as it names no job or login of here.
    """

    table: str
    columns: tuple[str, ...]
    words: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    blanked: str = ""
    theirs: str = ""
    ready: str = "true"
    again: bool = False
    closed_by: tuple[str, ...] = ()
    since: str = ""
    imported: str = "false"

    @property
    def name(self) -> str:
        """What a leaf calls it."""
        return self.table


def _erasable(mark: str, *columns: str) -> dict[str, object]:
    """What a leaf holds of words that go together, with when they went."""
    return {"words": (*columns, mark), "blanked": f't."{mark}" >= transaction_timestamp()'}


def _named(*columns: str) -> dict[str, object]:
    """The same of names of logins. That of an erased login begins so (core.kept_names)."""
    found = (f"position('erased-' in t.{column}) > 0" for column in columns)
    return {"words": columns, "blanked": " OR ".join(found)}


def _kind(table: str, columns: str, *more: dict[str, object], **given: object) -> LeafKind:
    merged = {key: value for each in (*more, given) for key, value in each.items()}
    return LeafKind(table, tuple(columns.split()), **merged)  # type: ignore[arg-type]


KINDS = (
    _kind(
        "generation_jobs",
        "id state epoch attempts lease_until deadline_at error_code created_at started_at finished_at patient_id"
        " feature window_first window_last zone session_id wave input_hash regen origin requested_by_id queued_at",
        _erasable("erased_at", "salt", "regen_reason"),
        # Added later: leaves of before stay what they are. That it never changes is a trigger's part.
        free=("corrects_id",),
        theirs=_THEIRS,
        ready="t.finished_at IS NOT NULL",
        since="finished_at",
    ),
    _kind(
        "stage_artifacts",
        "id job_id epoch position stage ordinal sha256 prev_chain_hash chain_hash created_at",
        _erasable("erased_at", "body", "salt"),
        theirs=_OF_A_JOB,
        closed_by=("job_id",),
    ),
    _kind(
        "gate_results",
        "id job_id epoch ordinal text_sha256 verdict policy_gate_version judge rule_ids review_rule_ids created_at",
        _erasable("erased_at", "findings", "judge_key", "judge_passed"),
        theirs=_OF_A_JOB,
        closed_by=("job_id",),
    ),
    _kind(
        "messages",
        "id patient_id client_id_hmac sent_at created_at",
        _erasable("deleted_at", "client_id"),
        free=("current_revision",),
        theirs=_THEIRS,
    ),
    _kind(
        "message_revisions",
        "id message_id number text_sha256 created_at",
        _erasable("erased_at", "text", "salt"),
        theirs="t.message_id IN (SELECT id FROM messages WHERE patient_id = %(patient)s)",
    ),
    _kind("generation_job_messages", "id job_id message_id revision", closed_by=("job_id",)),
    _kind("generation_job_analyses", "id job_id analysis_id", closed_by=("job_id",)),
    _kind(
        "session_analyses",
        "id session_id wave attempt origin job_id epoch prompt_version model review_rule_ids evidence_dropped cost"
        " created_at",
        _erasable("erased_at", "data"),
        theirs="t.session_id IN (SELECT id FROM therapy_sessions WHERE patient_id = %(patient)s)",
        closed_by=("job_id",),
    ),
    _kind(
        "session_bridge_versions",
        "id patient_id version origin job_id epoch text_sha256 verdict cost created_at input_hash planner_version"
        " prompt_version_canonicalizer prompt_version_writer policy_gate_version repair_attempts outcome outcome_reason"
        " prompt_hash_canonicalizer prompt_hash_writer model_canonicalizer model_writer",
        _erasable("erased_at", "text", "salt", "generation_context"),
        theirs=_THEIRS,
        closed_by=("job_id",),
    ),
    _kind(
        "your_journey_versions",
        "id patient_id version origin job_id epoch text_sha256 verdict cost created_at input_hash review_rule_ids"
        " evidence_dropped prompt_version policy_gate_version",
        _erasable("erased_at", "text", "salt", "generation_context"),
        theirs=_THEIRS,
        closed_by=("job_id",),
    ),
    _kind(
        "generation_metadata",
        "id session_bridge_version_id your_journey_version_id sessions_analyzed total_sessions model_used"
        " generation_timestamp generation_duration_ms last_session_id compaction_strategy created_at",
        free=("notes", "erased_at"),
        closed_by=("session_bridge_version_id", "your_journey_version_id"),
    ),
    _kind(
        "summary_withdrawals",
        "id session_bridge_version_id your_journey_version_id by_id cause at",
        _erasable("erased_at", "reason"),
        theirs=f"(t.session_bridge_version_id IN ({_BRIDGES_OF}) OR t.your_journey_version_id IN ({_JOURNEYS_OF}))",
        since="at",
        imported="t.by_id IS NULL",
    ),
    _kind(
        "summary_objections",
        "id version_id slot_id by_id at",
        _erasable("erased_at", "words"),
        theirs=f"t.version_id IN ({_BRIDGES_OF})",
        since="at",
    ),
    _kind(
        "reviews",
        "id item_id reviewer_id true_to_entries neutral what_matters readable safe_to_show verdict is_blind"
        " is_authoritative opened_at created_at",
        _erasable("erased_at", "note"),
        theirs=f"t.item_id IN (SELECT id FROM review_items WHERE job_id IN ({_JOBS_OF}))",  # noqa: S608 - as above
        since="created_at",
    ),
    _kind("review_marks", "id review_id kind message_id start end", closed_by=("review_id",)),
    _kind("consent_texts", "id organisation_id version body made_by_label created_at"),
    _kind(
        "consents",
        "id patient_id number allowed text_id on_word_of recorded_by_id at",
        _named("recorded_by_label"),
        since="at",
        imported="t.recorded_by_id IS NULL",
    ),
    _kind(
        "access_events",
        "id at actor_id patient_id action target",
        _named("actor_label"),
        since="at",
        imported="t.actor_id IS NULL",
    ),
    _kind(
        "changes",
        "id at actor_id organisation_id patient_id subject subject_id",
        _named("actor_label", "details"),
        again=True,
        since="at",
    ),
    _kind("erasure_certificates", "id patient_id at by_id blanked stays", _named("by_label"), since="at"),
    _kind(
        "pipeline_events",
        "id job_id session_id number patient_id phase event session_date status duration_ms details created_at",
        since="created_at",
        imported="t.job_id IS NULL",
    ),
    _kind(
        "analysis_processing_log",
        "id job_id session_id wave status retry_count error_message created_at completed_at processing_duration_ms",
        since="created_at",
        imported="t.job_id IS NULL",
    ),
    _kind(
        "model_calls",
        "id job_id task tier model_asked model_answered request_id tokens_in tokens_cached tokens_out tokens_reasoning"
        " cost price_source price_in price_cached price_out duration_ms outcome response_format left_out prompt_version"
        " created_at",
        # What reading an answer showed is put down behind it; by then nobody is still reading it.
        ready="EXISTS (SELECT FROM generation_jobs j WHERE j.id = t.job_id"
        " AND j.finished_at < now() - make_interval(secs => %(settled)s))",
        since="created_at",
    ),
    _kind("retention_periods", "id organisation_id kept number days set_by_label at", since="at"),
    _kind("legal_holds", "id patient_id number holds set_by_label at", since="at"),
    _kind("retention_certificates", "id organisation_id kept days before people held_back blanked at", since="at"),
    _kind("log_erasures", "id patient_id cause positions afterwards at", since="at"),
)
KIND_OF = {kind.name: kind for kind in KINDS}
