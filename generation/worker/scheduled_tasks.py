"""What beat asks for: the sweep, which ends overdue jobs and sends lost ones again.

Any number of beats may run, or none: status reads and new requests end overdue jobs as well.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from celery import shared_task
from django.db import Error
from django.db.models import Count, F, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest, Least, Now

from core.database_errors import describe
from core.faultpoints import around
from core.last_runs import record_run
from core.models import Run
from generation.lifecycle import transitions
from generation.models import GenerationJob
from generation.time_limits import JOB_DEADLINE, SEND_AGAIN_AFTER
from generation.worker.tasks import send_job

logger = logging.getLogger(__name__)

# The longest time between two sendings, in times of the shortest.
_MAX_WAITS = 8


@shared_task(name="generation.sweep", ignore_result=True)
def sweep() -> None:
    """Time out what is overdue and send again what nobody holds; one transaction a row."""
    time_out_overdue()
    begun = _read_begun()
    _each(_unsent_jobs(begun).values_list("id", flat=True), partial(_send_again, begun=begun))
    record_run(Run.SWEEP)


def time_out_overdue() -> None:
    """End every job whose deadline has passed, and tell whoever waits for it."""
    _each(transitions.overdue_jobs().values_list("id", flat=True), transitions.time_out)


class _Begun(NamedTuple):
    """What the queue shows of itself. `before` is when the latest of the tasks that were begun a while ago had been
    sent; `lately` whether any was begun since.
    """

    before: datetime | None
    lately: bool


def _read_begun() -> _Begun:
    """Of the jobs that may still be active. One query."""
    a_while_ago = Now() - SEND_AGAIN_AFTER
    by_its_task = GenerationJob.objects.filter(created_at__gt=Now() - JOB_DEADLINE, started_at__gte=F("queued_at"))
    found = by_its_task.aggregate(
        before=Max("queued_at", filter=Q(started_at__lte=a_while_ago)),
        lately=Count("id", filter=Q(started_at__gt=a_while_ago)),
    )
    return _Begun(found["before"], lately=found["lately"] > 0)


def _unsent_jobs(begun: _Begun) -> QuerySet[GenerationJob]:
    """Jobs that nobody holds and whose tasks are not on their way.

    A task that waits is not lost. It is where one that was sent after it began a while ago, or where none begins any
    more; and because that may be mistaken, a job waits each time as long as it has waited so far.
    """
    nobody = Q(id__in=[])
    not_sent = Q(queued_at__isnull=True) | Q(queued_at__lte=F("lease_until"))
    so_far = F("queued_at") - Coalesce(F("lease_until"), F("created_at"))
    wait = Greatest(Value(SEND_AGAIN_AFTER), Least(so_far, Value(_MAX_WAITS * SEND_AGAIN_AFTER)))
    is_due = Q(queued_at__lte=Now() - wait)
    if begun.lately:
        is_due &= Q(queued_at__lt=begun.before) if begun.before else nobody
    return transitions.claimable_jobs().filter(not_sent | is_due)


def _send_again(job_id: UUID, begun: _Begun) -> None:
    # Marked first: of several sweeps at once, one sends.
    with around("mark_sent"):
        marked = _unsent_jobs(begun).filter(id=job_id).update(queued_at=Now())
    if marked:
        send_job(job_id)


def _each(ids: Iterable[UUID], act: Callable[[UUID], object]) -> None:
    """`act` on every row; one that cannot be dealt with does not stop the others."""
    for row_id in list(ids):
        try:
            act(row_id)
        except Error as error:
            logger.error("the sweep passes over %s: %s", row_id, describe(error))  # noqa: TRY400 - no text
