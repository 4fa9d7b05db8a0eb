from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What we are given: people, their messages and sessions, and who looked at them."""

    name = "core"
    verbose_name = "People and diaries"
