from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """What happened, and who looked. It reads what generation stored; generation never asks it."""

    name = "audit"
    verbose_name = "Review"
