"""Settings of the test run: development's, with its own embedded services and nothing of this machine's."""

from __future__ import annotations

from sessionbridge.embedded.binaries import installed_postgres_bin
from sessionbridge.settings.base import *  # noqa: F403 - a settings module is its base and what differs
from sessionbridge.settings.base import DATABASE_POOLER, LOCAL_DIR, POSTGRES_PROGRAMS, env
from sessionbridge.settings.connections import (
    broker_url,
    cache_settings,
    choose_urls,
    database_settings,
)

DEBUG = False
SECRET_KEY = "of the tests only, and of no use anywhere else"
SECRET_KEY_FALLBACKS = []
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

# tests/conftest.py gives each test process its own database and its own Redis database.
TEST_DATABASE_URL, TEST_REDIS_URL, EMBEDDED_SERVICES = choose_urls(
    LOCAL_DIR / "tests",
    env("DATABASE_URL", default=""),
    env("REDIS_URL", default=""),
    durable=False,
)
DATABASES = {"default": database_settings(TEST_DATABASE_URL, behind_pooler=DATABASE_POOLER)}
CACHES = {"default": cache_settings(TEST_REDIS_URL)}
CELERY_BROKER_URL = broker_url(TEST_REDIS_URL)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Those of the tests of logging in have it on.
SECOND_FACTOR = False
TRUSTED_PROXIES = []
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
# Static files are looked for when they are asked for: thousands of test clients would each look through all of them.
WHITENOISE_AUTOREFRESH = True

# Databases come and go; a test that asks for a folder of heads names its own.
HEAD_SIGNING_KEY_FILE = str(LOCAL_DIR / "tests" / "head-signing.pem")
HEADS_FOLDER = ""

# No model but those a test brings along, whatever this machine is set to use.
OPENAI_API_KEY = OPENAI_BASE_URL = ""
MODEL_TIER = "precision"
MODEL_OVERRIDES = {}
MODEL_PRICES = {}
MODEL_THINKING = {}
DAILY_TOKEN_BUDGET = 0
STAGE_CANONICALIZER = STAGE_CHOICE = STAGE_JUDGE = STAGE_REPAIR = ""

# Those of the embedded server, unless others are named.
POSTGRES_PROGRAMS = POSTGRES_PROGRAMS or installed_postgres_bin()
