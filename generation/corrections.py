"""Correcting a summary: a reviewer chooses among the plan's candidates, and a job of its own publishes the result.

The job is like any other. Its record and plan are the corrected summary's, its composition is the reviewer's; all three
are in its chain before it can be taken, so that whichever worker takes it goes on from there. It publishes that choice
or nothing. Publishing withdraws what was corrected, in the same transaction; if the person does not see that any more,
it publishes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models.functions import Now

from core.faultpoints import committing
from core.models import Patient, User
from core.refusals import InputRefused
from generation.gate_policies import policy_in_force
from generation.history.stored_run import read_run
from generation.lifecycle import transitions
from generation.lifecycle.pointers import is_shown
from generation.lifecycle.run_logs import log_acceptance
from generation.models import Feature, GenerationJob, GenerationJobMessage, Origin, SessionBridgeVersion
from generation.pipeline.contracts import CanonicalRecord, Composition, Finding, RenderedReport, ReportPlan
from generation.pipeline.policy_gate.gate import run_gate
from generation.pipeline.sequence import Stage, StageOutput
from generation.pipeline.writer.correction import corrected_composition, silent_days
from generation.pipeline.writer.render import render
from generation.run.artifact_chain import ArtifactChain
from generation.run.errors import HoldLost
from generation.summary_requests import Accepted, Busy, announce
from generation.time_limits import JOB_DEADLINE

REASON_MAX_LENGTH = 200
# What makes two jobs summaries of one input.
_SAME = ("patient_id", "feature", "window_first", "window_last", "input_hash")


class Correctable(NamedTuple):
    """A published summary with what it may be corrected from, and the composition it was published with."""

    version: SessionBridgeVersion
    job: GenerationJob
    record: CanonicalRecord
    plan: ReportPlan
    composition: Composition


class Preview(NamedTuple):
    """The text a choice would give, and what the gate has against it: () where it would be published."""

    composition: Composition
    report: RenderedReport
    findings: tuple[Finding, ...]


def find_correctable(version: SessionBridgeVersion) -> Correctable:
    """What a correction of `version` begins from. Raises InputRefused where there is nothing to begin from."""
    job = version.job
    if version.text is None or job is None:
        raise InputRefused("summary", "its text was erased or imported; there is nothing to choose from.")
    if hasattr(version, "withdrawal"):
        raise InputRefused("summary", "it was withdrawn. Correct the one the person sees.")
    if not is_shown(version.id):
        raise InputRefused("summary", "the person sees another summary by now. Correct that one.")
    run = read_run(job.artifacts.all())
    published = next((one for one in run.attempts if one.report and one.report.text == version.text), None)
    if run.record is None or run.plan is None or published is None or published.composition is None:
        raise InputRefused("summary", "it was made by an earlier version of the program. Ask for a new one instead.")
    return Correctable(version, job, run.record, run.plan, published.composition)


def preview_correction(of: Correctable, *, quoted: Collection[str], dropped: Collection[str]) -> Preview:
    """The text, and the word of the gate on it under the policy in force. One query."""
    composition = corrected_composition(of.plan, of.record, quoted=quoted, dropped=dropped)
    report = render(of.plan, of.record, composition)
    policy = policy_in_force(of.job.patient.organisation_id)
    gate_report = run_gate(report, composition, of.plan, of.record, policy=policy)
    return Preview(composition, report, gate_report.findings)


def correct_summary(of: Correctable, preview: Preview, *, reason: str, by: User) -> Accepted | Busy:
    """Accept the job that publishes the preview. `reason` is in words without diary text.

    Raises InputRefused where the gate has findings, nothing is changed, a day is left without a sentence, no reason is
    given, or the person does not see the summary any more: the correction would hide what a newer one says.
    """
    if preview.findings:
        raise InputRefused("choice", "the gate refuses the text. Mend what it names first.")
    if not reason.strip() or len(reason) > REASON_MAX_LENGTH:
        raise InputRefused("reason", f"say why, in at most {REASON_MAX_LENGTH} characters and without diary text.")
    if preview.report.text == of.version.text:
        raise InputRefused("choice", "it changes nothing. Tick or untick something first.")
    if silent := silent_days(of.plan, preview.composition):
        days = ", ".join(f"{day:%-d %b}" for day in silent)
        raise InputRefused("choice", f"quote at least one sentence of every day that has one; none is of {days}.")
    with committing("request"):
        now = _lock(of)
        if active := transitions.active_job(of.job.patient_id, Feature(of.job.feature)):
            return Busy(active)
        job = _insert(of, reason, by, now)
        _store_choice(job, of, preview.composition)
        transaction.on_commit(lambda: announce(job))
    return Accepted(job)


def _lock(of: Correctable) -> datetime:
    """The person's row, and Postgres's clock. Raises InputRefused where the summary is not shown any more."""
    patient = Patient.objects.select_for_update(no_key=True).annotate(clock=Now()).get(id=of.job.patient_id)
    if not is_shown(of.version.id):
        gone = "it was withdrawn or erased meanwhile, or a newer one has taken its place"
        raise InputRefused("summary", f"{gone}. Correct the one the person sees.")
    clock: datetime = patient.clock
    return clock


def _insert(of: Correctable, reason: str, by: User, now: datetime) -> GenerationJob:
    """A job of the same person, window and input, with the next `regen` and the same pins."""
    same = {name: getattr(of.job, name) for name in _SAME}
    last = GenerationJob.objects.filter(**same).order_by("-regen").values_list("regen", flat=True)[0]
    job = GenerationJob.objects.create(
        **same,
        zone=of.job.zone,
        regen=last + 1,
        regen_reason=reason,
        origin=Origin.CORRECTION,
        corrects=of.version,
        requested_by=by,
        deadline_at=now + JOB_DEADLINE,
        queued_at=now,
    )
    pins = of.job.pinned_messages.values_list("message_id", "revision")
    GenerationJobMessage.objects.bulk_create(
        GenerationJobMessage(job=job, message_id=message_id, revision=revision) for message_id, revision in pins
    )
    log_acceptance(job)
    return job


def _store_choice(job: GenerationJob, of: Correctable, composition: Composition) -> None:
    """Put record, plan and choice into the job's chain, as a worker that holds it would, and give it back."""
    held = transitions.take(job.id)
    if held is None:
        raise HoldLost
    chain = ArtifactChain(held)
    stages = ((Stage.CANONICAL, of.record), (Stage.PLAN, of.plan), (Stage.COMPOSITION, composition))
    for stage, made in stages:
        chain.store(StageOutput(stage=stage, ordinal=0, body=made.canonical_text()))
    transitions.change(transitions.RELEASE, held, transitions.HELD, "lease_until = NULL")
