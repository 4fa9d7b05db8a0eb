from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from audit.models.review_item import ReviewItem
from core.append_only import allow_only_erasure, forbid_delete, forbid_update
from core.salted_hashes import null_only_when_erased

WORST, BEST = 1, 5
NOTE_MAX_LENGTH = 2000


class ReviewVerdict(models.TextChoices):
    APPROVE = "approve"
    FLAG = "flag"


class Question(models.TextChoices):
    """The five questions, in the order they are asked; the value is the column of its answer."""

    TRUE = "true_to_entries", "True to the entries"
    NEUTRAL = "neutral", "Neutral in wording and choice"
    MATTERS = "what_matters", "What matters is there"
    READABLE = "readable", "Readable"
    SAFE = "safe_to_show", "Safe to show the person"


class Review(models.Model):
    """What one reader said of one summary. A row, never edited; a change of mind is another reader's row.

    The five answers are whole numbers from 1 (worst) to 5; their anchors stand in the reviewers' guide. `is_blind`:
    nothing but the text and the diary had been shown to this reader before. `is_authoritative`: readers had differed,
    and this one settles it; it then counts instead of theirs. The note is in somebody's own words
    and may quote the diary, so erasure blanks it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item = models.ForeignKey(ReviewItem, on_delete=models.PROTECT, related_name="reviews", db_index=False)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    true_to_entries = models.PositiveSmallIntegerField()
    neutral = models.PositiveSmallIntegerField()
    what_matters = models.PositiveSmallIntegerField()
    readable = models.PositiveSmallIntegerField()
    safe_to_show = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=8, choices=ReviewVerdict)
    note = models.TextField(null=True, blank=True, default="")  # noqa: DJ001 - NULL is "erased"
    is_blind = models.BooleanField()
    is_authoritative = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "reviews"
        ordering = ["created_at", "id"]
        constraints = [
            # A reader says one thing of an item, also with two tabs open.
            models.UniqueConstraint(fields=["item", "reviewer"], name="reviews_one_each"),
            # What is settled is settled once.
            models.UniqueConstraint(fields=["item"], condition=Q(is_authoritative=True), name="reviews_settled_once"),
            *(
                # A number outside the scale would bend every mean.
                models.CheckConstraint(
                    condition=Q(**{f"{question}__gte": WORST, f"{question}__lte": BEST}),
                    name=f"reviews_{question}_is_1_to_5",
                )
                for question in Question.values
            ),
            models.CheckConstraint(condition=Q(verdict__in=ReviewVerdict.values), name="reviews_verdict_is_known"),
            null_only_when_erased("note", name="reviews_note_null_only_when_erased"),
            # Nobody answers before the page was open.
            models.CheckConstraint(condition=Q(opened_at__lte=F("created_at")), name="reviews_opened_before_said"),
        ]
        indexes = [
            # Figures over time.
            models.Index(fields=["created_at"], name="reviews_by_time"),
        ]
        triggers = [
            forbid_delete("reviews_never_deleted"),
            allow_only_erasure("reviews_append_only", columns=["note"]),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} by {self.reviewer_id}"

    @property
    def answers(self) -> tuple[int, ...]:
        """The five answers in the order of `Question`."""
        return tuple(getattr(self, question) for question in Question.values)


class MarkKind(models.TextChoices):
    """What a reader says of words: the first three of the summary's, `MISSING` of the diary's."""

    UNSUPPORTED = "unsupported", "not supported by the diary"
    NOT_NEUTRAL = "not_neutral", "not neutral"
    TURNED_ROUND = "turned_round", "turned round"
    MISSING = "missing", "missing from the summary"


class ReviewMark(models.Model):
    """Words a reader marked, by their place: of the text, or of one message. No words of their own.

    `start` and `end` are code points of the published text, or of the message where `message_id` names one.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=16, choices=MarkKind)
    message_id = models.UUIDField(null=True, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        db_table = "review_marks"
        ordering = ["review", "start"]
        constraints = [
            # Missing words are the diary's, all others the summary's.
            models.CheckConstraint(
                condition=Q(kind=MarkKind.MISSING, message_id__isnull=False)
                | (Q(kind__in=[MarkKind.UNSUPPORTED, MarkKind.NOT_NEUTRAL, MarkKind.TURNED_ROUND], message_id=None)),
                name="review_marks_kind_fits_the_place",
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="review_marks_hold_something"),
        ]
        triggers = [
            forbid_delete("review_marks_never_deleted"),
            forbid_update("review_marks_never_changed"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
