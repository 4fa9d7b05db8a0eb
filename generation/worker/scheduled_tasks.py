"""What beat asks for. Any number of beats may run, none too: status reads and new requests reap as well."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from uuid import UUID

from celery import shared_task
from django.db import Error
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from core.database_errors import describe
from core.faultpoints import around
from generation.lifecycle import transitions
from generation.lifecycle.session_analyses import time_out_analysis
from generation.models import ACTIVE_STATES, GenerationJob, SessionAnalysis
from generation.time_limits import SEND_AGAIN_AFTER
from generation.worker.tasks import send_job

logger = logging.getLogger(__name__)


@shared_task(name="generation.sweep", ignore_result=True)
def sweep() -> None:
    """Time out what is overdue and send again what nobody holds; one transaction a row."""
    time_out_overdue()
    _each(_unsent_jobs().values_list("id", flat=True), _send_again)


def time_out_overdue() -> None:
    """End every job and analysis whose deadline has passed, and tell each job's person."""
    _each(transitions.overdue_jobs().values_list("id", flat=True), transitions.time_out)
    overdue_analyses = SessionAnalysis.objects.filter(state__in=ACTIVE_STATES, deadline_at__lte=Now())
    _each(overdue_analyses.values_list("id", flat=True), time_out_analysis)


def _unsent_jobs() -> QuerySet[GenerationJob]:
    sent_long_ago = Q(queued_at__isnull=True) | Q(queued_at__lte=Now() - SEND_AGAIN_AFTER)
    return transitions.claimable_jobs().filter(sent_long_ago)


def _send_again(job_id: UUID) -> None:
    # Marked first: of several sweeps at once, one sends.
    with around("mark_sent"):
        marked = _unsent_jobs().filter(id=job_id).update(queued_at=Now())
    if marked:
        send_job(job_id)


def _each(ids: Iterable[UUID], act: Callable[[UUID], object]) -> None:
    """`act` on every row; one that cannot be dealt with does not stop the others."""
    for row_id in list(ids):
        try:
            act(row_id)
        except Error as error:
            logger.error("the sweep passes over %s: %s", row_id, describe(error))  # noqa: TRY400 - no text
