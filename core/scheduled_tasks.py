"""What beat asks of core. Any number of beats may run."""

from __future__ import annotations

from celery import shared_task

from core import kept_answers
from core.practice import erasure_requests


@shared_task(name="core.forget_kept_answers", ignore_result=True)
def forget_kept_answers() -> None:
    """Answers under an `Idempotency-Key` are kept for a day."""
    kept_answers.forget_old()


@shared_task(name="core.erase_due", ignore_result=True)
def erase_due() -> None:
    """Who asked to be erased a day ago and did not call it off."""
    erasure_requests.erase_due()
