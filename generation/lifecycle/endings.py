"""Who wants to know that a job of a feature has ended: told after the commit, in the process that ended it.

It is only a hint, like a task in the queue: a process may die between the commit and the hint, so whoever acts on it
also looks for ended jobs without one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import Error

from core.database_errors import describe
from generation.models import Feature, GenerationJob

logger = logging.getLogger(__name__)

Listener = Callable[[GenerationJob], object]
_listeners: dict[Feature, Listener] = {}


def when_ended(feature: Feature, listener: Listener) -> None:
    """Have `listener` called with every job of `feature` that ends from now on."""
    _listeners[feature] = listener


def tell_ended(job: GenerationJob) -> None:
    """Call whoever listens. If the database is away, that is no concern of the job that ended."""
    listener = _listeners.get(Feature(job.feature))
    if listener is None:
        return
    try:
        listener(job)
    except Error as error:
        logger.warning("nobody could be told that job %s ended: %s", job.id, describe(error))
