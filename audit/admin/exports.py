"""What waits, and what readers said, as files: by POST alone, of people whose words may be read, recorded first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from audit.blind_readings import hidden_runs
from audit.models import Question, Review, ReviewItem, ReviewReason
from audit.review_queue import waiting_items
from core.admin.exporting import MAX_EXPORTED, TOO_MANY, export_response
from core.exporting import Format, Row
from core.models import User
from core.visibility import readable_patients
from generation.models import GenerationJob

if TYPE_CHECKING:
    from django.contrib import admin

    _Admin = admin.ModelAdmin[ReviewItem]

_OF_JOB = ("person", "window_first", "window_last")
_WAITING = (*_OF_JOB, "why", "waits_since", "outcome", "readers_wanted")
_READINGS = (*_OF_JOB, "reader", "at", "blind", *Question.values, "verdict", "note", "marks")
_COLUMNS: Mapping[str, Sequence[str]] = {"waiting": _WAITING, "readings": _READINGS}


def export_view(desk: _Admin, request: HttpRequest) -> HttpResponse:
    """`what` is "waiting" or "readings", `kind` a format."""
    user = request.user
    if request.method != "POST" or not desk.has_view_permission(request) or not isinstance(user, User):
        raise PermissionDenied("Files are made by a form of the review queue.")
    what, kind = request.POST.get("what", ""), request.POST.get("kind", "")
    if what not in _COLUMNS or kind not in set(Format):
        raise BadRequest("There is no such file.")
    found = _waiting(user) if what == "waiting" else _readings(user)
    if len(found) > MAX_EXPORTED:
        messages.warning(request, TOO_MANY)
        return HttpResponseRedirect(reverse("admin:audit_reviewitem_changelist"))
    rows, people = [row for _, row in found], [patient_id for patient_id, _ in found]
    return export_response(request, f"reviews {what}", Format(kind), rows, _COLUMNS[what], people)


def _waiting(user: User) -> Sequence[tuple[UUID, Row]]:
    """In the order of the reader's queue. How a sampled summary came out is left empty."""
    items = waiting_items(user).select_related("job__patient", "job__sessionbridgeversion")
    return [
        (
            item.job.patient_id,
            {
                **_of_job(item.job),
                "why": item.why.value,
                "waits_since": item.created_at.isoformat(),
                "outcome": None if item.reason == ReviewReason.SAMPLE else item.job.sessionbridgeversion.outcome,
                "readers_wanted": item.reviews_wanted,
            },
        )
        for item in items[: MAX_EXPORTED + 1]
    ]


def _readings(user: User) -> Sequence[tuple[UUID, Row]]:
    """Newest first; none of a summary that whoever asks may still read blind."""
    said = Review.objects.filter(item__job__patient__in=readable_patients(user))
    rows = said.select_related("item__job__patient", "reviewer").prefetch_related("marks")
    found = list(rows.order_by("-created_at", "id")[: MAX_EXPORTED + 1])
    hidden = hidden_runs(user, {review.item.job_id for review in found})
    return [(r.item.job.patient_id, _reading(r)) for r in found if r.item.job_id not in hidden]


def _reading(review: Review) -> Row:
    return {
        **_of_job(review.item.job),
        "reader": str(review.reviewer),
        "at": review.created_at.isoformat(),
        "blind": review.is_blind,
        **dict(zip(Question.values, review.answers, strict=True)),
        "verdict": review.verdict,
        "note": review.note,
        "marks": " ".join(sorted(mark.kind for mark in review.marks.all())),
    }


def _of_job(job: GenerationJob) -> Row:
    return {
        "person": job.patient.shown_code,
        "window_first": job.window_first.isoformat(),
        "window_last": job.window_last.isoformat(),
    }
