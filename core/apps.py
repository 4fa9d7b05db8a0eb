from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What we are given: people, their messages and sessions, and who looked at them."""

    name = "core"
    verbose_name = "People and diaries"

    def ready(self) -> None:
        """Say what each role may do here; listen for logins; name the tables."""
        from core.login import idle, record  # noqa: F401, PLC0415 - models are not loaded before
        from core.role_permissions import CORE_PERMISSIONS  # noqa: PLC0415 - as above
        from core.roles import grant_permissions  # noqa: PLC0415 - as above
        from core.words import name_tables  # noqa: PLC0415 - as above

        grant_permissions(self, CORE_PERMISSIONS)
        name_tables()
