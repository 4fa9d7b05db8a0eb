"""Which summaries are put before a reader: one item for each job that made one, with the reason and the chance.

The items are made by beat every few minutes, and by the queue when it is opened. Any number may make them at once; the
first item of a job stands.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Least

from audit.incidents import notice_drafts, notice_objections
from audit.models import RefusedBullet, ReviewItem, ReviewReason
from audit.queue_order import RANKS
from audit.refused_bullets import drawn_refusals
from audit.urgent_words import Place, safety_places
from core.faultpoints import committing
from generation.history.stored_run import StoredRun, read_run
from generation.models import (
    Feature,
    GateResult,
    GateVerdict,
    GenerationJob,
    JobState,
    SummaryObjection,
    SummaryOutcome,
)

# Items made in one transaction: the page that asks waits for them.
MAX_AT_ONCE = 200
_BY_OUTCOME = {
    SummaryOutcome.FALLBACK: ReviewReason.FALLBACK,
    SummaryOutcome.RULES: ReviewReason.RULES,
    SummaryOutcome.REPAIRED: ReviewReason.REPAIRED,
}


@dataclass(frozen=True)
class Drawn:
    """Why a summary is read, and the chance (0 to 1) that one of its kind is."""

    reason: ReviewReason
    chance: float


def draw_items_of(job_ids: Collection[UUID]) -> None:
    """Make the items of all of these jobs that have none yet."""
    while draw_items(job_ids) == MAX_AT_ONCE:
        pass


def draw_items(job_ids: Collection[UUID] | None = None) -> int:
    """Make the items of jobs that have none yet, oldest first; how many jobs were looked at, at most MAX_AT_ONCE.

    Of these jobs alone, if they are named. What a person has objected to moves up and takes one more reader.
    """
    with committing("draw_reviews"):
        jobs = _without_item(job_ids)
        runs = [(job, read_run(job.artifacts.all())) for job in jobs]
        ReviewItem.objects.bulk_create([_item(job, run) for job, run in runs], ignore_conflicts=True)
        refusals = [refusal for job, run in runs for refusal in drawn_refusals(job, run)]
        RefusedBullet.objects.bulk_create(refusals, ignore_conflicts=True)
        refused = GateResult.objects.filter(job__in=jobs, verdict=GateVerdict.FAIL)
        notice_drafts(refused.values_list("job", "rule_ids"))
        _lift_objected()
    return len(jobs)


def _lift_objected() -> None:
    """Items whose summary the person has objected to since they were made go to their place in the queue."""
    objected = SummaryObjection.objects.filter(version__job=OuterRef("job"))
    found = ReviewItem.objects.filter(Exists(objected)).exclude(raised=ReviewReason.OBJECTION)
    # Read once: one objected to between two statements would be moved up, and never become an incident.
    jobs = list(found.values_list("job", flat=True))
    notice_objections(jobs)
    found.filter(job__in=jobs).update(
        raised=ReviewReason.OBJECTION,
        rank=Least("rank", RANKS[ReviewReason.OBJECTION]),
        reviews_wanted=F("reviews_wanted") + 1,
    )


def _without_item(job_ids: Collection[UUID] | None) -> Sequence[GenerationJob]:
    ended = GenerationJob.objects.filter(
        feature=Feature.SESSION_BRIDGE, state=JobState.SUCCEEDED, review_item=None, sessionbridgeversion__isnull=False
    )
    if job_ids is not None:
        ended = ended.filter(pk__in=job_ids)
    with_words = ended.select_related("sessionbridgeversion").prefetch_related("artifacts")
    return list(with_words.order_by("finished_at", "id")[:MAX_AT_ONCE])


def _item(job: GenerationJob, run: StoredRun) -> ReviewItem:
    places = safety_places(run.record)
    drawn = _draw(job, places)
    return ReviewItem(
        job=job,
        reason=drawn.reason,
        rank=RANKS[drawn.reason],
        safety_places=places,
        inclusion_probability=drawn.chance,
        reviews_wanted=0 if drawn.reason is ReviewReason.NOT_DRAWN else settings.REVIEWS_WANTED[drawn.reason],
    )


def _draw(job: GenerationJob, places: Sequence[Place]) -> Drawn:
    # A sentence that holds a word of the safety list is always quoted.
    if places:
        return Drawn(ReviewReason.SAFETY, 1.0)
    reason = _BY_OUTCOME.get(SummaryOutcome(job.sessionbridgeversion.outcome))
    if reason is not None:
        return Drawn(reason, 1.0)
    share = settings.REVIEW_SAMPLE_SHARE
    # No secret hangs on it: which of a practice's calm summaries are read is a matter of chance alone.
    is_drawn = random.random() < share  # noqa: S311 - no secret
    return Drawn(ReviewReason.SAMPLE if is_drawn else ReviewReason.NOT_DRAWN, share if is_drawn else 1.0 - share)
