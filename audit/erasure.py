"""What becomes of what readers wrote when the words they wrote about are taken back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from audit.models import Review


class ReviewEraser:
    """This app's part of `core.erasure`: notes may quote the diary, so they go; answers and marks hold no words."""

    def forget_messages(self, patient_id: UUID, message_ids: Sequence[UUID]) -> None:
        _blank(Q(item__job__patient_id=patient_id, item__job__pinned_messages__message_id__in=message_ids))

    def forget_person(self, patient_id: UUID) -> None:
        _blank(Q(item__job__patient_id=patient_id))


def _blank(which: Q) -> None:
    found = Review.objects.filter(which, erased_at=None).values("pk")
    Review.objects.filter(pk__in=found).update(note=None, erased_at=Now())
