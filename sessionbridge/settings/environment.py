"""The environment, as settings read it: what cannot be read is named."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_WORDS = ("true", "on", "ok", "y", "yes", "1", "false", "off", "n", "no", "0", "")
# Without any of these nobody logs in, nothing is done, or it is done without a pause.
_NEVER_NOTHING = frozenset(
    (
        "CPU_PLACES",
        "DENSE_MEMORY_MB",
        "DRAW_REVIEWS_SECONDS",
        "JOURNEY_TOKENS",
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

# An address of anything else would be found out by the first who needs what is behind it.
_SCHEMES = {
    "EVENTS_DATABASE_URL": ("postgres", "postgresql"),
    "OPENAI_BASE_URL": ("http", "https"),
    "REDIS_URL": ("redis", "rediss", "unix"),
    "THERABRIDGE_DATABASE_URL": ("postgres", "postgresql"),
}


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
        else:
            for each in value.values() if isinstance(value, dict) else [value]:
                _require_meant(var, each)
        return value


def _require_meant(name: str, value: object) -> None:
    """Raises ImproperlyConfigured for blanks alone, another kind of address and numbers that no setting can mean."""
    if isinstance(value, str):
        is_meant = not value or (bool(value.strip()) and _is_address_of(_SCHEMES.get(name), value))
    else:
        is_meant = not isinstance(value, int | float) or value > 0 or (value == 0 and name not in _NEVER_NOTHING)
    if not is_meant:
        raise _unusable(name)


def _unusable(name: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is not what it should be: see .env.example.")


def _is_address_of(schemes: Collection[str] | None, value: str) -> bool:
    """Whether it has one of these schemes, where any is asked for."""
    try:
        return schemes is None or urlsplit(value).scheme in schemes
    except ValueError:
        return False
