"""The environment, as settings read it: what cannot be read is named."""

from __future__ import annotations

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

_WORDS = ("true", "on", "ok", "y", "yes", "1", "false", "off", "n", "no", "0", "")
# Without any of these nobody logs in, nothing is done, or it is done without a pause.
_NEVER_NOTHING = frozenset(
    (
        "CPU_PLACES",
        "DENSE_MEMORY_MB",
        "DRAW_REVIEWS_SECONDS",
        "LOGIN_FAILURES",
        "LOGIN_NAME_FAILURES",
        "LOOK_FOR_DUE_SECONDS",
        "REVIEW_RESERVATION_MINUTES",
        "SESSION_IDLE_SECONDS",
        "SIGN_HEAD_SECONDS",
        "SWEEP_SECONDS",
        "WORKER_CONCURRENCY",
        "WORKER_PROCESSES",
    )
)


class Environment(environ.Env):  # type: ignore[misc]  # it has no types
    """django-environ's, whose error for a number that is none says neither which nor where, and to whom any word that
    does not mean yes means no: `SECOND_FACTOR=ture` would switch it off.
    """

    def get_value(self, var: str, *arguments: Any, **options: Any) -> Any:
        try:
            value = super().get_value(var, *arguments, **options)
        except (ValueError, IndexError):
            # What was set may be a password at the wrong place.
            raise _unusable(var) from None
        if isinstance(value, bool):
            if str(self.ENVIRON.get(var, "")).strip().lower() not in _WORDS:
                raise _unusable(var)
        elif isinstance(value, int | float) and (value < 0 or (value == 0 and var in _NEVER_NOTHING)):
            raise _unusable(var)
        return value


def _unusable(name: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is not what it should be: see .env.example.")
