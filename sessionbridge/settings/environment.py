"""The environment, as settings read it: what cannot be read is named."""

from __future__ import annotations

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured


class Environment(environ.Env):  # type: ignore[misc]  # it has no types
    """django-environ's, whose error for a number that is none says neither which nor where."""

    def get_value(self, var: str, *arguments: Any, **options: Any) -> Any:
        try:
            return super().get_value(var, *arguments, **options)
        except ValueError:
            # What was set may be a password at the wrong place.
            raise ImproperlyConfigured(f"{var} is not what it should be: see .env.example.") from None
