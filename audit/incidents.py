"""What must not happen and did: noticed once, lifted in the queue, open until somebody says what was done."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, F, Value, When
from django.db.models.functions import Least, Now

from audit.drawing import RANKS, SAFETY_LIST
from audit.models import Incident, IncidentKind, IncidentSource, MarkKind, ReviewItem, ReviewMark, ReviewReason
from core.faultpoints import committing
from core.models import User
from generation.history.stored_run import read_run
from generation.models import GenerationJob


def notice(job: GenerationJob, kind: IncidentKind, source: IncidentSource) -> None:
    """Keep an incident of this job, unless it is known, and lift its item. Inside the caller's transaction."""
    _, is_new = Incident.objects.get_or_create(job=job, kind=kind, defaults={"source": source})
    if is_new:
        lift(job, ReviewReason.INCIDENT)


def lift(job: GenerationJob, reason: ReviewReason) -> None:
    """Put the job's item where `reason` stands in the queue, for one more reader; never further back."""
    # What was raised by the person's own objection stays so.
    raised = Case(When(raised="", then=Value(reason)), default=F("raised"))
    ReviewItem.objects.filter(job=job).update(
        raised=raised, rank=Least("rank", RANKS[reason]), reviews_wanted=F("reviews_wanted") + 1
    )


def notice_marks(job: GenerationJob, marks: Iterable[ReviewMark]) -> None:
    """What a reader's marks say went wrong. Inside the caller's transaction."""
    marks = list(marks)
    if any(mark.kind in {MarkKind.UNSUPPORTED, MarkKind.TURNED_ROUND} for mark in marks):
        notice(job, IncidentKind.UNSUPPORTED, IncidentSource.REVIEW)
    if any(_is_of_safety(job, mark) for mark in marks if mark.kind == MarkKind.MISSING):
        notice(job, IncidentKind.SAFETY_MISSING, IncidentSource.REVIEW)


def close(incident: Incident, *, by: User, what_was_done: str) -> bool:
    """Close an incident. False: it was closed before."""
    with committing("close_incident"):
        open_one = Incident.objects.filter(pk=incident.pk, closed_at=None)
        return open_one.update(closed_at=Now(), closed_by=by, what_was_done=what_was_done) > 0


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
