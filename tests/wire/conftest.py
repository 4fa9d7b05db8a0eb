"""Every test of this folder is listened to: no log of its may hold a key, a prompt or a diary."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.wire.canaries import Listener


@pytest.fixture(autouse=True, scope="session")
def no_canary_in_any_log() -> Iterator[None]:
    """Listens at every logger that keeps its records to itself, for the whole session."""
    listener = Listener()
    loggers = [logging.getLogger(name) for name in ("", "django", "openai", "httpx2", "httpcore2")]
    for logger in loggers:
        logger.addHandler(listener)
    yield
    for logger in loggers:
        logger.removeHandler(listener)
    assert listener.heard == []
