"""What has to be right before a server is opened to people, each with what to do where it is not."""

from __future__ import annotations

import os
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC as utc  # noqa: N811 - a zone, not a constant of ours
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.checks import WARNING, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, ProgrammingError, connection

from audit.health import checks as running
from core.database_errors import describe
from core.login.proxies import trusted_networks
from core.models import Patient

# A certificate is replaced in time where somebody is told so early.
_EXPIRES_SOON = timedelta(days=30)
_MIN_CHARACTERS = 10
# What runs only once people are let in.
_NOT_YET = {"sweep", "beat", "queue"}
_LOCAL = {"", "localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Finding:
    """`fails`: nobody should be let in before. `what` and `do` are sentences; both are '' where all is well."""

    name: str
    what: str = ""
    do: str = ""
    fails: bool = True


Found = tuple[str, str] | tuple[str, str, bool]


def run_preflight() -> list[Finding]:
    """One finding or more for each part, in the order in which they are put right."""
    return [finding for name, look in _LOOKS.items() for finding in _look(name, look)]


def _look(name: str, look: Callable[[], Iterator[Found]]) -> list[Finding]:
    try:
        found = [Finding(name, *each) for each in look()]
    except ProgrammingError:
        found = [Finding(name, "The database has no tables to ask.", "Run `manage.py migrate`, then this again.")]
    except Error as error:
        found = [Finding(name, f"The database cannot be asked: {describe(error)}.", "Look at DATABASE_URL.")]
    return found or [Finding(name)]


def _settings() -> Iterator[Found]:
    if not os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production"):
        yield (
            "These are no settings of a server.",
            "Set DJANGO_SETTINGS_MODULE=sessionbridge.settings.production.",
        )
        return
    for message in run_checks(include_deployment_checks=True):
        if message.is_silenced():
            continue
        yield (
            f"{message.id}: {message.msg}",
            message.hint or "See Django's deployment checklist.",
            message.level > WARNING,
        )


def _addresses() -> Iterator[Found]:
    """Whom it answers to, whose word on an address is believed, and who says that TLS was ended in front."""
    if "*" in settings.ALLOWED_HOSTS:
        yield (
            "ALLOWED_HOSTS holds *: whoever asks under another name is answered as if it were yours.",
            "Name the hosts, such as bridge.example.org.",
        )
    try:
        everybody = [str(network) for network in trusted_networks() if network.prefixlen == 0]
    except ImproperlyConfigured as error:
        yield str(error), "Name addresses and networks, such as 10.0.0.7 or 10.0.0.0/24."
        everybody = []
    if everybody:
        yield (
            f"TRUSTED_PROXIES holds {everybody[0]}: anybody could say where they come from.",
            "Name the proxy's own address or network.",
        )
    if settings.SECURE_SSL_REDIRECT and not settings.SECURE_PROXY_SSL_HEADER:
        yield (
            "What a proxy hands on without TLS is sent to https, so again to the proxy, without end.",
            "Set BEHIND_TLS_PROXY=true, and let the proxy set X-Forwarded-Proto.",
        )


def _keys() -> Iterator[Found]:
    if len(set(settings.SECRET_KEY)) < _MIN_CHARACTERS:
        yield "SECRET_KEY is no random text.", "Make one: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    if not settings.HEALTH_TOKEN:
        yield "HEALTH_TOKEN is not set: Prometheus is answered on this machine alone.", "Set it, or leave it.", False


def _static_files() -> Iterator[Found]:
    # Whoever asks for one makes the storage read what was collected.
    if isinstance(staticfiles_storage, ManifestFilesMixin) and not staticfiles_storage.read_manifest():
        yield "Static files are not collected.", "Run `manage.py collectstatic --noinput`."


def _running() -> Iterator[Found]:
    for check in running.run_checks():
        if not check.is_well and check.name not in _NOT_YET:
            yield f"{check.name}: {check.says}.", "docs/operations.md and docs/servers.md say what to do.", check.needed


def _time_zones() -> Iterator[Found]:
    known = zoneinfo.available_timezones()
    if missing := sorted(set(Patient.objects.values_list("zone", flat=True).distinct()) - known):
        yield (
            f"Python does not know {missing[0]}, which people live in.",
            "Install the package tzdata of requirements.txt.",
        )
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        [encoding] = cursor.fetchone()
    if encoding != "UTF8":
        yield (
            f"The database is encoded in {encoding}.",
            "Make it anew: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0.",
        )


def _certificates() -> Iterator[Found]:
    database = connection.get_connection_params()
    if _is_elsewhere(str(database.get("host", ""))) and database.get("sslmode") != "verify-full":
        yield (
            "The database's certificate is not checked.",
            "Add ?sslmode=verify-full to DATABASE_URL (docs/servers.md).",
            False,
        )
    redis = urlsplit(settings.CACHES["default"]["LOCATION"])
    if redis.scheme == "redis" and _is_elsewhere(redis.hostname or ""):
        yield "Redis is reached without TLS.", "Begin REDIS_URL with rediss:// where others share the network.", False
    files = [str(database.get("sslrootcert", "")), *parse_qs(redis.query).get("ssl_ca_certs", [])]
    for path in filter(os.path.isabs, files):
        yield from _file(Path(path))


def _file(path: Path) -> Iterator[Found]:
    try:
        ends = min(each.not_valid_after_utc for each in x509.load_pem_x509_certificates(path.read_bytes()))
    except (OSError, ValueError):
        yield f"{path} cannot be read as certificates.", "Name a file in PEM that this account may read."
        return
    left = ends - datetime.now(utc)
    if left < _EXPIRES_SOON:
        yield f"A certificate in {path} ends on {ends:%Y-%m-%d}.", "Replace it.", left < timedelta(0)


def _backups() -> Iterator[Found]:
    if not settings.BACKUP_FOLDER:
        yield "BACKUP_FOLDER is not set: what people take back is listed nowhere.", "Set it (docs/backups.md).", False
    elif not os.access(settings.BACKUP_FOLDER, os.W_OK):
        yield f"{settings.BACKUP_FOLDER} cannot be written to.", "Make it, and give it to the account of the workers."


def _heads() -> Iterator[Found]:
    for name in ("HEAD_SIGNING_KEY_FILE", "HEADS_FOLDER"):
        path = Path(getattr(settings, name) or "/")
        there = next(each for each in (path, *path.parents) if each.exists())
        if getattr(settings, name) and not _is_usable(path, there):
            yield (
                f"{name}: {there} cannot be used, so no head is signed.",
                "Name a place that the account of the workers may write (docs/heads.md).",
            )


def _is_usable(path: Path, there: Path) -> bool:
    """Whether the file `path` can be read or, where only the folder `there` above it exists, be made."""
    return (
        os.access(there, os.R_OK) if path == there and path.is_file() else there.is_dir() and os.access(there, os.W_OK)
    )


def _is_elsewhere(host: str) -> bool:
    return host not in _LOCAL and not host.startswith("/")


_LOOKS: dict[str, Callable[[], Iterator[Found]]] = {
    "settings": _settings,
    "addresses": _addresses,
    "keys": _keys,
    "static files": _static_files,
    "services": _running,
    "time zones": _time_zones,
    "certificates": _certificates,
    "backups": _backups,
    "heads": _heads,
}
