"""What beat asks of review. The queue asks as well when it is opened, so no beat is needed."""

from __future__ import annotations

import logging

from celery import shared_task

from audit.chain_verification import verify_jobs
from audit.drawing import MOST_AT_ONCE, draw_items
from generation.models import GenerationJob

logger = logging.getLogger(__name__)


@shared_task(name="audit.draw_reviews", ignore_result=True)
def draw_reviews() -> None:
    """Make the items of all summaries that have none yet."""
    while draw_items() == MOST_AT_ONCE:
        pass


@shared_task(name="audit.verify_chains", ignore_result=True)
def verify_chains() -> None:
    """Verify every stored run; what is broken becomes an incident."""
    jobs = GenerationJob.objects.select_related("sessionbridgeversion").order_by("created_at", "id")
    if broken := verify_jobs(jobs.iterator(chunk_size=500)):
        logger.error("%d chains are broken; the incidents name them", len(broken))
