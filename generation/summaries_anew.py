"""Summaries that lost words, made again once, two minutes after the last change.

1. Whoever takes words back puts down, in that transaction, which windows the person has to get again; every further
   change puts the time off.
2. A look, by beat or by a polling worker, asks for those that are due as anybody asks: in a transaction of its own, and
   what was asked for meanwhile by somebody else is not asked for twice.
3. The person is told when the new summary is there, by its own notice, once.
Postgres alone remembers: with Redis away the next look does it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from celery import shared_task
from django.db import Error
from django.db.models.functions import Now

from core.database_errors import describe
from core.faultpoints import around
from core.refusals import InputRefused
from generation.models import Origin, SummaryToMakeAnew
from generation.summary_requests import Busy, request_summary
from generation.time_limits import ANEW_AFTER

logger = logging.getLogger(__name__)


def put_down(patient_id: UUID, window_ends: Sequence[date]) -> None:
    """A `core.erasure.Remaker`: note the windows, and put off what is noted of this person already."""
    noted = [
        SummaryToMakeAnew(patient_id=patient_id, window_last=day, due_at=Now() + ANEW_AFTER) for day in window_ends
    ]
    SummaryToMakeAnew.objects.bulk_create(noted, ignore_conflicts=True)
    SummaryToMakeAnew.objects.filter(patient_id=patient_id).update(due_at=Now() + ANEW_AFTER)


def ask_for_due() -> int:
    """Ask for every summary that is due; how many notes are done with. One that cannot be asked for stops no other."""
    due = SummaryToMakeAnew.objects.filter(due_at__lte=Now()).select_related("patient")
    return sum(map(_ask, due))


@shared_task(name="generation.ask_for_due_summaries", ignore_result=True)
def ask_for_due_summaries() -> None:
    """What beat asks for; any number of beats may run, or none if `run_jobs` polls."""
    ask_for_due()


def _ask(note: SummaryToMakeAnew) -> bool:
    try:
        answer = request_summary(note.patient, as_of=note.window_last, or_today=True, origin=Origin.BATCH)
        if isinstance(answer, Busy):
            # Another summary of theirs is being made; the next look asks again.
            return False
    except InputRefused as refusal:
        # The diary was erased, or the window has more than a summary reads: the person is told when they ask.
        logger.info("a summary is not made again: %s", refusal.field)
    except Error as error:
        logger.error("a summary could not be asked for again: %s", describe(error))  # noqa: TRY400 - no text
        return False
    with around("forget_note"):
        # A change since then has put it off: then it is asked for again, later.
        done, _ = SummaryToMakeAnew.objects.filter(id=note.id, due_at=note.due_at).delete()
    return bool(done)
