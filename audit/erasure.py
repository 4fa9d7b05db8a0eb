"""What becomes of what readers wrote when the words they wrote about are taken back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from audit.models import Incident, Review
from generation.models import GenerationJob


class ReviewEraser:
    """This app's part of `core.erasure`.

    Notes, and what was done about an incident, may quote the diary, so they go; answers and marks hold no words.
    """

    def forget_messages(self, patient_id: UUID, message_ids: Sequence[UUID]) -> None:
        _blank(Q(patient_id=patient_id, pinned_messages__message_id__in=message_ids))

    def forget_person(self, patient_id: UUID) -> None:
        _blank(Q(patient_id=patient_id))


def _blank(which: Q) -> None:
    jobs = list(GenerationJob.objects.filter(which).values_list("pk", flat=True))
    Review.objects.filter(item__job__in=jobs, erased_at=None).update(note=None, erased_at=Now())
    Incident.objects.filter(job__in=jobs, erased_at=None).update(what_was_done=None, erased_at=Now())
