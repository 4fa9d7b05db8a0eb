"""What beat asks of core. Any number of beats may run."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from core import kept_answers
from core.models import LoginEvent
from core.practice import erasure_requests, tokens

# Rows a statement deletes, so that none holds up the logins.
_AT_ONCE = 5000


@shared_task(name="core.forget_login_events", ignore_result=True)
def forget_login_events() -> None:
    """Delete what the access log of logins has kept for LOGIN_EVENT_DAYS."""
    old = LoginEvent.objects.filter(at__lt=timezone.now() - timedelta(days=settings.LOGIN_EVENT_DAYS)).order_by("at")
    while ids := list(old.values_list("id", flat=True)[:_AT_ONCE]):
        LoginEvent.objects.filter(id__in=ids).delete()


@shared_task(name="core.forget_kept_answers", ignore_result=True)
def forget_kept_answers() -> None:
    """Answers under an `Idempotency-Key` are kept for a day."""
    kept_answers.forget_old()


@shared_task(name="core.end_expired_tokens", ignore_result=True)
def end_expired_tokens() -> None:
    """None of them could still be used; from now on lists show it."""
    tokens.end_expired_tokens()


@shared_task(name="core.erase_due", ignore_result=True)
def erase_due() -> None:
    """Who asked to be erased a day ago and did not call it off."""
    erasure_requests.erase_due()
