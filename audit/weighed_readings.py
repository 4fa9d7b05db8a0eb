"""What readers say, weighed so that it speaks of all summaries and not of those that were read.

Each summary that was read is weighted by one over the chance with which it was drawn; and as not everything drawn is
read, all that were read of a class together stand for the class. A summary counts once: by the reading that settles it,
else by the mean of its readings. Of samples only blind readings count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from audit.models import Incident, IncidentKind, Review, ReviewItem, ReviewReason, ReviewVerdict
from generation.models import GenerationJob

# With fewer, a figure is "unmeasured", which is never a pass.
MIN_READINGS = 30
_Z = 1.959963984540054


class Mean(NamedTuple):
    """A weighted mean, with its 95 % interval; `n` counts the summaries."""

    value: float
    low: float
    high: float
    n: int


class Word(NamedTuple):
    """What is said of one summary; `neutral` from 1 to 5. `is_unsupported`: it holds a statement nobody wrote."""

    job_id: UUID
    neutral: float
    is_approved: bool
    is_unsupported: bool
    weight: float


def counted_readings(jobs: QuerySet[GenerationJob]) -> QuerySet[Review]:
    """The readings that count: of samples the blind ones."""
    said = Review.objects.filter(item__job__in=jobs)
    return said.filter(Q(is_blind=True) | ~Q(item__reason=ReviewReason.SAMPLE)).order_by("item", "created_at", "id")


def words_on(jobs: QuerySet[GenerationJob]) -> list[Word]:
    """One for each summary that was read. Three queries."""
    items = ReviewItem.objects.filter(job__in=jobs).values_list("job", "reason", "raised", "inclusion_probability")
    classes = {job: (_class_of(reason, raised), 1 / chance) for job, reason, raised, chance in items}
    said: dict[UUID, list[Review]] = defaultdict(list)
    for review in counted_readings(jobs).select_related("item"):
        said[review.item.job_id].append(review)
    wrong = Incident.objects.filter(job__in=jobs, kind=IncidentKind.UNSUPPORTED, is_of_draft=False)
    unsupported = set(wrong.values_list("job", flat=True))
    whole = Counter(kind for kind, _ in classes.values())
    read: dict[str, float] = defaultdict(float)
    for job in said:
        kind, weight = classes[job]
        read[kind] += weight
    return [
        _word(job, reviews, job in unsupported, classes[job][1] * whole[classes[job][0]] / read[classes[job][0]])
        for job, reviews in said.items()
    ]


def weighted_mean(rows: Sequence[tuple[float, float]]) -> Mean | None:
    """Of (value, weight) pairs; the interval by linearisation of the ratio. None of fewer than MIN_READINGS."""
    if len(rows) < MIN_READINGS:
        return None
    weights = sum(weight for _, weight in rows)
    mean = sum(value * weight for value, weight in rows) / weights
    spread = sum((weight * (value - mean)) ** 2 for value, weight in rows)
    half = _Z * sqrt(spread * len(rows) / (len(rows) - 1)) / weights
    return Mean(mean, mean - half, mean + half, len(rows))


def weighted_share(rows: Iterable[tuple[bool, float]]) -> Mean | None:
    """Of (hit, weight) pairs; Wilson's interval of as many equal weights as these are worth. None of fewer than
    MIN_READINGS."""
    rows = list(rows)
    if len(rows) < MIN_READINGS:
        return None
    weights = sum(weight for _, weight in rows)
    share = sum(weight for hit, weight in rows if hit) / weights
    worth = weights**2 / sum(weight**2 for _, weight in rows)
    spread = _Z * _Z / worth
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / worth + spread / (4 * worth)) / (1 + spread)
    return Mean(share, max(0.0, middle - half), min(1.0, middle + half), len(rows))


def _class_of(reason: str, raised: str) -> str:
    """What is drawn together. A first pass that was not drawn and turned up later stands for such ones alone."""
    if reason == ReviewReason.NOT_DRAWN:
        return "raised" if raised else ReviewReason.SAMPLE
    return reason


def _word(job_id: UUID, reviews: list[Review], is_unsupported: bool, weight: float) -> Word:
    settling = [review for review in reviews if review.is_authoritative] or reviews
    approved = sum(review.verdict == ReviewVerdict.APPROVE for review in settling)
    return Word(
        job_id,
        sum(review.neutral for review in settling) / len(settling),
        approved * 2 >= len(settling),
        is_unsupported,
        weight,
    )
