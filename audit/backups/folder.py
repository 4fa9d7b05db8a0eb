"""One backup is a folder: the dump, what made it, the settings it was made with, and certificates of erasure."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC as utc  # noqa: N811 - a zone, not a constant of ours
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from audit.backups.dump import dump_to, sha256_of
from audit.backups.installation import clock, installation_id
from audit.backups.list_file import write_list
from audit.backups.whole_files import whole_or_not
from core.erasure import all_kept_words
from core.erasure_certificates import in_plain_text
from core.models import ErasureCertificate

DUMP, MANIFEST, CERTIFICATES = "database.dump", "backup.json", "certificates"
# Settings whose names hold one of these are keys, or addresses with passwords in them.
_SECRET = ("KEY", "TOKEN", "SECRET", "PASSWORD", "URL")
_OF_OURS = Path(settings.BASE_DIR) / ".env.example"


class Backup(NamedTuple):
    """What a backup says of itself. `migrations` are those the database had seen, `made_at` is just before the dump."""

    folder: Path
    sha256: str
    migrations: list[tuple[str, str]]
    made_at: datetime
    installation: str

    @property
    def dump(self) -> Path:
        return self.folder / DUMP


class UnusableBackup(Exception):
    """The folder is no whole backup; the message says why."""


def make_backup(parent: Path) -> Backup:
    """A new folder below `parent`, and the list of what was taken back beside it. Raises ProgramFailed, OSError."""
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = parent / f"{datetime.now(utc):%Y-%m-%dT%H-%M-%SZ}"
    folder.mkdir(mode=0o700)
    try:
        backup = _fill(folder)
    except BaseException:
        # Half of a backup is of no use, and has people's words in it.
        shutil.rmtree(folder, ignore_errors=True)
        raise
    write_list(parent)
    write_certificates(parent)
    return backup


def _fill(folder: Path) -> Backup:
    made_at = clock()
    dump_to(folder / DUMP)
    migrations = sorted(MigrationRecorder(connection).applied_migrations())
    backup = Backup(folder, sha256_of(folder / DUMP), migrations, made_at, installation_id())
    content = {
        "made_at": made_at.isoformat(),
        "installation": backup.installation,
        "postgresql": connection.cursor().connection.info.server_version // 10000,
        "sha256": backup.sha256,
        "migrations": migrations,
        "settings": _settings_without_keys(),
    }
    # Last: a folder without it is no whole backup.
    _write_private(folder / MANIFEST, json.dumps(content, indent=2) + "\n")
    return backup


def read_backup(folder: Path) -> Backup:
    """Raises UnusableBackup where a part is missing or the dump is not what was written."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        migrations = [(str(app), str(name)) for app, name in content["migrations"]]
        made_at = datetime.fromisoformat(content["made_at"])
        backup = Backup(folder, str(content["sha256"]), migrations, made_at, str(content["installation"]))
        found = sha256_of(backup.dump)
    except (OSError, ValueError, KeyError, TypeError):
        raise UnusableBackup(f"{folder} holds no whole backup: {DUMP} and {MANIFEST} are needed.") from None
    if found != backup.sha256:
        raise UnusableBackup(f"{backup.dump} is not what was written: its hash is another.")
    return backup


def write_certificates(parent: Path) -> None:
    """Print each certificate of erasure once: they outlive a database that is lost."""
    folder = parent / CERTIFICATES
    folder.mkdir(mode=0o700, exist_ok=True)
    for certificate in ErasureCertificate.objects.select_related("patient__organisation"):
        path = folder / f"{certificate.pk}.txt"
        if not path.exists():
            _write_private(path, in_plain_text(certificate, all_kept_words()) + "\n")


def _write_private(path: Path, text: str) -> None:
    """Whole or not at all, for the account alone; two may write the same at once."""
    with whole_or_not(path) as file:
        file.write(text)


def _settings_without_keys() -> dict[str, str]:
    """What of our settings the environment has, keys and addresses only as being set."""
    names = [line.lstrip("#").partition("=")[0] for line in _OF_OURS.read_text(encoding="utf-8").splitlines()]
    return {
        name: "(set)" if any(word in name for word in _SECRET) else os.environ[name]
        for name in sorted({*names, "DJANGO_SETTINGS_MODULE"})
        if os.environ.get(name)
    }
