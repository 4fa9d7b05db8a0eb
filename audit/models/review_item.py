from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.append_only import forbid_delete, forbid_update
from generation.models import GenerationJob


class ReviewReason(models.TextChoices):
    """Why a summary wants a reader, the most urgent first; `NOT_DRAWN` is a first pass that chance left out."""

    SAFETY = "safety", "words on safety"
    OBJECTION = "objection", "the person objects"
    FALLBACK = "fallback", "fallback"
    RULES = "rules", "by rules in a model's place"
    REPAIRED = "repaired", "repaired"
    INCIDENT = "incident", "incident"
    SECOND_OPINION = "second_opinion", "readers differ"
    SAMPLE = "sample", "random sample"
    NOT_DRAWN = "not_drawn", "not drawn"


class ReviewItem(models.Model):
    """One summary's place in the review queue: why it is there, and how likely it was to be there.

    Every job that made a summary has one. `inclusion_probability` is the chance (0 to 1) with which a job of this
    kind is put before a reader, kept so that figures over what was read can be weighted to what was made. `rank`
    orders the queue, 0 first. `safety_places` are those of the words on safety that put it there, no words
    themselves: [[message id, start, end, group of the list], ...] in code points, without the group in earlier
    items. `reviews_wanted` is how many readers it takes; 0 where none was drawn. What turns up later (an objection,
    an incident, readers who differ) is `raised` and lifts the item, whose first reason and chance stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    job = models.OneToOneField(GenerationJob, on_delete=models.PROTECT, related_name="review_item")
    reason = models.CharField(max_length=16, choices=ReviewReason)
    raised = models.CharField("raised since, because of", max_length=16, choices=ReviewReason, blank=True, default="")
    rank = models.PositiveSmallIntegerField("place in the queue, 0 first")
    safety_places = models.JSONField(default=list, editable=False)
    inclusion_probability = models.FloatField("chance of being drawn")
    reviews_wanted = models.PositiveSmallIntegerField("readers wanted")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "review_items"
        ordering = ["rank", "created_at", "id"]
        permissions = [
            ("review_summaries", "Can review summaries"),
            ("correct_summaries", "Can correct summaries"),
            ("settle_reviews", "Can settle what readers differ on"),
        ]
        constraints = [
            # A reason nobody knows would have no place in the queue.
            models.CheckConstraint(condition=Q(reason__in=ReviewReason.values), name="review_items_reason_is_known"),
            # A weight is one over this chance; of 0 there is none.
            models.CheckConstraint(
                condition=Q(inclusion_probability__gt=0, inclusion_probability__lte=1),
                name="review_items_chance_is_a_chance",
            ),
            # Only an objection, an incident or readers who differ turn up later.
            models.CheckConstraint(
                condition=Q(
                    raised__in=["", ReviewReason.OBJECTION, ReviewReason.INCIDENT, ReviewReason.SECOND_OPINION]
                ),
                name="review_items_raised_by_what_turns_up",
            ),
            # What was not drawn waits for nobody until something turns up; everything else waits for somebody.
            models.CheckConstraint(
                condition=Q(reason=ReviewReason.NOT_DRAWN, raised="", reviews_wanted=0)
                | ((~Q(reason=ReviewReason.NOT_DRAWN) | ~Q(raised="")) & Q(reviews_wanted__gte=1)),
                name="review_items_drawn_means_wanted",
            ),
        ]
        indexes = [
            # The queue as it opens: of what takes readers, most urgent first, then oldest.
            models.Index(
                fields=["rank", "created_at", "id"], name="review_items_wanted", condition=Q(reviews_wanted__gte=1)
            ),
        ]
        triggers = [
            forbid_delete("review_items_never_deleted"),
            # Why and how likely are the ground of every figure.
            forbid_update("review_items_reason_and_chance_fixed", except_columns=["raised", "rank", "reviews_wanted"]),
        ]

    def __str__(self) -> str:
        return f"review of job {self.job_id}"

    @property
    def why(self) -> ReviewReason:
        """Why it is in the queue at present."""
        return ReviewReason(self.raised or self.reason)
