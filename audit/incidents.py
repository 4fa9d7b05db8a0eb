"""What must not happen and did: noted once, moved up in the queue, open until somebody says what was done."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest, Least, Now

from audit.models import (
    Incident,
    IncidentKind,
    IncidentSource,
    MarkKind,
    ReviewItem,
    ReviewMark,
    ReviewReason,
    Severity,
)
from audit.queue_order import RANKS, SAFETY_LIST
from core.faultpoints import committing
from core.models import Patient, User
from generation.history.stored_run import read_run
from generation.models import GenerationJob
from generation.pipeline.policy_gate.all_rules import ALL_RULES

SEVERITIES = {
    IncidentKind.UNSUPPORTED: Severity.SERIOUS,
    IncidentKind.SAFETY_MISSING: Severity.GRAVE,
    IncidentKind.CHAIN_BROKEN: Severity.GRAVE,
}
# What a blocked draft would have said or left out, by the rule that blocked it.
DRAFT_KINDS = {
    **{rule: IncidentKind.UNSUPPORTED for rule in ALL_RULES if rule.startswith(("SB3", "JD"))},
    "SB502": IncidentKind.SAFETY_MISSING,
}


def notice(job: GenerationJob, kind: IncidentKind, source: IncidentSource) -> None:
    """Keep an incident of what was published, unless it is known, and move its item up. In the caller's transaction."""
    known = {"source": source, "severity": SEVERITIES[kind]}
    _, is_new = Incident.objects.get_or_create(job=job, kind=kind, is_of_draft=False, defaults=known)
    if is_new:
        lift(job, ReviewReason.INCIDENT)


def notice_objections(jobs: Iterable[UUID]) -> None:
    """Keep that the people of these jobs say they did not say so. The objection itself moves their items up."""
    kind = IncidentKind.UNSUPPORTED
    known = {"kind": kind, "source": IncidentSource.OBJECTION, "severity": SEVERITIES[kind]}
    Incident.objects.bulk_create((Incident(job_id=job, **known) for job in jobs), ignore_conflicts=True)


def notice_drafts(refused: Iterable[tuple[UUID, Collection[str]]]) -> None:
    """Keep what the gate found on drafts: (job, rules that blocked one). Nobody saw them, so no item moves up."""
    found = {(job, kind) for job, rules in refused for rule in rules if (kind := DRAFT_KINDS.get(rule))}
    known = {"source": IncidentSource.GATE, "severity": Severity.CAUGHT, "is_of_draft": True}
    Incident.objects.bulk_create(
        (Incident(job_id=job, kind=kind, **known) for job, kind in sorted(found)), ignore_conflicts=True
    )


def lift(job: GenerationJob, reason: ReviewReason, *, at_least: int = 0) -> None:
    """Put the job's item where `reason` stands in the queue, for one more reader; never further back.

    It then takes at least `at_least` readers, those who have read it already included.
    """
    # What was raised by the person's own objection stays so.
    raised = Case(When(raised="", then=Value(reason)), default=F("raised"))
    ReviewItem.objects.filter(job=job).update(
        raised=raised,
        rank=Least("rank", RANKS[reason]),
        reviews_wanted=Greatest(F("reviews_wanted") + 1, at_least),
    )


def notice_marks(job: GenerationJob, marks: Iterable[ReviewMark]) -> None:
    """What a reader's marks say went wrong. Inside the caller's transaction."""
    marks = list(marks)
    if any(mark.kind in {MarkKind.UNSUPPORTED, MarkKind.TURNED_ROUND} for mark in marks):
        notice(job, IncidentKind.UNSUPPORTED, IncidentSource.REVIEW)
    if any(_is_of_safety(job, mark) for mark in marks if mark.kind == MarkKind.MISSING):
        notice(job, IncidentKind.SAFETY_MISSING, IncidentSource.REVIEW)


def close(incident: Incident, *, by: User, what_was_done: str) -> bool:
    """Close an incident. False: it was closed before. Where the words it is about were erased, none are kept."""
    with committing("close_incident"):
        # An erasure holds the person's row: it had ended when the job is read, or begins after this and takes it along.
        Patient.objects.select_for_update(no_key=True).get(pk=incident.job.patient_id)
        is_erased = GenerationJob.objects.filter(pk=incident.job_id, erased_at__isnull=False).exists()
        said = {"what_was_done": None, "erased_at": Now()} if is_erased else {"what_was_done": what_was_done}
        open_one = Incident.objects.filter(pk=incident.pk, closed_at=None)
        return open_one.update(closed_at=Now(), closed_by=by, **said) > 0


def _is_of_safety(job: GenerationJob, mark: ReviewMark) -> bool:
    """Whether the marked words hold words of the safety list, which the summary has to quote."""
    record = read_run(job.artifacts.all()).record
    return record is not None and any(
        one.list == SAFETY_LIST
        and one.message_id == str(mark.message_id)
        and one.start < mark.end
        and mark.start < one.end
        for one in record.marks
    )
