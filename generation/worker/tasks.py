"""One Celery task a run. Arguments are ids, no result is kept, and running twice does no harm: Postgres decides."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from uuid import UUID

from celery import shared_task
from kombu.exceptions import OperationalError as BrokerError

from core.faultpoints import around
from generation.models import GenerationJob, JobState
from generation.worker.execution import run_job
from generation.worker.side_by_side import run_jobs_side_by_side

logger = logging.getLogger(__name__)


@shared_task(name="generation.run_generation_job", ignore_result=True)
def run_generation_job(job_id: str) -> None:
    """Run the job, if it is still there to be taken."""
    run_job(UUID(job_id))


@shared_task(name="generation.run_jobs_side_by_side", ignore_result=True)
def run_jobs_together(job_ids: list[str]) -> None:
    """Run these jobs at once, those that are still there to be taken: they wait for a model most of the time."""
    run_jobs_side_by_side([UUID(job_id) for job_id in job_ids])


def send_jobs(job_ids: Sequence[UUID]) -> None:
    """Hand several jobs to one worker. Where the broker is away, they stay queued and are sent again by the sweep."""
    if not job_ids:
        return
    try:
        with around("send_job"):
            run_jobs_together.apply_async(args=([str(job_id) for job_id in job_ids],), retry=False)
    except (BrokerError, OSError) as error:
        logger.warning("%s jobs could not be sent: %s", len(job_ids), type(error).__name__)
        with around("mark_unsent"):
            GenerationJob.objects.filter(id__in=job_ids, state=JobState.QUEUED).update(queued_at=None)


def send_job(job_id: UUID) -> bool:
    """Hand the job to a worker. False: the broker is away; the job stays queued and is sent again by the sweep."""
    try:
        with around("send_job"):
            run_generation_job.apply_async(args=(str(job_id),), retry=False)
    except (BrokerError, OSError) as error:
        logger.warning("job %s could not be sent: %s", job_id, type(error).__name__)
        with around("mark_unsent"):
            GenerationJob.objects.filter(id=job_id, state=JobState.QUEUED).update(queued_at=None)
        return False
    return True
