"""What becomes of what readers wrote when the words they wrote about are taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from audit.models import Incident, Review
from core.erasure import Cause
from core.kept_words import KeptWords
from generation.models import GenerationJob

_NOTES = KeptWords(Review, ("item__job__patient",), ("note",), ("note of a reviewer", "notes of reviewers"))
_DEEDS = KeptWords(
    Incident,
    ("job__patient",),
    ("what_was_done",),
    ("account of an incident", "accounts of incidents"),
    # An open one has none, and may be noticed when the rest has gone.
    having=~Q(what_was_done=""),
)


class ReviewEraser:
    """This app's part of `core.erasure`.

    Notes, and what was done about an incident, may quote the diary, so they go; answers and marks hold no words.
    """

    words = (_NOTES, _DEEDS)

    def forget_messages(self, patient_id: UUID, message_ids: Sequence[UUID], cause: Cause) -> list[date]:
        """See `Eraser.forget_messages`. No summary is lost here."""
        pinned = GenerationJob.objects.filter(patient_id=patient_id, pinned_messages__message_id__in=message_ids)
        jobs = list(pinned.values_list("id", flat=True))
        _NOTES.blank(Review.objects.filter(item__job__in=jobs))
        _DEEDS.blank(Incident.objects.filter(job__in=jobs))
        return []

    def release_person(self, patient_id: UUID) -> None:
        """Nothing of review is under way or shown to the person."""
