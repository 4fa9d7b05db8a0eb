"""A job and its summary on one sheet: the text, the words each bullet rests on, and where each stage is kept."""

from __future__ import annotations

from uuid import UUID

from django.urls import NoReverseMatch, reverse

from core.access import record_access
from generation.history.left_out import LeftOutOfKind, left_out_of
from generation.history.made_by import made_by_words
from generation.history.model_costs import TaskSpent, spent_by_task
from generation.history.sources import BulletWithSources, bullets_with_sources
from generation.history.stored_run import read_run
from generation.history.why_rules import reason_words
from generation.models import GenerationJob, SessionBridgeVersion, StageArtifact
from generation.pipeline.contracts import Value, Window


class KeptArtifact(Value):
    """Where a stage's output can be seen: a row of `table`, and the admin page that shows it ('' where none does)."""

    stage: str
    ordinal: int
    sha256: str
    table: str
    id: UUID
    admin: str


class SummarySheet(Value):
    """What a command shows of a job; `admin` is the path of its page there.

    `outcome_reason` says in words why the rules' text took the place of a model's choice, '' where it did not.
    `bullets` and `left_out` are empty where the artifacts were erased or an earlier version made them.
    """

    job: UUID
    person: str
    state: str
    error_code: str
    zone: str
    window: Window
    version: int | None
    outcome: str
    outcome_reason: str
    text: str
    made_by: str
    bullets: tuple[BulletWithSources, ...]
    left_out: tuple[LeftOutOfKind, ...]
    versions: dict[str, str]
    artifacts: tuple[KeptArtifact, ...]
    models: tuple[TaskSpent, ...]
    admin: str


def read_sheet(job: GenerationJob, *, reader: str) -> SummarySheet:
    """The sheet of `job`. Shows what the person wrote, so it records that `reader` (a command) is about to see it."""
    record_access(
        actor=None, patient_id=job.patient_id, action="view", target=f"generation_jobs {job.id}", actor_label=reader
    )
    version = SessionBridgeVersion.objects.filter(job=job).first()
    artifacts = list(job.artifacts.order_by("position"))
    text = (version.text if version else None) or ""
    run = read_run(artifacts)
    report = run.report_of(text)
    return SummarySheet(
        job=job.id,
        person=job.patient.code,
        state=job.state,
        error_code=job.error_code,
        zone=job.zone,
        window=job.window,
        version=version.version if version else None,
        outcome=version.outcome if version else "",
        outcome_reason=reason_words(version, job.events.order_by("number")) if version else "",
        text=text,
        made_by=made_by_words(version) if version else "",
        bullets=bullets_with_sources(report, run.record) if report and run.record else (),
        left_out=left_out_of(report, run.record) if report and run.record else (),
        versions=_versions(version),
        artifacts=tuple(_kept(artifact) for artifact in artifacts),
        models=spent_by_task(job.model_calls.all()),
        admin=admin_path("generationjob", job.id),
    )


def admin_path(model: str, row_id: UUID) -> str:
    """The admin page of a row, '' where the admin does not show its table."""
    try:
        return reverse(f"admin:generation_{model}_change", args=[row_id])
    except NoReverseMatch:
        return ""


def _versions(version: SessionBridgeVersion | None) -> dict[str, str]:
    if version is None:
        return {}
    return {
        "input_hash": version.input_hash,
        "planner_version": version.planner_version,
        "prompt_version_canonicalizer": version.prompt_version_canonicalizer,
        "prompt_version_writer": version.prompt_version_writer,
        "policy_gate_version": version.policy_gate_version,
    }


def _kept(artifact: StageArtifact) -> KeptArtifact:
    return KeptArtifact(
        stage=artifact.stage,
        ordinal=artifact.ordinal,
        sha256=artifact.sha256,
        table="stage_artifacts",
        id=artifact.id,
        admin=admin_path("stageartifact", artifact.id),
    )
