"""Settings of a development machine: nothing needs to be set, missing services are embedded ones."""

from __future__ import annotations

from sessionbridge.embedded.binaries import installed_postgres_bin
from sessionbridge.settings.base import *  # noqa: F403 - a settings module is its base and what differs
from sessionbridge.settings.base import DATABASE_POOLER, LOCAL_DIR, POSTGRES_PROGRAMS, env
from sessionbridge.settings.connections import (
    broker_url,
    cache_settings,
    choose_urls,
    database_settings,
    with_checked_certificate,
)
from sessionbridge.settings.development_key import read_or_make_key

# Off here too: answers look as they do in production. DEBUG=1 shows Django's pages for developers.
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="") or read_or_make_key(LOCAL_DIR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

_database_url, _redis_url, EMBEDDED_SERVICES = choose_urls(
    LOCAL_DIR, env("DATABASE_URL", default=""), env("REDIS_URL", default="")
)
_redis_url = with_checked_certificate(_redis_url, env("REDIS_CA_FILE", default=""))
DATABASES = {"default": database_settings(_database_url, behind_pooler=DATABASE_POOLER)}
CACHES = {"default": cache_settings(_redis_url)}
CELERY_BROKER_URL = broker_url(_redis_url)
CELERY_BEAT_SCHEDULE_FILENAME = str(LOCAL_DIR / "celerybeat-schedule")

# Static files straight from the apps; nothing to collect.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True

# Those of the embedded server, unless others are named.
POSTGRES_PROGRAMS = POSTGRES_PROGRAMS or installed_postgres_bin()
