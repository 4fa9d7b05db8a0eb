"""Which runs are hidden from whom until they have said what they think of the text, and what was shown to whom."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from audit.models import Review, ReviewItem, ReviewReason, ReviewReservation, ReviewShowing, Shown
from core.faultpoints import committing
from core.models import User

HIDDEN = "hidden until you have read it"


class BlindReadings:
    """This app's part of `generation.first_readings`."""

    def withheld_from(self, reader: User) -> frozenset[UUID]:
        """See `FirstReadings.withheld_from`: the sampled summaries this reader has open and can still read blind."""
        held = ReviewReservation.objects.filter(reviewer=reader, lapses_at__gt=Now())
        return frozenset(blind_items(reader).filter(pk__in=held.values("item")).values_list("job", flat=True))

    def shown_to(self, reader: User, job_ids: Collection[UUID]) -> None:
        """See `FirstReadings.shown_to`. Kept only for those who may review, of summaries to be read."""
        if not reader.has_perm("audit.review_summaries"):
            return
        from audit.drawing import draw_items_of  # noqa: PLC0415 - loads the rules of the gate, as only servers need

        items = ReviewItem.objects.filter(job__in=job_ids)
        if undrawn := {*job_ids} - {*items.values_list("job", flat=True)}:
            draw_items_of(undrawn)
        seen = ReviewShowing.objects.filter(item=OuterRef("pk"), reviewer=reader, shown=Shown.RUN)
        if unseen := list(items.filter(~Exists(seen))):
            with committing("record_showing"):
                ReviewShowing.objects.bulk_create(
                    ReviewShowing(item=item, reviewer=reader, shown=Shown.RUN) for item in unseen
                )


def blind_items(reader: User) -> QuerySet[ReviewItem]:
    """The sampled items of which this reader has neither said anything nor seen the run."""
    mine = {"item": OuterRef("pk"), "reviewer": reader}
    said, seen = Review.objects.filter(**mine), ReviewShowing.objects.filter(**mine, shown=Shown.RUN)
    return ReviewItem.objects.filter(~Exists(said), ~Exists(seen), reason=ReviewReason.SAMPLE)


def hidden_runs(reader: User, job_ids: Collection[UUID]) -> frozenset[UUID]:
    """The jobs whose pages must show nothing but the text for now, so that `reader` can still read it blind.

    From those who may not review, nothing is hidden. One query.
    """
    if not job_ids or not reader.has_perm("audit.review_summaries"):
        return frozenset()
    return frozenset(blind_items(reader).filter(job__in=job_ids).values_list("job", flat=True))


def is_blind_first(item: ReviewItem, reader: User) -> bool:
    """Whether the run of this item is hidden from `reader` for now."""
    return blind_items(reader).filter(pk=item.pk).exists()


def record_showing(item: ReviewItem, reader: User, shown: Shown) -> None:
    """Note what a page is about to show. Only the first time of a kind counts, and only that is kept."""
    seen = ReviewShowing.objects.filter(item=item, reviewer=reader, shown=shown)
    if not seen.exists():
        with committing("record_showing"):
            ReviewShowing.objects.create(item=item, reviewer=reader, shown=shown)
