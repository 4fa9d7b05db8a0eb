"""A setting that cannot be used, said in one line: whoever set it needs no way through the code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery.loaders.app import AppLoader
from django.core.exceptions import ImproperlyConfigured


@contextmanager
def settings_error_in_one_line() -> Iterator[None]:
    """For programs: end with what is wrong as the only message."""
    try:
        yield
    except ImproperlyConfigured as error:
        sys.exit(f"A setting cannot be used. {error}")


class SettingsLoader(AppLoader):
    """Celery's, which reads the settings before anything else that a worker or beat does."""

    def config_from_object(self, obj: Any, silent: bool = False) -> Any:
        with settings_error_in_one_line():
            return super().config_from_object(obj, silent=silent)
