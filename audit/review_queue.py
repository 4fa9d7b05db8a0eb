"""The queue of a reader: what waits, in which order, and who has what open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import MD5, Cast, Coalesce, Concat, Now
from django.utils import timezone

from audit.models import Review, ReviewItem, ReviewReason, ReviewReservation
from core.faultpoints import committing
from core.models import User
from core.visibility import is_operator, readable_patients
from generation.models import SessionBridgeVersion

# What is urgent: the reasons why a summary has to be read soon, each with what its page says. All others can wait.
URGENT: Mapping[ReviewReason, str] = MappingProxyType(
    {
        ReviewReason.SAFETY: "the diary holds words of a reviewed list",
        ReviewReason.OBJECTION: "they say that they did not say something in it",
        ReviewReason.FALLBACK: "the gate refused even the rules' text",
        ReviewReason.INCIDENT: "something that must not happen was noticed in it",
    }
)


@dataclass(frozen=True)
class Reserved:
    """The item is this reader's until `until`."""

    until: datetime


@dataclass(frozen=True)
class Taken:
    """As many readers as it takes have the item open or have read it; `until` is when the next place may be free."""

    until: datetime | None


@dataclass(frozen=True)
class QueueState:
    """How many wait by reason, the most urgent first, how many of them are urgent, and since when the oldest waits."""

    counts: Mapping[ReviewReason, int]
    urgent: int
    oldest: datetime | None

    @property
    def waiting(self) -> int:
        return sum(self.counts.values())


def urgent_because(item: ReviewItem) -> str:
    """Why an item is urgent, '' if it is not. What first made it urgent still counts when more turns up."""
    return next((URGENT[ReviewReason(reason)] for reason in (item.raised, item.reason) if reason in URGENT), "")


def waiting_items(user: User) -> QuerySet[ReviewItem]:
    """What waits for `user`: enough readers are missing, and this one has not read it.

    The most urgent class first; inside a class each reader has an order of their own, so that two who begin at the
    same moment do not read the same ones and nobody always reads the oldest.
    """
    of_item = Review.objects.filter(item=OuterRef("pk")).order_by().values("item")
    readings_done = Coalesce(Subquery(of_item.annotate(many=Count("pk")).values("many")), 0)
    own = Review.objects.filter(item=OuterRef("pk"), reviewer=user)
    shuffled = MD5(Concat(Cast("pk", TextField()), Value(str(user.pk)), output_field=TextField()))
    # Where the words were erased, nothing is left to read.
    there = SessionBridgeVersion.objects.filter(job=OuterRef("job"), text__isnull=False)
    # Not by way of the jobs: that would read all of them.
    theirs = there if is_operator(user) else there.filter(patient__in=readable_patients(user))
    waiting = (
        ReviewItem.objects.filter(Exists(theirs), reviews_wanted__gte=1)
        .alias(readings_done=readings_done)
        .filter(readings_done__lt=F("reviews_wanted"))
    )
    waiting = waiting.exclude(Exists(own))
    return waiting.annotate(shuffled=shuffled).order_by("rank", "shuffled")


def queue_state(user: User) -> QueueState:
    """What waits for `user` in figures; reasons of which none waits are left out. One query."""
    rows = (
        waiting_items(user).order_by().values("reason", "raised").annotate(many=Count("pk"), oldest=Min("created_at"))
    )
    counts: Counter[ReviewReason] = Counter()
    for row in rows:
        counts[ReviewReason(row["raised"] or row["reason"])] += row["many"]
    urgent = sum(row["many"] for row in rows if row["raised"] in URGENT or row["reason"] in URGENT)
    oldest = min((row["oldest"] for row in rows), default=None)
    return QueueState({reason: counts[reason] for reason in ReviewReason if counts[reason]}, urgent, oldest)


def live_reservations(items: QuerySet[ReviewItem] | list[UUID]) -> QuerySet[ReviewReservation]:
    """Who has which of the items open at present."""
    return ReviewReservation.objects.filter(item__in=items, lapses_at__gt=Now()).select_related("reviewer")


def reserve(item: ReviewItem, reviewer: User) -> Reserved | Taken:
    """Take the item for as long as a reading may last, or say until when others have it.

    Taking it again lengthens it.
    """
    with committing("reserve_review"):
        # The item's row is the lock: of two readers who open it at one moment, one waits for the other.
        wanted = ReviewItem.objects.select_for_update().values_list("reviews_wanted", flat=True).get(pk=item.pk)
        now = timezone.now()
        others = Q(item=item) & ~Q(reviewer=reviewer)
        read = Review.objects.filter(others)
        open_now = ReviewReservation.objects.filter(others, lapses_at__gt=now)
        open_now = open_now.exclude(reviewer__in=read.values("reviewer")).order_by("lapses_at")
        if read.count() + open_now.count() >= wanted:
            next_free = open_now.values_list("lapses_at", flat=True).first()
            return Taken(next_free)
        until = now + timedelta(minutes=settings.REVIEW_RESERVATION_MINUTES)
        ReviewReservation.objects.update_or_create(
            item=item,
            reviewer=reviewer,
            defaults={"lapses_at": until},
            create_defaults={"taken_at": now, "lapses_at": until},
        )
    return Reserved(until)
