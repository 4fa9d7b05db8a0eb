"""How the settings reach PostgreSQL and Redis: from a URL given, or from the embedded services' places."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from sessionbridge.embedded.places import FALLBACK_PARENT, SHORT_PARENT, find_places

LOCAL_NAME = ".local"

# Connections one process may share among its threads: a run gives its own back before every stage and model call.
POOL_SIZE = 8
POOL_WAIT_SECONDS = 10
# What a server may take to answer a new connection; one at a wrong address may never answer.
CONNECT_SECONDS = 5
# A process that is frozen or cut off inside a transaction holds its locks no longer than this.
IDLE_TRANSACTION_SECONDS = 20


def choose_urls(
    local: Path, database_url: str, redis_url: str, *, durable: bool = True
) -> tuple[str, str, dict[str, Any] | None]:
    """The URLs to use, and what must be started for them: None when both were given."""
    if database_url and redis_url:
        return database_url, redis_url, None
    places = find_places(local)
    wanted = {
        "local": local,
        "postgres": not database_url,
        "valkey": not redis_url,
        "durable": durable,
    }
    return database_url or places.database_url, redis_url or places.redis_url, wanted


def database_settings(
    url: str, *, idle_transaction_seconds: float = IDLE_TRANSACTION_SECONDS, behind_pooler: bool = False
) -> dict[str, Any]:
    """One entry of DATABASES: pooled, checked when taken from the pool, UTC; frozen transactions end by themselves.

    `behind_pooler`: nothing is kept on a connection from one transaction to the next, as PgBouncer asks for.
    Raises ImproperlyConfigured for a URL of another kind of database.
    """
    if urlsplit(url).scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL does not begin with postgres://, and nothing but PostgreSQL will do.")
    parsed: dict[str, Any] = environ.Env.db_url_config(url)
    guard = {"options": f"-c idle_in_transaction_session_timeout={int(idle_transaction_seconds * 1000)}"}
    options = {
        **({} if behind_pooler else guard),
        "connect_timeout": CONNECT_SECONDS,
        **parsed.get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": POOL_SIZE, "timeout": POOL_WAIT_SECONDS},
    }
    return {
        **parsed,
        "ENGINE": "sessionbridge.postgresql",
        "OPTIONS": options,
        # The engine checks what it takes from the pool.
        "CONN_HEALTH_CHECKS": False,
        "GUARD_BY_STATEMENT": idle_transaction_seconds if behind_pooler else None,
        "DISABLE_SERVER_SIDE_CURSORS": behind_pooler,
    }


def with_checked_certificate(redis_url: str, ca_file: str = "") -> str:
    """`redis_url`, where it is `rediss://`, such that every client asks for a certificate and checks it.

    Celery's client would take any unless the URL says otherwise. `ca_file` holds the authorities to believe instead
    of the machine's. What the URL says itself counts more. Raises ImproperlyConfigured for a file nobody would read.
    """
    parts = urlsplit(redis_url)
    if ca_file and parts.scheme != "rediss":
        raise ImproperlyConfigured("REDIS_CA_FILE is set, and REDIS_URL does not begin with rediss://: nothing of TLS.")
    if ca_file and not Path(ca_file).is_file():
        raise ImproperlyConfigured(f"REDIS_CA_FILE names no file: {ca_file}.")
    if parts.scheme != "rediss":
        return redis_url
    wanted = {"ssl_cert_reqs": "required", **({"ssl_ca_certs": ca_file} if ca_file else {})}
    return parts._replace(query=urlencode({**wanted, **dict(parse_qsl(parts.query))})).geturl()


def cache_settings(url: str, *, key_prefix: str = "") -> dict[str, Any]:
    """One entry of CACHES. A Redis that is away counts as an empty cache."""
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": key_prefix,
        "OPTIONS": {
            "SOCKET_CONNECT_TIMEOUT": 2,
            "SOCKET_TIMEOUT": 2,
            "IGNORE_EXCEPTIONS": True,
        },
    }


def broker_url(redis_url: str) -> str:
    """The same Redis as Celery names it: a socket is `redis+socket:///path?virtual_host=0` there."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = parse_qs(parts.query).get("db", ["0"])[-1]
    return f"redis+socket://{parts.netloc}{parts.path}?virtual_host={database}"


def is_embedded(url: str) -> bool:
    """Whether a URL names a socket as only an embedded service has it, of whichever checkout."""
    decoded = unquote(url)
    sockets = (f"{LOCAL_NAME}/embedded/run", f"{LOCAL_NAME}/tests/embedded/run")
    return any(path in decoded for path in sockets) or any(
        f"{parent}/sessionbridge-" in decoded for parent in (FALLBACK_PARENT, SHORT_PARENT)
    )
