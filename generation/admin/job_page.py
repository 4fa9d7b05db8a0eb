"""One job's page as values: what it is, its summary beside the diary, and how it came about, stage by stage."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from generation.admin.composition_view import CompositionsView, attempt_name, compositions_view
from generation.admin.diary_view import DiaryPage, DiaryView
from generation.admin.plan_view import PlanView, plan_view
from generation.admin.text_view import (
    GateView,
    LeftOutView,
    TextSectionView,
    gate_view,
    left_out_view,
    text_view,
)
from generation.admin.wording import (
    NONE,
    detail_words,
    duration_words,
    event_words,
    moment_words,
    seconds_words,
    short_hash,
    state_badge,
    version_badges,
    window_words,
    work_words,
)
from generation.history.made_by import made_by_words
from generation.history.model_costs import TaskSpent, spent_by_task
from generation.history.next_steps import what_to_do
from generation.history.stored_run import StoredAttempt, StoredRun, read_run
from generation.history.why_rules import outcome_words, reason_words
from generation.models import (
    EventName,
    Feature,
    GenerationJob,
    JobState,
    ModelCall,
    PipelineEvent,
    SessionBridgeVersion,
    StageArtifact,
)
from generation.pipeline.sequence import Stage
from generation.pipeline.writer.layout import counted

# Longer raw JSON is a page of its own: thousands of lines would make this one slow to open.
_RAW_SHOWN_CHARACTERS = 100_000
_WORDLESS = "What was written and said of it is not shown to you."
# A wave or a journey, by the state it ended in.
_OF_OTHER_FEATURES: dict[str, str] = {
    JobState.SUCCEEDED: "A model's reading, for clinicians: see session analyses and journeys.",
    JobState.CANCELLED: "It was cancelled: the person was erased.",
}
_STAGE_WORDS = {
    Stage.CANONICAL: "Canonical record",
    Stage.PLAN: "Plan",
    Stage.COMPOSITION: "Composition",
    Stage.TEXT: "Text",
    Stage.GATE: "Gate",
}

# Where on a job's page a stage can be read.
_READABLE = {
    Stage.CANONICAL: "diary",
    Stage.PLAN: "plan",
    Stage.COMPOSITION: "attempts",
    Stage.TEXT: "attempts",
    Stage.GATE: "attempts",
}
# What a stage's artifact is called as a file.
FILES = {
    Stage.CANONICAL: "canonical",
    Stage.PLAN: "report_plan",
    Stage.COMPOSITION: "composition",
    Stage.TEXT: "rendered_report",
    Stage.GATE: "gate_report",
}


@dataclass(frozen=True)
class AttemptView:
    """One composition's text and the gate's verdict. `text` is empty where the summary above is the same."""

    name: str
    composer: str
    is_published: bool
    text: tuple[TextSectionView, ...]
    gate: GateView | None


@dataclass(frozen=True)
class ArtifactView:
    """`took` is the time since the one before; `readable` names the place of a job's page that shows it in words."""

    name: str
    file: str
    stored: str
    took: str
    size: str
    sha256: SafeString
    chain_hash: SafeString
    address: str
    download: str
    readable: str
    raw: str


@dataclass(frozen=True)
class EventView:
    number: int
    at: str
    name: str
    state: SafeString
    details: str


@dataclass(frozen=True)
class ModelView:
    """What a model did for one stage."""

    task: str
    models: str
    requests: str
    tokens: str
    cost: str
    took: str


@dataclass(frozen=True)
class JobPage:
    """`shows_words`: whether there is a summary beside a diary to show; waves and journeys read no diary."""

    person: str
    window: str
    zone: str
    badges: tuple[SafeString, ...]
    terms: tuple[tuple[str, str | SafeString], ...]
    notice: str
    shows_words: bool
    text: tuple[TextSectionView, ...]
    left_out: tuple[LeftOutView, ...]
    plain_text: str
    made_by: str
    earlier_version: str
    diary: DiaryView | None
    plan: PlanView | None
    compositions: CompositionsView | None
    attempts: tuple[AttemptView, ...]
    models: tuple[ModelView, ...]
    by_rules: tuple[str, ...]
    artifacts: tuple[ArtifactView, ...]
    events: tuple[EventView, ...]


def job_page(
    job: GenerationJob,
    artifacts: Sequence[StageArtifact],
    events: Iterable[PipelineEvent],
    calls: Iterable[ModelCall] = (),
    *,
    words: bool = True,
    run: StoredRun | None = None,
) -> JobPage:
    """The page of `job`, which has its patient, requester, version, metadata and withdrawal with it. One query.

    Without `words` nothing is on it that the person wrote or that quotes them. `run` is given by a page that shows
    summary and diary itself: then how they came about is all there is.
    """
    whole = run is None
    # Beside summary and diary a single composition says nothing new.
    alone = 0 if whole else 1
    run, events = run or read_run(artifacts if words else ()), tuple(events)
    version: SessionBridgeVersion | None = getattr(job, "sessionbridgeversion", None)
    why_rules = reason_words(version, events) if version else ""
    page = DiaryPage(run.record) if run.record else None
    published = version.text or "" if version and words else ""
    report = run.report_of(published)
    return JobPage(
        person=job.patient.shown_code,
        window=window_words(job.window_first, job.window_last),
        zone=job.zone,
        badges=(state_badge(job.state), *(version_badges(version, why_rules) if version else ())),
        terms=tuple(_terms(job, version, words=words)),
        notice=_notice(job, version) or ("" if words else _WORDLESS),
        shows_words=words and job.feature == Feature.SESSION_BRIDGE,
        text=text_view(report, page) if report and page and whole else (),
        left_out=left_out_view(report, page) if report and page and whole else (),
        plain_text=published,
        made_by=made_by_words(version) if version and words else "",
        earlier_version=_earlier_version(run),
        diary=page.view() if page and whole else None,
        plan=plan_view(run.plan, page) if run.plan and page and whole else None,
        compositions=compositions_view(run.attempts, run.plan, page)
        if run.plan and page and len(run.attempts) > alone
        else None,
        attempts=_attempts(run, page, version),
        models=tuple(_model(spent) for spent in spent_by_task(calls)),
        by_rules=tuple(_by_rules(event) for event in events if event.event == EventName.RULES_USED),
        artifacts=tuple(_artifacts(job, artifacts, words=words, whole=whole)),
        events=tuple(_event(event, job.zone) for event in events),
    )


def _terms(
    job: GenerationJob, version: SessionBridgeVersion | None, *, words: bool
) -> list[tuple[str, str | SafeString]]:
    """What the job is, as pairs of label and value; a label without a value is left out."""
    pairs: list[tuple[str, str | SafeString]] = [
        ("asked", moment_words(job.created_at, job.zone)),
        ("by", _asked_by(job)),
        ("waited", duration_words(job.created_at, job.started_at)),
        ("took", duration_words(job.started_at, job.finished_at)),
        ("wave", work_words(job.wave) if job.wave else ""),
        ("attempts", str(job.attempts)),
        ("times taken up", str(job.epoch)),
    ]
    # A reason is in somebody's own words and may quote the person. The first job of an input may have one too.
    reason = "erased" if job.regen and job.regen_reason is None else job.regen_reason
    if job.regen or (words and reason):
        pairs.append(("again", f"{job.regen}: {reason}" if words else str(job.regen)))
    if job.error_code:
        pairs.append(("error", job.error_code))
    if version:
        pairs += [
            ("version", str(version.version)),
            ("canonicalizer", version.prompt_version_canonicalizer),
            ("planner", version.planner_version),
            ("writer", version.prompt_version_writer),
            ("gate", version.policy_gate_version),
            ("text", short_hash(version.text_sha256)),
        ]
    return [(label, value) for label, value in pairs if value not in {NONE, ""}]


def _asked_by(job: GenerationJob) -> str:
    who = f"{job.requested_by}, " if job.requested_by else ""
    return f"{who}{job.get_origin_display().lower()}"


def _notice(job: GenerationJob, version: SessionBridgeVersion | None) -> str:
    """One or two sentences where there is no summary to read, or one that is not shown to the person."""
    if job.is_active:
        what = "summary" if job.feature == Feature.SESSION_BRIDGE else "reading"
        return f"The {what} is still being made. Load this page again in a few seconds."
    if version is None and job.feature != Feature.SESSION_BRIDGE:
        return _OF_OTHER_FEATURES.get(job.state, f"It ended without a reading: {job.error_code}.")
    if version is None:
        return what_to_do(job) or "There is no summary."
    if version.text is None:
        return "The text was erased; its hashes stay."
    if hasattr(version, "withdrawal"):
        at = moment_words(version.withdrawal.at, job.zone)
        return f"Withdrawn {at} ({version.withdrawal.get_cause_display().lower()}): the person no longer sees it."
    return ""


def _earlier_version(run: StoredRun) -> str:
    """What can be done with what an earlier version stored, '' where it stored nothing of this job."""
    if not run.of_earlier_version:
        return ""
    were = "was" if run.of_earlier_version == 1 else "were"
    return (
        f"{counted(run.of_earlier_version, 'artifact', 'artifacts')} of this job {were} made by an earlier version of "
        "the program. They are shown as they were stored; `verify` verifies them, replay cannot run them again."
    )


def _attempts(run: StoredRun, page: DiaryPage | None, version: SessionBridgeVersion | None) -> tuple[AttemptView, ...]:
    if page is None:
        return ()
    return tuple(_attempt(attempt, run, page, version) for attempt in run.attempts)


def _attempt(
    attempt: StoredAttempt, run: StoredRun, page: DiaryPage, version: SessionBridgeVersion | None
) -> AttemptView:
    report, gate_report = attempt.report, attempt.gate_report
    is_published = report is not None and version is not None and report.text == version.text
    findings = (*gate_report.findings, *gate_report.review_findings) if gate_report else ()
    return AttemptView(
        name=attempt_name(attempt, run.plan),
        composer=attempt.composition.composer_version if attempt.composition else NONE,
        is_published=is_published,
        text=() if report is None or is_published else text_view(report, page, findings),
        gate=gate_view(gate_report, report) if gate_report else None,
    )


def _model(spent: TaskSpent) -> ModelView:
    unusable = f", {spent.unusable} unusable" if spent.unusable else ""
    cached = f" ({spent.tokens_cached:,} cached)" if spent.tokens_cached else ""
    thought = f" ({spent.tokens_reasoning:,} for thinking)" if spent.tokens_reasoning else ""
    cost = spent.price_source if spent.dollars is None else f"${spent.dollars:.6f} {spent.price_source}"
    return ModelView(
        task=spent.task,
        models=", ".join(spent.models) or NONE,
        requests=f"{spent.requests}{unusable}",
        tokens=f"{spent.tokens_in:,}{cached} in, {spent.tokens_out:,} out{thought}",
        cost=cost,
        took=seconds_words(spent.duration_ms / 1000),
    )


def _by_rules(event: PipelineEvent) -> str:
    """ "bridge_judge: by rules, because the token budget of the day is spent"."""
    return f"{event.details.get('task', '')}: by rules, because {outcome_words(str(event.details.get('why', '')))}"


def _artifacts(
    job: GenerationJob, artifacts: Iterable[StageArtifact], *, words: bool, whole: bool
) -> Iterator[ArtifactView]:
    """In the order they were stored; each took the time since the one before."""
    before = job.started_at
    for artifact in artifacts:
        body = artifact.body
        shown = body if words and whole and body is not None and len(body) <= _RAW_SHOWN_CHARACTERS else None
        page = reverse("admin:generation_stageartifact_change", args=[artifact.pk])
        yield ArtifactView(
            name=_artifact_name(artifact),
            file=artifact_file(artifact),
            stored=moment_words(artifact.created_at, job.zone),
            took=duration_words(before, artifact.created_at),
            size="erased" if body is None else f"{len(body.encode()):,} bytes",
            sha256=short_hash(artifact.sha256),
            chain_hash=short_hash(artifact.chain_hash),
            address=page if words else "",
            download=f"{page[: -len('change/')]}download/" if words and body is not None else "",
            readable=_READABLE.get(Stage(artifact.stage), "") if artifact.stage in set(Stage) else "",
            raw="" if shown is None else indented(shown),
        )
        before = artifact.created_at


def _artifact_name(artifact: StageArtifact) -> str:
    if artifact.stage not in set(Stage):
        return f"{artifact.stage} {artifact.ordinal}"
    words = _STAGE_WORDS[Stage(artifact.stage)]
    return words if artifact.stage in {Stage.CANONICAL, Stage.PLAN} else f"{words} {artifact.ordinal}"


def artifact_file(artifact: StageArtifact) -> str:
    """The name of its file: "canonical.json", and from the second on "composition-1.json"."""
    known = artifact.stage in set(Stage)
    name = FILES[Stage(artifact.stage)] if known else artifact.stage.replace(".", "_")
    return f"{name}-{artifact.ordinal}.json" if artifact.ordinal else f"{name}.json"


def indented(body: str) -> str:
    """Stored JSON, laid out for reading; what is no JSON as it is."""
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body


def _event(event: PipelineEvent, zone: str) -> EventView:
    after = "" if event.duration_ms is None else f", after {seconds_words(event.duration_ms / 1000)}"
    return EventView(
        number=event.number,
        at=moment_words(event.created_at, zone),
        name=event_words(event),
        state=state_badge(event.status),
        details=f"{detail_words(event.details)}{after}",
    )
