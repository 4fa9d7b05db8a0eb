"""Of which summaries a page must not yet say how they came about, so that whoever looks can still read them blind."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef

from audit.models import Review, ReviewItem, ReviewReason, ReviewShowing, Shown
from core.models import User

HIDDEN = "hidden until you have read it"


def hidden_runs(reader: User, job_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of the jobs whose summary was drawn by chance, and of which `reader` has seen nothing but the text.

    Of those who may not review, none is hidden. One query.
    """
    if not job_ids or not reader.has_perm("audit.review_summaries"):
        return frozenset()
    mine = {"item": OuterRef("pk"), "reviewer": reader}
    said, seen = Review.objects.filter(**mine), ReviewShowing.objects.filter(**mine, shown=Shown.RUN)
    drawn = ReviewItem.objects.filter(~Exists(said), ~Exists(seen), job__in=job_ids, reason=ReviewReason.SAMPLE)
    return frozenset(drawn.values_list("job", flat=True))
