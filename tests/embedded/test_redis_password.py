"""A Redis that wants a password we do not have is not away, and is not said to be."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings as of_the_tests

from audit.health.checks import redis_trouble
from sessionbridge.broker_away import REFUSED
from sessionbridge.embedded.lifetime import EmbeddedServices
from sessionbridge.settings.connections import cache_settings
from tests.embedded.commands import REPOSITORY, clean_environment


@pytest.fixture(scope="module")
def url(shared_local: Path) -> Iterator[str]:
    """Of a Valkey of this module's own, without the password it asks for."""
    own = EmbeddedServices(shared_local, postgres=False)
    own.start()
    with redis.Redis.from_url(own.places.redis_url) as client:
        client.config_set("requirepass", "secret")
    yield own.places.redis_url
    own.release()


@pytest.mark.parametrize("password", ["", "wrong"])
def test_health_says_that_the_password_is_refused(settings: Any, url: str, password: str) -> None:
    settings.CACHES = {
        "default": cache_settings(url.replace("unix://", f"unix://:{password}@" if password else "unix://"))
    }
    assert redis_trouble().startswith("refuses us: look at the name and password in REDIS_URL")


def test_worker_says_that_the_password_is_refused(url: str) -> None:
    environment = {**clean_environment(), "DATABASE_URL": of_the_tests.TEST_DATABASE_URL, "REDIS_URL": url}
    command = [sys.executable, "-m", "celery", "-q", "-A", "sessionbridge", "beat", "--loglevel", "WARNING"]
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as beat:
        assert beat.stdout is not None
        try:
            assert any(REFUSED in line for line in beat.stdout)
        finally:
            beat.kill()
