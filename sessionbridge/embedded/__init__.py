"""A real PostgreSQL and a real Valkey for a development machine, run from the programs in their wheels.

The settings say with EMBEDDED_SERVICES which are wanted and where; importing this package, or the settings,
starts nothing. `start_embedded_services()` does.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sessionbridge.embedded.errors import EmbeddedServiceError

if TYPE_CHECKING:
    from sessionbridge.embedded.lifetime import EmbeddedServices

__all__ = ["EmbeddedServiceError", "start_embedded_services", "start_or_exit"]

_started: list[EmbeddedServices] = []


def start_embedded_services() -> EmbeddedServices | None:
    """Start or join the services the settings want, until this process ends; None when they want none.

    Called again, it mends what has died since. Raises EmbeddedServiceError.
    """
    from django.conf import settings  # noqa: PLC0415 - the settings import this package

    wanted = settings.EMBEDDED_SERVICES
    if wanted is None:
        return None
    from sessionbridge.embedded.lifetime import EmbeddedServices  # noqa: PLC0415 - needs the wheels

    if not _started:
        _started.append(EmbeddedServices(**wanted))
    _started[0].start()
    return _started[0]


def start_or_exit() -> None:
    """For programs: start or join the services, or end with the reason as the only message."""
    try:
        start_embedded_services()
    except EmbeddedServiceError as error:
        sys.exit(str(error))
