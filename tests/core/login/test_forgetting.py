"""The access log of logins is kept for so many days, and nobody deletes from it what is younger."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from core.models import LoginEvent, LoginEventKind
from core.scheduled_tasks import forget_login_events

pytestmark = pytest.mark.django_db


def event(days: int) -> LoginEvent:
    """An event of so many days ago."""
    at = timezone.now() - timedelta(days=days)
    return LoginEvent.objects.create(event=LoginEventKind.FAILED, name_key="", at=at)


@pytest.mark.parametrize("kept", [400, 50])
def test_what_is_older_than_the_setting_goes(settings: Any, kept: int) -> None:
    settings.LOGIN_EVENT_DAYS = kept
    young, _old = event(kept - 1), event(kept + 1)
    forget_login_events()
    assert [*LoginEvent.objects.all()] == [young]


def test_what_is_young_cannot_be_deleted() -> None:
    young = event(29)
    with pytest.raises(IntegrityError, match="rows are never deleted"):
        young.delete()
