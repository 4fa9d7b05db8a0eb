"""Settings of a server. Everything that must be decided is asked for, and nothing embedded is accepted."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from sessionbridge.settings.base import *  # noqa: F403 - a settings module is its base and what differs
from sessionbridge.settings.base import BASE_DIR, DATABASE_POOLER, SILENCED_SYSTEM_CHECKS, env
from sessionbridge.settings.connections import (
    broker_url,
    cache_settings,
    database_settings,
    is_embedded,
    with_checked_certificate,
)

SHORTEST_KEY = 50


def _require(name: str, what: str) -> str:
    value = str(env(name, default="")).strip()
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {what}.")
    return value


def _require_own_server(name: str, what: str) -> str:
    url = _require(name, f"{what}; the embedded one is for development machines only")
    if is_embedded(url):
        raise ImproperlyConfigured(
            f"{name} points at the embedded service of a development machine. Production needs {what}."
        )
    return url


def _host_names(text: str) -> list[str]:
    """The names in `text`; Django compares them letter by letter, and would answer 400 to everybody for any other."""
    names = [name for each in text.split(",") if (name := each.strip())]
    for name in names:
        if "/" in name or (":" in name and not name.endswith("]")):
            raise ImproperlyConfigured(f"ALLOWED_HOSTS: {name} is no host name: leave out scheme, port and path.")
    return names


DEBUG = False
SECRET_KEY = _require("SECRET_KEY", f"a random text of at least {SHORTEST_KEY} characters")
if len(SECRET_KEY) < SHORTEST_KEY:
    raise ImproperlyConfigured(f"SECRET_KEY has fewer than {SHORTEST_KEY} characters.")
ALLOWED_HOSTS = _host_names(_require("ALLOWED_HOSTS", "the host names to answer to, separated by commas"))
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

EMBEDDED_SERVICES = None
_redis_url = with_checked_certificate(
    _require_own_server("REDIS_URL", "a Redis or Valkey server"), env("REDIS_CA_FILE", default="")
)
DATABASES = {
    "default": database_settings(
        _require_own_server("DATABASE_URL", "a PostgreSQL server"), behind_pooler=DATABASE_POOLER
    )
}
CACHES = {"default": cache_settings(_redis_url)}
CELERY_BROKER_URL = broker_url(_redis_url)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# Probes and Prometheus ask from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz|metrics)$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
# Whether browsers shall know the domain beforehand is decided by whoever owns it, once for all its hosts.
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Browsers take cookies of this prefix from this host alone, over TLS.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=True)
# Only where a proxy in front always sets or removes the header: otherwise a client could claim TLS.
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
