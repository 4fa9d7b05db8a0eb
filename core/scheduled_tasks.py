"""What beat asks of core."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from core.models import LoginEvent

# Rows a statement deletes, so that none holds up the logins.
_AT_ONCE = 5000


@shared_task(name="core.forget_login_events", ignore_result=True)
def forget_login_events() -> None:
    """Delete what the access log of logins has kept for LOGIN_EVENT_DAYS."""
    old = LoginEvent.objects.filter(at__lt=timezone.now() - timedelta(days=settings.LOGIN_EVENT_DAYS)).order_by("at")
    while ids := list(old.values_list("id", flat=True)[:_AT_ONCE]):
        LoginEvent.objects.filter(id__in=ids).delete()
