"""What beat asks of review. The queue asks as well when it is opened, so no beat is needed."""

from __future__ import annotations

import logging
from pathlib import Path

from celery import shared_task
from django.conf import settings

from audit.backups.folder import write_certificates
from audit.backups.taken_back import write_list
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


@shared_task(name="audit.list_taken_back", ignore_result=True)
def list_taken_back() -> None:
    """Keep the list of what was taken back, and the certificates, beside the backups, where there is a folder."""
    if not settings.BACKUP_FOLDER:
        return
    try:
        write_list(Path(settings.BACKUP_FOLDER))
        write_certificates(Path(settings.BACKUP_FOLDER))
    except OSError as error:
        logger.error("what was taken back could not be listed in BACKUP_FOLDER: %s", type(error).__name__)  # noqa: TRY400 - no text
